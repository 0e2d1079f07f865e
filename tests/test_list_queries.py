"""Every page that lists things asks the database as often for thousands as for a few."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from audit.models import AuditEvent
from clients.models import Client, ClientLink, Enrolment
from interventions.models import InterventionType
from projects.access import Role
from projects.models import Membership

FEW, MANY = 25, 3000


def citizens(cast, number):
    """Of the municipality, each with its link and its stay."""
    start = localdate() - dt.timedelta(days=9)
    made = Client.objects.bulk_create(
        Client(project=cast.project, code=f"AAR-{number}-{one:04}", birth_year=1980, gender="woman")
        for one in range(number)
    )
    ClientLink.objects.bulk_create(
        ClientLink(project=cast.project, client=one, organisation=cast.municipality, basis="intake", opens_on=start)
        for one in made
    )
    Enrolment.objects.bulk_create(Enrolment(project=cast.project, client=one, starts_on=start) for one in made)


def people(cast, number):
    """Each with a membership that runs."""
    made = User.objects.bulk_create(
        User(email=f"p{number}-{one}@example.org", name=f"Person {one:04}") for one in range(number)
    )
    Membership.objects.bulk_create(
        Membership(
            user=one, role=Role.CASEWORKER, project=cast.project, organisation=cast.ngo, starts_on=localdate(),
            proposed_by=cast.administrator, approved_at=timezone.now(), approved_by=cast.second_administrator,
        )
        for one in made
    )  # fmt: skip


def events(cast, number):
    AuditEvent.objects.bulk_create(
        AuditEvent(action="viewed", actor_id=cast.coordinator.pk, project_id=cast.project.pk, subject_type="client")
        for _ in range(number)
    )


def types(cast, number):
    InterventionType.objects.bulk_create(
        InterventionType(project=cast.project, name=f"Type {number} {one:04}") for one in range(number)
    )


PROJECT, PROGRAMME = ["AAR"], ["EXIT2020"]
LISTS = [
    ("coordinator", "casework:citizens", PROJECT, citizens),
    ("administrator", "projects:people", [], people),
    ("lead", "projects:project_people", PROJECT, people),
    ("officer", "projects:log", [], events),
    ("lead", "interventions:catalogue", PROJECT, types),
    ("lead", "reports:figures", PROJECT, citizens),
    ("lead", "reports:figures", PROJECT, types),
    ("lead", "reports:status", PROJECT, citizens),
    ("evaluator", "reports:overview", PROGRAMME, citizens),
    ("evaluator", "reports:programme_status", PROGRAMME, citizens),
]


@pytest.mark.parametrize(("who", "route", "arguments", "make"), LISTS)
def test_as_many_queries_for_thousands_as_for_a_few(cast, as_user, who, route, arguments, make):
    client = as_user(getattr(cast, who))
    counts = []
    for number in (FEW, MANY):
        make(cast, number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(route, args=arguments)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
