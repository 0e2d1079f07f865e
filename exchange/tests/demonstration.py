"""The demonstration loaded once for all its tests, as plain data: nothing stays in the test database."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
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
from reports.reports import programme_overview, programme_status, project_report

REPRODUCTION = json.loads((settings.BASE_DIR / "tests" / "data" / "reproduction.json").read_text())
PROJECTS = {project["code"]: project for project in REPRODUCTION["projects"]}
CODES = list(PROJECTS)
OVERVIEW_ON = "2023-11-30"
STATED_ON = REPRODUCTION["status_statement"]["as_of"]
# Codes as the command line names them, with the day.
PRINTED_BY_COMMAND = {"overview": ("EXIT2020", OVERVIEW_ON), "status": ("EXIT2012", STATED_ON)}


@dataclass(frozen=True)
class Loaded:
    reports: dict[str, Any]  # by project code, as of the printed day
    later_reports: dict[str, Any]  # by project code, as of the project's last day
    codes: dict[str, list[str]]
    programmes: dict[str, Any]  # the overview and the status statement, as of the printed days
    by_command: dict[str, Any]  # the same two as `manage.py report` prints them


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
    overview, status = (Programme.objects.get(code=code) for code, _day in PRINTED_BY_COMMAND.values())
    return Loaded(
        reports={code: report(project, PROJECTS[code]["as_of"]) for code, project in projects.items()},
        later_reports={code: report(project, None) for code, project in projects.items()},
        codes={
            code: list(Client.objects.filter(project=project).order_by("pk").values_list("code", flat=True))
            for code, project in projects.items()
        },
        programmes={
            "overview": programme_overview(overview, as_of=dt.date.fromisoformat(OVERVIEW_ON)).as_json(),
            "status": programme_status(status, as_of=dt.date.fromisoformat(STATED_ON)).as_json(),
        },
        by_command={kind: printed(kind, *asked) for kind, asked in PRINTED_BY_COMMAND.items()},
    )


def printed(kind, programme, as_of):
    output = StringIO()
    call_command("report", kind, programme=programme, as_of=as_of, format="json", output="-", stdout=output)
    return json.loads(output.getvalue())


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
