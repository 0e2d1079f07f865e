"""The running project into the database: its citizens, their courses and the sessions held."""

import datetime as dt
from itertools import accumulate

from accounts.models import User
from clients.models import Client
from clients.services import enrol
from cti.models import Phase
from exchange.demo.construction import build
from exchange.demo.people import People
from exchange.demo.plans import CTI_COURSE, GROUP, Citizen
from exchange.demo.running_courses import next_appointment, write_courses
from exchange.demo.running_plan import ADVICE, CAFE, HOST, TOPICS, TREES, running_plan
from exchange.demo.writing import Place, open_project, write_citizen
from interventions.models import Intervention, Session
from interventions.services import log_session
from projects.access import Role
from projects.models import Organisation

MOST_SESSIONS = 8
LEAST_DAYS_BETWEEN = 12
FORTNIGHT = 14
FIRST_GAP = 8  # days between the first two sessions of a course; each gap is a day longer than the last
SILENCE = 5 * dt.timedelta(days=FORTNIGHT)  # whole fortnights: a group's days stay the same for all
MINUTES = (30, 45, 60, 90)
NOTES = ("Vi talte om næste skridt.", "", "Aftalt at mødes igen.", "", "")


def load_running_project(people: People, today: dt.date) -> Place:
    coordinator = people[Role.COORDINATOR][0]
    place = open_project(running_plan(today), programme=None, by=coordinator)
    citizens = build(running_plan(today))
    clients = [_write(place, citizen, number, today) for number, citizen in enumerate(citizens)]
    _come_back(place, clients, today)
    write_courses(place, len(citizens), today)
    cafe_worker, adviser = people[Role.CASEWORKER]
    workers = {HOST: coordinator, CAFE: cafe_worker, ADVICE: adviser}
    for name, worker in workers.items():
        _write_sessions(place, place.organisations[name], worker, today)
    return place


def _write(place: Place, citizen: Citizen, number: int, today: dt.date) -> Client:
    """A citizen without a course; every other one that is still here has an appointment."""
    facts: dict[str, object] = {"reference": f"R-{number:03d}"}
    if number % 2 == 0:
        facts["alias"] = TREES[number // 2]
        facts |= {} if citizen.ends_on else next_appointment(today, number)
    return write_citizen(place, citizen, number, **facts)


def _come_back(place: Place, clients: list[Client], today: dt.date) -> None:
    """The first who had left by then is enrolled again three weeks ago: one citizen, two enrolments."""
    day = today - dt.timedelta(days=21)
    returning = next(client for client in clients if client.enrolments.filter(ends_on__lt=day).exists())
    enrol(returning, starts_on=day, by=place.by)


def _write_sessions(place: Place, organisation: Organisation, worker: User, today: dt.date) -> None:
    """What the organisation's worker logged, for everyone to whom the organisation gives something."""
    given = Intervention.objects.filter(project=place.project, provider=organisation)
    ordered = given.select_related("type", "client", "project").order_by("client_id", "starts_on", "pk")
    for turn, intervention in enumerate(ordered):
        # Every fifth has been silent for ten weeks, so that there is somebody to look for.
        until = max(today - SILENCE, intervention.starts_on) if turn % 5 == 4 else today
        for number, day in enumerate(_days(intervention, until)):
            _log(intervention, day, turn + number if number else 0, organisation, worker)


def _log(intervention: Intervention, day: dt.date, turn: int, organisation: Organisation, worker: User) -> None:
    attendance = _attendance(turn)
    attended = attendance == Session.Attendance.ATTENDED
    log_session(
        intervention, held_on=day, attendance=attendance, note=NOTES[turn % len(NOTES)] if attended else "",
        minutes=MINUTES[turn % len(MINUTES)] if attended else None,
        challenges=_challenges(intervention, day) if attended else (), logged_for=organisation, by=worker,
    )  # fmt: skip


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


def _challenges(intervention: Intervention, day: dt.date) -> list[str]:
    """What the session was about: in a course the focus areas of the phase that ran on that day."""
    if intervention.type.name != CTI_COURSE:
        return list(TOPICS[intervention.type.name])
    phase = Phase.objects.filter(course__runs_as__intervention=intervention, starts_on__lte=day).last()
    return list(phase.focus.values_list("area", flat=True)) if phase else []
