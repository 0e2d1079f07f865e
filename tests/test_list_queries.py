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
from clients.models import Client, ClientLink, Enrolment, Offer, Proposal, Referral
from interventions.models import GroupSession, InterventionType
from interventions.other_work.models import OutreachContact
from projects.access import Role
from projects.models import Membership
from tests.routes import OK, ROUTES

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


def appointments(cast, number):
    citizens(cast, number)
    Client.objects.filter(project=cast.project).update(next_appointment_on=localdate())


def referrals(cast, number):
    """From the municipality to NGO one, of as many citizens, without an answer."""
    citizens(cast, number)
    Referral.objects.bulk_create(
        Referral(
            project=cast.project, client=one, from_organisation=cast.municipality, to_organisation=cast.ngo,
            state="sent", how_we_meet="drop_in", override_reason="law", written_by=cast.coordinator,
            sent_by=cast.coordinator, sent_at=timezone.now(), answer_due_on=localdate(),
        )
        for one in Client.objects.filter(code__startswith=f"AAR-{number}-")
    )  # fmt: skip


def proposals(cast, number):
    Proposal.objects.bulk_create(
        Proposal(
            project=cast.project, organisation=cast.ngo, how_to_meet="drop_in", proposed_by=cast.caseworker,
            proposed_on=localdate(),
        )
        for _ in range(number)
    )  # fmt: skip


def outreach(cast, number):
    OutreachContact.objects.bulk_create(
        OutreachContact(
            project=cast.project, organisation=cast.municipality, held_on=localdate(), channel="sms", people=1,
            minutes=1, entered_by=cast.coordinator,
        )
        for _ in range(number)
    )  # fmt: skip


def groups(cast, number):
    kind = InterventionType.objects.create(project=cast.project, name=f"Group {number}")
    GroupSession.objects.bulk_create(
        GroupSession(
            project=cast.project, type=kind, held_on=localdate(), logged_by=cast.coordinator,
            logged_for=cast.municipality,
        )
        for _ in range(number)
    )  # fmt: skip


def offers(cast, number):
    Offer.objects.bulk_create(
        Offer(project=cast.project, name=f"Offer {number} {one:04}", starts_on=localdate()) for one in range(number)
    )


PROJECT, PROGRAMME = ["AAR"], ["EXIT2020"]
LISTS = [
    ("coordinator", "casework:citizens", PROJECT, citizens),
    ("coordinator", "casework:today", PROJECT, appointments),
    ("coordinator", "casework:agenda", PROJECT, appointments),
    ("coordinator", "casework:lookup", PROJECT, citizens),
    ("coordinator", "casework:proposals", PROJECT, proposals),
    ("coordinator", "casework:today", PROJECT, proposals),
    ("coordinator", "casework:referrals", PROJECT, referrals),
    ("caseworker", "casework:referrals", PROJECT, referrals),
    ("caseworker", "casework:today", PROJECT, referrals),
    ("lead", "casework:overrides", PROJECT, referrals),
    ("lead", "casework:directory", PROJECT, offers),
    ("coordinator", "interventions:quick", PROJECT, citizens),
    ("coordinator", "interventions:quick", PROJECT, groups),
    ("coordinator", "interventions:new_group", PROJECT, citizens),
    ("coordinator", "other_work:page", PROJECT, outreach),
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


MOST = 40


@pytest.mark.parametrize("name", [name for name, access in ROUTES.items() if access.get == 200])
def test_no_page_takes_more_than_forty(cast, rows, as_user, name):
    """By everybody who gets it, with a row of everything."""
    address = reverse(name, kwargs=ROUTES[name].kwargs(rows))
    for who, outcome in ROUTES[name].who.items():
        if outcome == OK:
            client = as_user(getattr(cast, who))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            assert len(queries) <= MOST, (who, len(queries))
