"""The sessions held in the running project: what each organisation's worker logged."""

import datetime as dt
from collections.abc import Iterable
from itertools import accumulate

from accounts.models import User
from casework.models import CourseIntervention
from cti.models import Phase, PhaseFocus
from exchange.demo.places import Place
from exchange.demo.plans import CTI_COURSE, GROUP
from exchange.demo.running_plan import TOPICS
from interventions.models import Intervention, Session, SessionTopic
from projects.models import Organisation

MOST_SESSIONS = 8
LEAST_DAYS_BETWEEN = 12
FORTNIGHT = 14
FIRST_GAP = 8  # days between the first two sessions of a course; each gap is a day longer than the last
SILENCE = 5 * dt.timedelta(days=FORTNIGHT)  # whole fortnights: a group's days stay the same for all
MINUTES = (30, 45, 60, 90)
NOTES = ("Vi talte om næste skridt.", "", "Aftalt at mødes igen.", "", "")


def add_sessions(place: Place, organisation: Organisation, worker: User, today: dt.date) -> None:
    """For everyone to whom the organisation gives something."""
    given = [row for row in place.batch.of(Intervention) if row.provider == organisation]
    for turn, intervention in enumerate(given):
        # Every fifth has been silent for ten weeks, so that there is somebody to look for.
        until = max(today - SILENCE, intervention.starts_on) if turn % 5 == 4 else today
        for number, day in enumerate(_days(intervention, until)):
            _add(place, intervention, day, turn + number if number else 0, worker)


def _add(place: Place, intervention: Intervention, day: dt.date, turn: int, worker: User) -> None:
    attendance = _attendance(turn)
    attended = attendance == Session.Attendance.ATTENDED
    session = place.batch.add(
        Session(
            project=place.project, client=intervention.client, intervention=intervention, held_on=day,
            attendance=attendance, note=NOTES[turn % len(NOTES)] if attended else "",
            minutes=MINUTES[turn % len(MINUTES)] if attended else None,
            logged_by=worker, logged_for=intervention.provider,
        )
    )  # fmt: skip
    for challenge in sorted(set(_challenges(place, intervention, day))) if attended else ():
        place.batch.add(SessionTopic(session=session, challenge=challenge))


def _days(intervention: Intervention, until: dt.date) -> list[dt.date]:
    """Evenly from the start to the end or the last day; a course ever more seldom, a group on the same days for all."""
    last = min(intervention.ends_on or until, until)
    length = (last - intervention.starts_on).days
    if intervention.type.name == GROUP:
        meetings = [until - dt.timedelta(days=1 + FORTNIGHT * number) for number in range(MOST_SESSIONS)]
        return [day for day in reversed(meetings) if intervention.starts_on <= day <= last]
    if intervention.type.name == CTI_COURSE:
        gaps = accumulate(range(FIRST_GAP, length + FIRST_GAP), initial=0)
        return [intervention.starts_on + dt.timedelta(days=days) for days in gaps if days <= length]
    between = max(length // (MOST_SESSIONS - 1), LEAST_DAYS_BETWEEN)
    return [intervention.starts_on + dt.timedelta(days=days) for days in range(0, length + 1, between)]


def _attendance(turn: int) -> str:
    if turn % 7 == 5:
        return Session.Attendance.NO_SHOW
    return Session.Attendance.CANCELLED if turn % 11 == 8 else Session.Attendance.ATTENDED


def _challenges(place: Place, intervention: Intervention, day: dt.date) -> Iterable[str]:
    """What the session was about: in a course the focus areas of the phase that ran on that day."""
    if intervention.type.name != CTI_COURSE:
        return TOPICS[intervention.type.name]
    links = place.batch.of(CourseIntervention)
    course = next(link.course for link in links if link.intervention is intervention)
    begun = [phase for phase in place.batch.of(Phase) if phase.course is course and phase.starts_on <= day]
    return [focus.area for focus in place.batch.of(PhaseFocus) if focus.phase is begun[-1]]
