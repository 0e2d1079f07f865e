"""The whole demonstration in one transaction: people, the closed projects of two programmes, the running one."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from accounts.demonstration import DEMO_LOGINS
from accounts.models import User
from clients.models import Client
from exchange.demo.closed_projects import CLOSED_PROJECTS
from exchange.demo.construction import build
from exchange.demo.first_projects import FIRST_PROJECTS
from exchange.demo.money import MONEY
from exchange.demo.money_writing import enter_money
from exchange.demo.people import (
    grant_caseworkers,
    grant_host_roles,
    grant_installation_roles,
    make_former_worker,
    make_people,
)
from exchange.demo.places import Place, open_project
from exchange.demo.plans import Citizen, Frame, Plan, StatusPlan
from exchange.demo.running import load_running_project
from exchange.demo.running_plan import ADVICE, CAFE
from exchange.demo.status_construction import build_status
from exchange.demo.writing import add_citizens
from projects.models import Programme, Project


@dataclass(frozen=True)
class Summary:
    projects: int
    citizens: int
    logins: int


def is_empty() -> bool:
    """Whether nobody has an account yet and there is no project; the catalogues of `migrate` don't count."""
    return not User.objects.exists() and not Project.objects.exists()


@transaction.atomic
def load_demo() -> Summary:
    """Everything or nothing; the caller has made sure that the database is empty."""
    people = make_people()
    closed = load_history()
    running = load_running_project(people, localdate())
    for place in (running, closed[0]):
        grant_host_roles(people, place.project, place.host)
    grant_caseworkers(people, running.project, [running.organisations[name] for name in (CAFE, ADVICE)])
    grant_installation_roles(people, starts_on=closed[0].project.starts_on)
    return Summary(Project.objects.count(), Client.objects.count(), len(DEMO_LOGINS))


def load_history() -> list[Place]:
    """What is over: the projects of both programmes and their money. Returns the projects of 2020–2023."""
    former = make_former_worker()
    second, first = (Programme.objects.get(code=code) for code in ("EXIT2020", "EXIT2012"))
    closed = [load_closed_project(plan, second, by=former) for plan in CLOSED_PROJECTS]
    for plan in FIRST_PROJECTS:
        load_first_project(plan, first, by=former)
    for money in MONEY:
        enter_money(money)
    return closed


def load_closed_project(plan: Plan, programme: Programme, *, by: User) -> Place:
    return _load(plan, build(plan), programme, by)


def load_first_project(plan: StatusPlan, programme: Programme, *, by: User) -> Place:
    return _load(plan, build_status(plan), programme, by)


def _load(frame: Frame, citizens: list[Citizen], programme: Programme, by: User) -> Place:
    place = open_project(frame, programme=programme, by=by)
    add_citizens(place, citizens)
    place.batch.write()
    return place
