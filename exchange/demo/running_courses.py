"""The running project's CTI courses: phases, plans, consents and answers of each."""

import datetime as dt
from itertools import cycle, islice

from clients.focus_areas import FocusArea
from clients.models import Client, Consent
from cti.models import Phase, PhaseFocus, PlannedActivity
from exchange.demo.arithmetic import who5_items
from exchange.demo.courses import add_course
from exchange.demo.places import Place
from exchange.demo.plans import Answer, Citizen, CourseRecord
from exchange.demo.running_plan import (
    ACTIVITIES,
    ADVICE,
    COURSES,
    EXPIRING,
    HOST,
    PLACES,
    WITHDRAWN,
    CoursePlan,
    ago,
)
from exchange.demo.writing import add_citizen, add_consent, add_reference

TEN_WEEKS = dt.timedelta(days=70)
FOCUS_PER_PHASE = 3
INCOMPLETE = (2, None, 3, 1, 2)
LOOKS_AHEAD = dt.timedelta(days=60)
TIMES = (dt.time(9, 0), dt.time(10, 30), dt.time(13, 15), None)


def add_courses(place: Place, first_number: int, today: dt.date) -> None:
    """The citizens of COURSES, numbered on from `first_number`, with all of their course."""
    for number, course in enumerate(COURSES, start=first_number):
        _add_course(place, course, number, today)


def _add_course(place: Place, plan: CoursePlan, number: int, today: dt.date) -> None:
    client = _register(place, plan, number, today)
    if plan.provider != HOST:
        add_consent(
            place, client, plan.provider, starts_on=ago(today, *plan.contact), covers_notes=True,
            covers_wellbeing=True, given_how=Consent.How.WRITTEN,
        )  # fmt: skip
        add_reference(place, client, plan.provider, alias=f"{plan.alias} {number}")
    _add_further_consents(place, plan, client, today)
    for phase in add_course(place, client, _course(plan, today)):
        if phase.starts_on <= today + LOOKS_AHEAD:
            _add_focus(place, phase, number, today)


def _course(plan: CoursePlan, today: dt.date) -> CourseRecord:
    return CourseRecord(
        provider=plan.provider,
        goals={ago(today, *plan.contact): plan.goal},
        contact_on=ago(today, *plan.contact),
        starts_on=ago(today, *plan.start) if plan.start else None,
        ends_on=ago(today, *plan.ended) if plan.ended else None,
        end_reason=plan.end_reason,
        own_words=plan.own_words,
    )


def _register(place: Place, plan: CoursePlan, number: int, today: dt.date) -> Client:
    started = ago(today, *(plan.start or plan.contact))
    answers = [
        Answer(started + wave * TEN_WEEKS, INCOMPLETE if raw is None else who5_items(raw, number + wave))
        for wave, raw in enumerate(plan.scores)
    ]
    citizen = Citizen(
        starts_on=ago(today, *plan.contact), ends_on=ago(today, *plan.ended) if plan.ended else None, age=plan.age,
        gender=plan.gender, source="Borgeren selv", wish=plan.goal, organisation=HOST, answers=tuple(answers),
    )  # fmt: skip
    appointment = {} if plan.ended else next_appointment(today, number)
    return add_citizen(place, citizen, number, reference=f"R-{number:03d}", alias=plan.alias, **appointment)


def next_appointment(today: dt.date, number: int) -> dict[str, object]:
    """Today or within the next six days."""
    return {
        "next_appointment_on": today + dt.timedelta(days=number % 7),
        "next_appointment_time": TIMES[number % len(TIMES)],
        "next_appointment_place": PLACES[number % len(PLACES)],
    }


def _add_further_consents(place: Place, plan: CoursePlan, client: Client, today: dt.date) -> None:
    starts_on = ago(today, 2)
    if plan.alias in EXPIRING:
        add_consent(place, client, ADVICE, starts_on=starts_on, expires_on=today + dt.timedelta(days=6))
    if plan.alias in WITHDRAWN:
        add_consent(place, client, ADVICE, starts_on=starts_on, withdrawn_on=today)


def _add_focus(place: Place, phase: Phase, number: int, today: dt.date) -> None:
    """Focus areas and activities of a phase that has begun or comes next."""
    areas = list(islice(cycle(FocusArea), number + phase.number, number + phase.number + FOCUS_PER_PHASE))
    for area in areas:
        place.batch.add(PhaseFocus(phase=phase, area=area))
        _plan(place, phase, area, today)


def _plan(place: Place, phase: Phase, area: FocusArea, today: dt.date) -> None:
    activity, who = ACTIVITIES[area]
    known = place.organisations.get(who)
    place.batch.add(
        PlannedActivity(
            phase=phase, area=area, activity=activity, provider=known, provider_text="" if known else who,
            status=_status(phase, today),
        )
    )  # fmt: skip


def _status(phase: Phase, today: dt.date) -> str:
    if phase.ends_on < today:
        return PlannedActivity.Status.DONE
    return PlannedActivity.Status.STARTED if phase.starts_on <= today else PlannedActivity.Status.PLANNED
