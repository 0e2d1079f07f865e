"""From a status plan's quotas to plain citizen records: each citizen goes one way, and life goes on after the day.

Nothing but the quotas is printed (source 000); the courses began in January 2014 and last a year.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from dateutil.relativedelta import relativedelta

from clients.models import Gender, Goal, OnwardReferral
from cti.models import EndReason
from exchange.demo.arithmetic import evenly, scattered, who5_items
from exchange.demo.construction import repeated
from exchange.demo.first_projects import ENDED, OPENED, STATED_ON
from exchange.demo.plans import COUNSELLING, CTI_COURSE, Answer, Citizen, CourseRecord, Given, StatusPlan

DAY, TEN_WEEKS = dt.timedelta(days=1), dt.timedelta(days=70)
FIRST_COURSE, LAST_COURSE = dt.date(2014, 1, 6), dt.date(2014, 3, 14)
FIRST_CONTACT, LAST_CONTACT = dt.date(2013, 12, 2), STATED_ON - DAY
LAST_SHORT_CONTACT = dt.date(2014, 2, 15)
NEXT_COURSES = dt.date(2014, 3, 24)  # the first start after the statement
LAST_ARRIVAL = dt.date(2015, 8, 31)
FIRST_RETURN = dt.date(2014, 5, 5)
AFTERCARE = 90 * DAY
MOST_ANSWERS = 4
# How courses end, in turn, and after how many months; twelve are planned, and some go on for longer.
ENDINGS = (
    (EndReason.COMPLETED, 12),
    (EndReason.GOAL_REACHED, 9),
    (EndReason.COMPLETED, 14),
    (EndReason.CLIENT_STOPPED, 4),
    (EndReason.COMPLETED, 12),
    (EndReason.CONTACT_LOST, 6),
    (EndReason.COMPLETED, 12),
    (EndReason.MOVED, 8),
    (EndReason.TRANSFERRED, 10),
)

Way = Callable[[Citizen, StatusPlan, int], Citizen]  # what becomes of the n-th citizen who goes it


def build_status(plan: StatusPlan) -> list[Citizen]:
    """The citizens of the statement by their status, then those who came after it."""
    ages = scattered(evenly(20, 58, plan.registered + plan.later), turn=2)
    sources = scattered(repeated(plan.sources, plan.registered + plan.later), turn=3)
    return [
        way(_person(plan, starts_on, number, ages[number], sources[number]), plan, turn)
        for number, (way, starts_on, turn) in enumerate(_ways(plan))
    ]


def _person(plan: StatusPlan, starts_on: dt.date, number: int, age: int, source: str) -> Citizen:
    gender = Gender.MAN if number % 12 == 5 else Gender.WOMAN
    return Citizen(
        starts_on=starts_on, ends_on=None, age=None if number % 13 == 7 else age,
        gender="" if number % 17 == 9 else gender, source=source, wish="",
        organisation=plan.intake[number % len(plan.intake)],
    )  # fmt: skip


def _ways(plan: StatusPlan) -> Iterator[tuple[Way, dt.date, int]]:
    """Which way each citizen goes, from when, and as the how manieth of those."""
    contact = FIRST_CONTACT - TEN_WEEKS
    quotas: list[tuple[Way, int, dt.date, dt.date]] = [
        (partial(_in_course, goal=Goal.LEAVE), plan.in_course_exit, contact, LAST_COURSE - TEN_WEEKS),
        (partial(_in_course, goal=Goal.IMPROVE), plan.in_course_improve, contact, LAST_COURSE - TEN_WEEKS),
        (_oriented, plan.orientation, FIRST_CONTACT, LAST_CONTACT),
        (_referred, plan.referred_on, OPENED, LAST_SHORT_CONTACT),
        (_supported, plan.support, OPENED, LAST_SHORT_CONTACT),
        (_later, plan.later, NEXT_COURSES, LAST_ARRIVAL),
    ]
    for way, number, first, last in quotas:
        days = scattered(evenly(0, (last - first).days, number), turn=4)
        yield from ((way, first + day * DAY, turn) for turn, day in enumerate(days))


def _in_course(person: Citizen, plan: StatusPlan, turn: int, goal: str) -> Citizen:
    """Contact for five to ten weeks, or for longer: there was no course before January 2014."""
    starts_on = max(person.starts_on + (35 + turn * 11 % 35) * DAY, FIRST_COURSE + turn * 6 % 25 * DAY)
    return _through_course(person, plan, turn, goal, starts_on)


def _oriented(person: Citizen, plan: StatusPlan, turn: int) -> Citizen:
    """Of three in contact on the statement's day, two start a course afterwards and one does not."""
    goal = Goal.LEAVE if turn % 4 == 0 else Goal.IMPROVE
    if turn % 3 != 2:
        return _through_course(person, plan, turn, goal, NEXT_COURSES + turn * 9 % 70 * DAY)
    reason = EndReason.CLIENT_STOPPED if turn % 2 else EndReason.CONTACT_LOST
    return _contact_only(person, plan, goal, NEXT_COURSES + turn * 13 % 60 * DAY, reason)


def _referred(person: Citizen, plan: StatusPlan, turn: int) -> Citizen:
    kind = OnwardReferral.Kind.ANTI_TRAFFICKING if turn % 7 == 3 else OnwardReferral.Kind.OTHER_OFFER
    referred_on = person.starts_on + (7 + turn * 5 % 21) * DAY
    return replace(_supported(person, plan, turn, days=45 + turn * 31 % 120), onward=kind.value, onward_on=referred_on)


def _supported(person: Citizen, plan: StatusPlan, turn: int, days: int = 0) -> Citizen:
    """Counselled for some months; one in five comes back for a course, a good while after the statement."""
    ends_on = person.starts_on + (days or 60 + turn * 37 % 200) * DAY
    given = _counselling(person, plan, person.starts_on, ends_on, turn)
    helped = replace(person, ends_on=ends_on, given=(given,))
    return _come_back(helped, plan, turn) if turn % 5 == 1 else helped


def _later(person: Citizen, plan: StatusPlan, turn: int) -> Citizen:
    """Those who came afterwards went all the same ways."""
    goal = Goal.LEAVE if turn % 6 == 1 else Goal.IMPROVE
    if turn % 6 in (0, 1, 4):
        return _through_course(person, plan, turn, goal, person.starts_on + (21 + turn * 11 % 25) * DAY)
    if turn % 6 == 3:
        return _contact_only(person, plan, goal, person.starts_on + 40 * DAY, EndReason.CLIENT_STOPPED)
    return _supported(person, plan, 5 * turn) if turn % 6 == 2 else _referred(person, plan, 5 * turn)


def _through_course(person: Citizen, plan: StatusPlan, turn: int, goal: str, starts_on: dt.date) -> Citizen:
    """A course, and for every fourth some counselling after it."""
    course = _course(plan, turn, goal, person.starts_on, starts_on)
    ends_on, given = course.ends_on or ENDED, tuple[Given, ...]()
    if turn % 4 == 0 and ends_on < ENDED:
        after, ends_on = ends_on, min(ends_on + AFTERCARE, ENDED)
        given = (_counselling(person, plan, after, ends_on, turn),)
    answers = tuple(_answers(course, turn)) if turn % 2 == 0 else ()
    return replace(person, ends_on=ends_on, wish=goal, courses=(course,), given=given, answers=answers)


def _contact_only(person: Citizen, plan: StatusPlan, goal: str, ends_on: dt.date, reason: str) -> Citizen:
    day = person.starts_on
    course = CourseRecord(provider=plan.host, goals={day: goal}, contact_on=day, ends_on=ends_on, end_reason=reason)
    return replace(person, ends_on=ends_on, wish=goal, courses=(course,))


def _come_back(helped: Citizen, plan: StatusPlan, turn: int) -> Citizen:
    """A second enrolment with a course; the first one's end is known."""
    day = max((helped.ends_on or OPENED) + 60 * DAY, FIRST_RETURN)
    course = _course(plan, turn, Goal.LEAVE, day, day + 28 * DAY)
    return replace(helped, courses=(course,), returns=((day, course.ends_on),))


def _course(plan: StatusPlan, turn: int, goal: str, contact_on: dt.date, starts_on: dt.date) -> CourseRecord:
    """Of those who first wanted a better life situation, every sixth is ready to leave after half a year."""
    reason, months = ENDINGS[turn % len(ENDINGS)]
    ends_on = min(starts_on + relativedelta(months=months) - DAY, ENDED)
    goals, turned_on = {contact_on: goal}, starts_on + relativedelta(months=6)
    if goal == Goal.IMPROVE and turn % 6 == 0 and turned_on < ends_on:
        goals[turned_on] = Goal.LEAVE
    return CourseRecord(
        provider=plan.host, goals=goals, contact_on=contact_on, starts_on=starts_on, ends_on=ends_on,
        end_reason=reason, runs_as=CTI_COURSE,
    )  # fmt: skip


def _counselling(person: Citizen, plan: StatusPlan, starts_on: dt.date, ends_on: dt.date, turn: int) -> Given:
    provider = plan.providers[COUNSELLING].of(person.age, person.organisation, turn)
    return Given(COUNSELLING, provider, starts_on, ends_on)


def _answers(course: CourseRecord, turn: int) -> Iterator[Answer]:
    """One every ten weeks of the course, a little better each time."""
    for wave in range(MOST_ANSWERS):
        day = (course.starts_on or course.begins_on) + wave * TEN_WEEKS
        if course.ends_on is None or day <= course.ends_on:
            yield Answer(day, who5_items(7 + turn % 5 + 2 * wave, turn + wave))
