import datetime as dt
import re

import pytest
from django.urls import reverse

from audit.models import Action, AuditEvent
from casework.views.today import iso_week, monday_of
from clients.assignments.services import assign
from clients.models import Client


def agenda(project, week="", who="all"):
    name, arguments = ("casework:agenda_week", [week]) if week else ("casework:agenda", [])
    return f"{reverse(name, args=[project.code, *arguments])}?who={who}"


def days(response):
    """The codes on each of the seven days."""
    parts = response.text.partition('<ol class="week">')[2].split('<li class="week-day')[1:]
    return [re.findall(r'class="code" href="/p/\w+/citizens/([^/]+)/"', part) for part in parts]


def appoint(client, day, **more):
    Client.objects.filter(pk=client.pk).update(next_appointment_on=day, **more)


@pytest.fixture
def week(team, at):
    """A Wednesday in week 48 of 2026, with an appointment on the Monday and one on the Sunday."""
    for rows in (team.coordinator.memberships, team.caseworker.memberships, team.other_caseworker.memberships):
        rows.update(starts_on=dt.date(2025, 1, 1))
    team.client.links.update(opens_on=dt.date(2025, 1, 1))
    team.municipal_client.links.update(opens_on=dt.date(2025, 1, 1))
    appoint(team.client, dt.date(2026, 11, 23), next_appointment_time="14:30", next_appointment_place="cafe")
    appoint(team.municipal_client, dt.date(2026, 11, 29))
    at(2026, 11, 25, 23, 30)
    return team


def test_the_week_runs_from_monday_to_sunday(week, fetch):
    page = fetch(week.coordinator, agenda(week.project))
    assert days(page) == [[week.client.code], [], [], [], [], [], [week.municipal_client.code]]
    assert "Week 48, 23 November 2026 to 29 November 2026" in page.text
    assert "14:30, at a café" in page.text
    assert page.text.count("is-today") == 1
    assert "Wednesday" in page.text.partition("is-today")[2][:120]


@pytest.mark.parametrize(("address", "expected"), [("2026-W47", 0), ("2026-W48", 2), ("2026-W49", 0)])
def test_the_address_names_the_week(week, fetch, address, expected):
    assert sum(map(len, days(fetch(week.coordinator, agenda(week.project, address))))) == expected


def test_it_leads_to_the_weeks_beside_it_across_the_year(week, fetch):
    text = fetch(week.coordinator, agenda(week.project, "2026-W53")).text
    assert "/agenda/2026-W52/?who=all" in text
    assert "/agenda/2027-W01/?who=all" in text


@pytest.mark.parametrize(
    "address", ["2025-W53", "2026-W00", "2026-W54", "2026-48", "0000-W01", "1999-W52", "9999-W52", "week", "٢٠٢٦-W01"]
)
def test_what_is_no_week_is_not_there(week, fetch, address):
    assert fetch(week.coordinator, agenda(week.project, address)).status_code == 404


@pytest.mark.parametrize("address", ["2000-W01", "2099-W53"])
def test_the_century_s_ends_are_weeks_too(week, fetch, address):
    assert fetch(week.coordinator, agenda(week.project, address)).status_code == 200


def test_mine_are_those_of_my_lists(week, fetch):
    assign(week.client, worker=week.coordinator, since=dt.date(2026, 11, 25), by=week.coordinator)
    assert sum(map(len, days(fetch(week.coordinator, agenda(week.project, who="mine"))))) == 1
    assert sum(map(len, days(fetch(week.coordinator, agenda(week.project, who="all"))))) == 2


@pytest.mark.parametrize(("who", "expected"), [("caseworker", 1), ("other_caseworker", 0)])
def test_everybody_sees_their_own_citizens_only(week, fetch, who, expected):
    page = fetch(getattr(week, who), agenda(week.project))
    assert sum(map(len, days(page))) == expected
    event = AuditEvent.objects.get(action=Action.LISTED)
    assert len(event.client_ids) == expected


def test_a_stranger_to_the_project_finds_no_agenda(week, fetch):
    assert fetch(week.outsider, agenda(week.project)).status_code == 404
    assert fetch(week.lead, agenda(week.project)).status_code == 403


@pytest.mark.parametrize(
    ("day", "week_name"), [((2026, 12, 31), "2026-W53"), ((2027, 1, 1), "2026-W53"), ((2027, 1, 4), "2027-W01")]
)
def test_the_week_of_a_day_is_the_iso_one(day, week_name):
    day = dt.date(*day)
    assert iso_week(day) == week_name
    assert monday_of(week_name) == day - dt.timedelta(days=day.weekday())
