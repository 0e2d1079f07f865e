"""The demonstration loaded once for all its tests, as plain data: nothing stays in the test database."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction

from clients.models import Client
from exchange.demo.closed_projects import CLOSED_PROJECTS
from exchange.demo.load import load_closed_project, load_demo
from exchange.demo.people import (
    grant_caseworkers,
    grant_host_roles,
    grant_installation_roles,
    make_former_worker,
    make_people,
)
from exchange.demo.running import load_running_project
from exchange.demo.running_plan import ADVICE, CAFE
from projects.models import Programme, Project
from reports.reports import project_report

REPRODUCTION = json.loads((settings.BASE_DIR / "tests" / "data" / "reproduction.json").read_text())
PROJECTS = {project["code"]: project for project in REPRODUCTION["projects"]}
CODES = list(PROJECTS)


@dataclass(frozen=True)
class Loaded:
    reports: dict[str, Any]  # by project code, as of the printed day
    later_reports: dict[str, Any]  # by project code, as of the project's last day
    codes: dict[str, list[str]]


@cache
def loaded() -> Loaded:
    return load_and_forget()


def load_and_forget() -> Loaded:
    """Load, read everything, and roll back; the caller has opened the database."""
    with transaction.atomic():
        load_demo()
        result = collect()
        transaction.set_rollback(True)
    return result


def load_closed_and_forget() -> Loaded:
    """The same of the closed projects alone."""
    with transaction.atomic():
        programme, former = Programme.objects.get(code="EXIT2020"), make_former_worker()
        for plan in CLOSED_PROJECTS:
            load_closed_project(plan, programme, by=former)
        result = collect()
        transaction.set_rollback(True)
    return result


def load_running(today):
    """The running project alone, with its people."""
    people = make_people()
    place = load_running_project(people, today)
    grant_host_roles(people, place.project, place.host)
    grant_caseworkers(people, place.project, [place.organisations[name] for name in (CAFE, ADVICE)])
    grant_installation_roles(people, starts_on=place.project.starts_on)
    return people, place


def collect() -> Loaded:
    projects = {project.code: project for project in Project.objects.filter(code__in=CODES)}
    return Loaded(
        reports={code: report(project, PROJECTS[code]["as_of"]) for code, project in projects.items()},
        later_reports={code: report(project, None) for code, project in projects.items()},
        codes={
            code: list(Client.objects.filter(project=project).order_by("pk").values_list("code", flat=True))
            for code, project in projects.items()
        },
    )


def report(project, as_of):
    return project_report(project, as_of=as_of and dt.date.fromisoformat(as_of)).as_json()


def table(reports, code, table_id):
    return next(table for table in reports[code]["tables"] if table["id"] == table_id)


def rows(reports, code, table_id):
    return {row["key"]: row["cells"] for row in table(reports, code, table_id)["rows"]}


def by_label(reports, code, table_id):
    return {row["label"]: row["cells"] for row in table(reports, code, table_id)["rows"]}


def shown(reports, code, table_id, row, column):
    return rows(reports, code, table_id)[row][column]["display"]
