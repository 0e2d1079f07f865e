"""Random registrations, counted once in SQL and once in plain Python that shares no code with it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.models import Client, Enrolment, OnwardReferral
from interventions.models import Intervention, Session, SessionTopic
from interventions.other_work.services import remove_entry
from projects.models import Programme
from reports.reports import project_report
from reports.tests.world import START, World
from wellbeing.models import WellbeingResponse
from wellbeing.waves import renumber

LAST = 160
TYPES = ["Rådgivning og vejledning", "Rådgivning til fagperson", "Gratis tøj", "Zumba", "Åben dør", "Gruppeterapi"]
MATERIAL = "Gratis tøj"
SOURCES = ["Selv", "Jobcenter"]
offsets = st.integers(0, LAST)


@dataclass
class Plan:
    """One citizen; every day is counted from the project's start."""

    age: int | None
    gender: str
    source: str | None
    stays: list[tuple[int, int | None]]
    interventions: list[tuple[str, int, list[tuple[int, str, list[str]]]]] = field(default_factory=list)
    answers: list[tuple[int, list[int | None]]] = field(default_factory=list)
    onward: list[tuple[str, int]] = field(default_factory=list)


@st.composite
def stays(draw):
    """Stays that follow each other; the last may be open."""
    edges = sorted(draw(st.lists(offsets, min_size=2, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    is_open = draw(st.booleans())
    return [*pairs[:-1], (pairs[-1][0], None)] if is_open else pairs


sessions = st.tuples(
    offsets,
    st.sampled_from(["attended", "no_show", "cancelled"]),
    st.lists(st.sampled_from(["housing", "economy", "other"]), unique=True, max_size=2),
)
plans = st.builds(
    Plan,
    age=st.none() | st.sampled_from([18, 25, 26, 30, 31, 35, 36, 45, 46, 70]),
    gender=st.sampled_from(["", "woman", "man", "non_binary"]),
    source=st.none() | st.sampled_from(SOURCES),
    stays=stays(),
    interventions=st.lists(
        st.tuples(st.sampled_from(TYPES), offsets, st.lists(sessions, max_size=3)), max_size=6
    ),
    answers=st.lists(
        st.tuples(offsets, st.lists(st.integers(0, 5), min_size=5, max_size=5) | st.just([None, 1, 2, 3, 4])),
        max_size=5,
    ),
    onward=st.lists(st.tuples(st.sampled_from(["anti_trafficking", "other_offer"]), offsets), max_size=2),
)  # fmt: skip


# The days of counselling about no citizen, and whether it was removed afterwards.
cases_about_none = st.lists(st.tuples(offsets, st.booleans()), max_size=4)


def date(offset):
    return START + dt.timedelta(days=offset)


def store(world, types, sources, plan):
    birth_year = None if plan.age is None else date(plan.stays[0][0]).year - plan.age
    client = Client.objects.create(
        project=world.project, code=f"TST-{Client.objects.count():06}", birth_year=birth_year, gender=plan.gender,
        source=sources.get(plan.source),
    )  # fmt: skip
    facts = {"project": world.project, "client": client}
    for start, end in plan.stays:
        Enrolment.objects.create(**facts, starts_on=date(start), ends_on=None if end is None else date(end))
    for name, start, held in plan.interventions:
        intervention = Intervention.objects.create(**facts, type=types[name], starts_on=date(start))
        for held_on, attendance, about in held:
            session = Session.objects.create(
                **facts, intervention=intervention, held_on=date(held_on), attendance=attendance,
                logged_by=world.user, logged_for=world.organisation,
            )  # fmt: skip
            SessionTopic.objects.bulk_create(SessionTopic(session=session, challenge=one) for one in about)
    for nth, (answered_on, items) in enumerate(plan.answers, start=1):
        score = None if None in items else 4 * sum(items)
        named = {f"item_{number}": item for number, item in enumerate(items, start=1)}
        WellbeingResponse.objects.create(**facts, answered_on=date(answered_on), nth=nth, score=score, **named)
    for kind, referred_on in plan.onward:
        OnwardReferral.objects.create(**facts, kind=kind, referred_on=date(referred_on))
    return client.pk


def store_cases(world, type_, cases):
    for held_on, is_removed in cases:
        entry = world.consultation(type_, date(held_on).isoformat())
        if is_removed:
            remove_entry(entry, because="Fejl", by=world.user)


def half_up(value, decimals=0):
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    return (-whole if value < 0 else whole) / 10**decimals


def expected_citizens(plans, last):
    registered = [plan for plan in plans if plan.stays[0][0] <= last]
    days = [
        sum((last if end is None else min(end, last)) - start for start, end in plan.stays if start <= last)
        for plan in registered
    ]
    longer = [number for number in days if number >= 1]
    known = [plan.age for plan in registered if plan.age is not None]
    return {
        "registered": len(registered),
        "under_one_day": len(days) - len(longer),
        "months": Fraction(sum(longer), len(longer)) / Fraction("30.4375") if longer else None,
        "age": Fraction(sum(known), len(known)) if known else None,
        "bands": [
            sum(low <= age <= high for age in known)
            for low, high in ((18, 25), (26, 30), (31, 35), (36, 45), (46, 999))
        ],
        "unknown": [len(registered) - len(known), sum(not plan.gender for plan in registered)],
        "genders": [sum(plan.gender == one for plan in registered) for one in ("woman", "man", "non_binary")],
        "sources": [sum(plan.source == one for plan in registered) for one in sorted(SOURCES)],
    }


def received_types(plan, last):
    kinds = []
    for name, start, held in plan.interventions:
        seen = [attendance for held_on, attendance, _about in held if held_on <= last]
        if start <= last and (not seen or "attended" in seen):
            kinds.append(name)
    return kinds


def expected_interventions(plans, cases, last):
    received = [received_types(plan, last) for plan in plans]
    numbers = Counter(
        min(4, len(set(kinds) - {MATERIAL}))
        for plan, kinds in zip(plans, received, strict=True)
        if plan.stays[0][0] <= last
    )
    about = [
        {one for _name, _start, held in plan.interventions for on, seen, topics in held if on <= last
         and seen == "attended" for one in topics}
        for plan in plans
    ]  # fmt: skip
    return {
        "by_type": {name: sum(name in kinds for kinds in received) for name in TYPES},
        "cases": sum(kinds.count("Rådgivning til fagperson") for kinds in received)
        + sum(held_on <= last and not is_removed for held_on, is_removed in cases),
        "numbers": [numbers[number] for number in range(5)],
        "about": {one: sum(one in topics for topics in about) for one in ("housing", "economy", "other")},
        "onward": {
            kind: sum(any(one == kind and on <= last for one, on in plan.onward) for plan in plans)
            for kind in ("anti_trafficking", "other_offer")
        },
    }


def series(plan, last):
    """The scores of a citizen's waves."""
    counted = []
    complete = [(on, index, items) for index, (on, items) in enumerate(plan.answers) if None not in items]
    for on, _index, items in sorted(complete):
        if on <= last and (not counted or on - counted[-1][0] >= 45):
            counted.append((on, 4 * sum(items)))
    return [score for _on, score in counted]


def expected_wellbeing(plans, last, minimum):
    all_series = [scores for plan in plans if (scores := series(plan, last))]
    waves, changes = {}, {}
    for wave in range(1, 6):
        pairs = [(scores[0], scores[wave - 1]) for scores in all_series if len(scores) >= wave]
        if len(pairs) >= minimum:
            waves[str(wave)] = (len(pairs), Fraction(sum(later for _first, later in pairs), len(pairs)))
            if wave > 1:
                changes[str(wave)] = Fraction(sum(later - first for first, later in pairs), len(pairs))
    single = [scores[0] for scores in all_series if len(scores) == 1]
    repeated = [scores[0] for scores in all_series if len(scores) > 1]
    return {"waves": waves, "changes": changes, "attrition": [single, repeated]}


def column(report, table_id, key="count"):
    return [row.cells[key].value for row in report.table(table_id).rows]


def check_citizens(report, expected):
    facts = {row.key: row.cells["value"].value for row in report.table("citizen_facts").rows}
    assert facts["registered"] == expected["registered"]
    assert facts["under_one_day"] == expected["under_one_day"]
    for key, mean in (("mean_participation_months", expected["months"]), ("mean_age_years", expected["age"])):
        assert facts[key] == (None if mean is None else float(mean))
    assert column(report, "age_distribution") == expected["bands"]
    assert column(report, "gender_distribution") == expected["genders"]
    assert [report.table(f"{one}_distribution").unknown for one in ("age", "gender")] == expected["unknown"]
    assert column(report, "referral_sources") == expected["sources"]


def check_interventions(report, expected):
    by_type = report.table("citizens_by_intervention")
    assert {row.label: row.cells["count"].value for row in by_type.rows} == expected["by_type"]
    assert sum(note.counts[0] for note in by_type.notes if note.counts) == expected["cases"]
    assert column(report, "interventions_per_citizen") == expected["numbers"]
    challenges = {row.key: row.cells["count"].value for row in report.table("citizens_by_challenge").rows}
    assert {key: count for key, count in challenges.items() if key in expected["about"]} == expected["about"]
    onward = {row.key: row.cells["count"].value for row in report.table("referrals_onward").rows}
    assert onward == expected["onward"]


def check_wellbeing(report, expected):
    waves = {row.key: (row.cells["n"].value, row.cells["mean"].value) for row in report.table("who5_by_wave").rows}
    assert waves == {key: (n, float(mean)) for key, (n, mean) in expected["waves"].items()}
    change = report.table("who5_change")
    assert {row.key: row.cells["change"].value for row in change.rows} == {
        key: float(mean) for key, mean in expected["changes"].items()
    }
    for row in change.rows:
        shown = row.cells["change"].display.replace("−", "-").replace("+", "")
        assert int(shown) == half_up(expected["changes"][row.key])
    for row, scores in zip(report.table("who5_attrition").rows, expected["attrition"], strict=True):
        assert row.cells["n"].value == len(scores)
        assert row.cells["mean_first"].value == (float(Fraction(sum(scores), len(scores))) if scores else None)


@pytest.mark.django_db
class TestRandomRegistrations:
    @pytest.fixture
    def world(self):
        programme = Programme.objects.create(
            code="RANDOM", name="Random", starts_on=START, ends_on=date(900), who5_minimum=2
        )
        return World(programme=programme)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(plans=st.lists(plans, max_size=9), cases=cases_about_none, last=offsets)
    def test_sql_counts_as_plain_python_does(self, world, plans, cases, last):
        with transaction.atomic():
            flags = {
                "Rådgivning til fagperson": {"is_professional_counselling": True},
                MATERIAL: {"is_material_help": True},
            }
            types = {name: world.type(name, **flags.get(name, {})) for name in TYPES}
            sources = {name: world.source(name) for name in SOURCES}
            renumber([store(world, types, sources, plan) for plan in plans], 45)
            store_cases(world, types["Rådgivning til fagperson"], cases)
            report = project_report(world.project, as_of=date(last))
            check_citizens(report, expected_citizens(plans, last))
            check_interventions(report, expected_interventions(plans, cases, last))
            check_wellbeing(report, expected_wellbeing(plans, last, minimum=2))
            transaction.set_rollback(True)


@pytest.mark.parametrize(("value", "expected"), [(Fraction(1, 2), 1), (Fraction(-5, 2), -3), (Fraction(61, 2), 31)])
def test_the_plain_rounding_is_half_away_from_zero(value, expected):
    assert half_up(value) == expected
