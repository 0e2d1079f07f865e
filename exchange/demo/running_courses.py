"""The running project's CTI courses: phases, plans, consents and answers of each."""

import datetime as dt
from itertools import cycle, islice

from casework.services import end_course, start_course
from clients.focus_areas import FocusArea
from clients.models import Client
from clients.services import end_enrolment, give_consent, set_reference, withdraw_consent
from cti.models import Course, Phase, PlannedActivity
from cti.services import choose_focus, open_contact_period, plan_activity, set_goal
from exchange.demo.arithmetic import who5_items
from exchange.demo.plans import CTI_COURSE, Answer, Citizen
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
from exchange.demo.writing import Place, write_citizen

TEN_WEEKS = dt.timedelta(days=70)
FOCUS_PER_PHASE = 3
INCOMPLETE = (2, None, 3, 1, 2)
LOST_AFTER = dt.timedelta(days=10)


def write_courses(place: Place, first_number: int, today: dt.date) -> list[Client]:
    """The citizens of COURSES, numbered on from `first_number`, with all of their course."""
    return [_write_course(place, course, number, today) for number, course in enumerate(COURSES, start=first_number)]


def _write_course(place: Place, plan: CoursePlan, number: int, today: dt.date) -> Client:
    client = _register(place, plan, number, today)
    provider = place.organisations[plan.provider]
    contact_day = ago(today, *plan.contact)
    if plan.provider != HOST:
        give_consent(
            client, provider, starts_on=contact_day, covers_notes=True, covers_wellbeing=True, given_how="written",
            by=place.by,
        )  # fmt: skip
        set_reference(client, provider, reference="", alias=f"{plan.alias} {number}", by=place.by)
    _write_further_consents(place, plan, client, today)
    course = open_contact_period(client, goal=plan.goal, contact_starts_on=contact_day, by=place.by)
    if plan.start:
        starts_on = ago(today, *plan.start)
        runs_as = place.types[CTI_COURSE]
        course = start_course(
            client, starts_on=starts_on, course=course, runs_as=runs_as, provider=provider, by=place.by
        )
        _write_phases(place, course, number, today)
    set_goal(course, goal=plan.goal, since=contact_day, own_words=plan.own_words, by=place.by)
    if plan.ended:
        ends_on = ago(today, *plan.ended)
        end_course(course, ends_on=ends_on, end_reason=plan.end_reason, by=place.by)
        end_enrolment(client, ends_on=ends_on, by=place.by)
    return client


def _register(place: Place, plan: CoursePlan, number: int, today: dt.date) -> Client:
    started = ago(today, *(plan.start or plan.contact))
    answers = [
        Answer(started + wave * TEN_WEEKS, INCOMPLETE if raw is None else who5_items(raw, number + wave))
        for wave, raw in enumerate(plan.scores)
    ]
    citizen = Citizen(
        starts_on=ago(today, *plan.contact), ends_on=None, age=plan.age, gender=plan.gender, source="Borgeren selv",
        wish=plan.goal, organisation=HOST, answers=tuple(answers),
    )  # fmt: skip
    appointment = {} if plan.ended else next_appointment(today, number)
    return write_citizen(place, citizen, number, reference=f"R-{number:03d}", alias=plan.alias, **appointment)


def next_appointment(today: dt.date, number: int) -> dict[str, object]:
    """Today or within the next six days."""
    return {
        "next_appointment_on": today + dt.timedelta(days=number % 7),
        "next_appointment_place": PLACES[number % len(PLACES)],
    }


def _write_further_consents(place: Place, plan: CoursePlan, client: Client, today: dt.date) -> None:
    starts_on = ago(today, 2)
    if plan.alias in EXPIRING:
        soon = today + dt.timedelta(days=6)
        give_consent(client, place.organisations[ADVICE], starts_on=starts_on, expires_on=soon, by=place.by)
    if plan.alias in WITHDRAWN:
        withdraw_consent(
            give_consent(client, place.organisations[ADVICE], starts_on=starts_on, by=place.by), by=place.by
        )


def _write_phases(place: Place, course: Course, number: int, today: dt.date) -> None:
    """Focus areas and activities for the phases that have begun and the one that comes next."""
    planned = [phase for phase in course.phases.all() if phase.starts_on <= today + dt.timedelta(days=60)]
    for phase in planned:
        areas = list(islice(cycle(FocusArea), number + phase.number, number + phase.number + FOCUS_PER_PHASE))
        choose_focus(phase, areas=areas, by=place.by)
        for area in areas:
            _plan(place, phase, area, today)


def _plan(place: Place, phase: Phase, area: FocusArea, today: dt.date) -> None:
    activity, who = ACTIVITIES[area]
    known = place.organisations.get(who)
    plan_activity(
        phase, area=area, activity=activity, provider=known, provider_text="" if known else who,
        status=_status(phase, today), by=place.by,
    )  # fmt: skip


def _status(phase: Phase, today: dt.date) -> str:
    if phase.ends_on < today:
        return PlannedActivity.Status.DONE
    return PlannedActivity.Status.STARTED if phase.starts_on <= today else PlannedActivity.Status.PLANNED
