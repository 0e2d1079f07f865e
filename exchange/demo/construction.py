"""From a plan's quotas to plain citizen records; the same plan always gives the same records."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain, pairwise
from typing import NamedTuple

from clients.models import Goal
from documents.numbers import DAYS_PER_MONTH, rounded
from exchange.demo.arithmetic import evenly, scattered, settle, who5_items
from exchange.demo.plans import BANDS, Answer, Citizen, Given, Group, Plan

LONGEST_MONTHS = 24
FIRST_ANSWER_AFTER = 3  # days into the enrolment
BETWEEN_ANSWERS = (61, 77)  # two to three months (source 002 §2.2)
HIGHEST_RAW = 25
POINTS = 4
WISHES = (Goal.IMPROVE, Goal.LEAVE, Goal.IMPROVE, "")


class Stay(NamedTuple):
    starts_on: dt.date
    ends_on: dt.date | None
    days: int  # by the as-of day


def build(plan: Plan) -> list[Citizen]:
    """The plan's citizens, the briefest contact first. Raises ValueError where its quotas can't hold at once."""
    groups = [group for group in plan.groups for _ in range(group.count)]
    stays, ages = _stays(plan, groups), _ages(plan)
    genders = _unknown_first(plan.genders, plan.registered, turn=2)
    sources = scattered(repeated(plan.sources, plan.registered), turn=3)
    material, onward, answers = _material(plan), _onward(plan), _answers(plan, stays)
    citizens = [
        Citizen(
            starts_on=stay.starts_on,
            ends_on=stay.ends_on,
            age=ages[number],
            gender=genders[number],
            source=sources[number],
            wish=WISHES[number % len(WISHES)] if stay.days else "",
            organisation=plan.intake[number % len(plan.intake)],
            answers=answers.get(number, ()),
            onward=onward[number],
            onward_on=stay.starts_on + dt.timedelta(days=stay.days // 2) if onward[number] else None,
        )
        for number, stay in enumerate(stays)
    ]
    return [
        replace(citizen, given=_given(plan, citizen, (*groups[number].types, *material[number]), stays[number].days))
        for number, citizen in enumerate(citizens)
    ]


def _stays(plan: Plan, groups: list[Group]) -> list[Stay]:
    """Enrolments whose days have the plan's mean; those of a single hour start and end on one day."""
    days = _days(plan, groups)
    longer = [number for number, length in enumerate(days) if length]
    running = set(scattered(longer, turn=4)[: plan.running])
    latest = [plan.as_of - dt.timedelta(days=length) for length in days]
    places = scattered(evenly(0, 1000, len(days)), turn=1)
    stays = []
    for number, length in enumerate(days):
        # Recruitment took its time (source 002 §4.1, §4.2), so the later part of the period holds more starts.
        place = 1000 if number in running else places[number] * (2000 - places[number]) // 1000
        starts_on = plan.opens_on + (latest[number] - plan.opens_on) * place // 1000
        end = plan.ends_on if number in running else starts_on + dt.timedelta(days=length)
        stays.append(Stay(starts_on, end, length))
    return stays


def _days(plan: Plan, groups: list[Group]) -> list[int]:
    """Days of participation: around each group's months, from 70 to 130 per cent, settled on the mean."""
    longer = [group for group in groups if group.months]
    shares = scattered(evenly(70, 130, len(longer)), turn=5)
    typical = [int(group.months * DAYS_PER_MONTH * share / 100) for group, share in zip(longer, shares, strict=True)]
    total = int(rounded(Fraction(plan.mean_months) * DAYS_PER_MONTH * len(longer)))
    settled = iter(settle(typical, total, [(1, int(LONGEST_MONTHS * DAYS_PER_MONTH))] * len(longer)))
    return [next(settled) if group.months else 0 for group in groups]


def _ages(plan: Plan) -> list[int | None]:
    bands = [BANDS[key] for key, number in plan.bands.items() for _ in range(number)]
    spread = chain.from_iterable(_within(BANDS[key], number) for key, number in plan.bands.items())
    known = settle(list(spread), plan.mean_age * len(bands), bands)
    return [None] * (plan.registered - len(known)) + scattered(known, turn=6)


def _within(band: tuple[int, int], number: int) -> list[int]:
    return evenly(band[0], min(band[1], 60), number)


def _unknown_first(quotas: Mapping[str, int], length: int, turn: int) -> list[str]:
    known = repeated(quotas, sum(quotas.values()))
    return [""] * (length - len(known)) + scattered(known, turn)


def repeated(quotas: Mapping[str, int], length: int) -> list[str]:
    """Each key as often as its quota says, the rest up to `length` empty."""
    named = [key for key, number in quotas.items() for _ in range(number)]
    return named + [""] * (length - len(named))


def _material(plan: Plan) -> list[tuple[str, ...]]:
    taken = scattered(repeated(plan.material, plan.registered), turn=7)
    return [(type,) if type else () for type in taken]


def _onward(plan: Plan) -> list[str]:
    """Referred on are citizens of the later, longer half of the list."""
    half = plan.registered // 2
    return [""] * half + scattered(repeated(plan.onward, plan.registered - half), turn=8)


def _given(plan: Plan, citizen: Citizen, types: tuple[str, ...], days: int) -> tuple[Given, ...]:
    """The first type begins with the enrolment, the others one after the other in its first half."""
    starts = [citizen.starts_on + dt.timedelta(days=days * place // (2 * len(types))) for place in range(len(types))]
    return tuple(
        Given(type, plan.providers[type].of(citizen.age, citizen.organisation, days), starts_on, citizen.ends_on)
        for type, starts_on in zip(types, starts, strict=True)
    )


def _answers(plan: Plan, stays: list[Stay]) -> dict[int, tuple[Answer, ...]]:
    """Those who took part longest answer most often; each wave adds up to its points."""
    answering = sorted(range(len(stays)), key=lambda number: (-stays[number].days, number))
    series = _scores(plan)
    return {
        number: tuple(_series(stays[number], scores, turn))
        for turn, (number, scores) in enumerate(zip(answering, series, strict=False))
    }


def _scores(plan: Plan) -> list[list[int]]:
    """Each answering citizen's scores divided by four, those who answer most often first."""
    if not plan.waves:
        return []
    series = [[raw] for raw in _first_scores(plan)]
    for wave in plan.waves[1:]:
        mean = wave.points // POINTS // wave.n
        steps = scattered(evenly(-3, 4, wave.n), turn=9)
        raised = [(2 * scores[-1] + mean) // 3 + step for scores, step in zip(series, steps, strict=False)]
        settled = settle(_clamped(raised), wave.points // POINTS, [(0, HIGHEST_RAW)] * wave.n)
        for scores, raw in zip(series, settled, strict=False):
            scores.append(raw)
    return series


def _first_scores(plan: Plan) -> list[int]:
    """Wave 1, settled apart for those who stop answering at each wave: so the paired means are the plan's."""
    firsts: list[int] = []
    ends = [(wave.n, wave.first) for wave in plan.waves] + [(0, 0)]
    for (reached, points), (further, points_further) in reversed(list(pairwise(ends))):
        number, raw = reached - further, (points - points_further) // POINTS
        mean = raw // number if number else 0
        spread = _clamped(scattered(evenly(mean - 6, mean + 6, number), turn=10))
        firsts += settle(spread, raw, [(0, HIGHEST_RAW)] * number)
    return firsts


def _clamped(raws: list[int]) -> list[int]:
    return [min(max(raw, 0), HIGHEST_RAW) for raw in raws]


def _series(stay: Stay, scores: list[int], turn: int) -> Iterator[Answer]:
    low, high = BETWEEN_ANSWERS
    room = (stay.days - FIRST_ANSWER_AFTER) // max(len(scores) - 1, 1)
    between = min(low + turn * 5 % (high - low), room)
    for wave, raw in enumerate(scores):
        day = stay.starts_on + dt.timedelta(days=FIRST_ANSWER_AFTER + wave * between)
        yield Answer(day, who5_items(raw, turn + wave))
