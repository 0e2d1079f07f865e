"""The running project into the database: its citizens, those among them in a course, and the sessions held."""

import datetime as dt
from typing import Any

from accounts.models import User
from clients.models import Client
from exchange.demo.construction import build
from exchange.demo.people import People
from exchange.demo.places import Place, open_project
from exchange.demo.plans import Citizen
from exchange.demo.running_courses import add_courses, next_appointment
from exchange.demo.running_daily import add_daily_work
from exchange.demo.running_drafts import add_draft
from exchange.demo.running_intake import add_decisions, add_proposals
from exchange.demo.running_other_work import add_other_work
from exchange.demo.running_people import add_records, anonymous_number
from exchange.demo.running_plan import ADVICE, CAFE, HOST, TREES, running_plan
from exchange.demo.running_referrals import add_directory, add_referrals
from exchange.demo.running_sessions import add_sessions
from exchange.demo.running_work import add_work, change_catalogue
from exchange.demo.writing import add_citizen, add_enrolment
from projects.access import Role


def load_running_project(people: People, today: dt.date) -> Place:
    coordinator = people[Role.COORDINATOR][0]
    place = open_project(running_plan(today), programme=None, by=coordinator)
    citizens = build(running_plan(today))
    anonymous = anonymous_number(citizens)
    clients = [_add(place, citizen, number, today, number == anonymous) for number, citizen in enumerate(citizens)]
    _come_back(place, citizens, clients, today)
    add_courses(place, len(citizens), today)
    cafe_worker, adviser = people[Role.CASEWORKER]
    workers: dict[str, User] = {HOST: coordinator, CAFE: cafe_worker, ADVICE: adviser}
    for name, worker in workers.items():
        add_sessions(place, place.organisations[name], worker, today)
    add_daily_work(place, workers, today)
    add_referrals(place, workers, today)
    add_directory(place, people[Role.LEAD][0], today)
    add_decisions(place)
    add_proposals(place, workers, today)
    add_work(place, cafe_worker, today)
    add_other_work(place, workers, today)
    place.batch.write()
    add_records(place, today)
    change_catalogue(place, today)
    add_draft(place, cafe_worker)
    return place


def _add(place: Place, citizen: Citizen, number: int, today: dt.date, is_anonymous: bool) -> Client:
    """A citizen without a course; every other one that is still here has an appointment."""
    if is_anonymous:
        return add_citizen(place, citizen, number, is_anonymous=True)
    facts: dict[str, Any] = {}
    if number % 2 == 0:
        facts["alias"] = TREES[number // 2]
        facts |= {} if citizen.ends_on else next_appointment(today, number)
    return add_citizen(place, citizen, number, reference=f"R-{number:03d}", **facts)


def _come_back(place: Place, citizens: list[Citizen], clients: list[Client], today: dt.date) -> None:
    """The first who had left by then is enrolled again three weeks ago: one citizen, two enrolments."""
    day = today - dt.timedelta(days=21)
    leavers = (number for number, citizen in enumerate(citizens) if citizen.ends_on and citizen.ends_on < day)
    add_enrolment(place, clients[next(leavers)], day, None)
