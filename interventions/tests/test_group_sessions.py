"""One entry for many: who is reached, what is written, and what a group session says to whom."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Client, ClientLink, Consent
from clients.services import end_enrolment, give_consent, register_client, withdraw_consent
from interventions.catalogue.services import change_type
from interventions.groups.services import MOST, log_group_session
from interventions.models import GroupSession, Intervention, InterventionType, NationalInterventionType, Session
from interventions.services import end_intervention, log_intervention, offer_type
from projects.access import Role
from projects.base import write
from projects.services import grant_by_command

DAY = dt.timedelta(days=1)
WORD = "Hverdagen"


@pytest.fixture
def type(cast):
    return offer_type(cast.project, national=NationalInterventionType.objects.get(key="group_therapy"), by=cast.lead)


@pytest.fixture
def group(cast, type):
    """Log a group session of the municipality for `clients`."""

    def log(*clients, **facts):
        given = {"type": type, "held_on": localdate(), "logged_for": cast.municipality, "by": cast.coordinator}
        return log_group_session(cast.project, codes=[client.code for client in clients], **{**given, **facts})

    return log


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as caught:
        call(*args, **facts)
    return caught.value.message_dict


def nothing_is_written():
    return not GroupSession.objects.exists() and not Session.objects.exists() and not Intervention.objects.exists()


def test_everybody_gets_a_session_and_the_intervention_it_belongs_to(cast, type, group):
    both = [cast.client, cast.municipal_client]
    made = group(*both, minutes=90, challenges=["network", "housing", "network"], without_code=3)
    for client in both:
        session = client.sessions.get()
        assert (session.held_on, session.minutes, session.kind, session.attendance) == (
            localdate(), 90, "group", "attended",
        )  # fmt: skip
        assert (session.group, session.logged_by, session.logged_for) == (made, cast.coordinator, cast.municipality)
        assert sorted(topic.challenge for topic in session.topics.all()) == ["housing", "network"]
        begun_with = session.intervention
        assert (begun_with.type, begun_with.starts_on, begun_with.ends_on) == (type, localdate(), None)
        assert (begun_with.provider, begun_with.client) == (cast.municipality, client)
    assert sorted(topic.challenge for topic in made.topics.all()) == ["housing", "network"]


def test_what_runs_is_not_begun_again(cast, type, group):
    running = log_intervention(
        client=cast.client, type=type, starts_on=localdate() - 9 * DAY, logged_for=cast.ngo, by=cast.caseworker
    )
    group(cast.client, cast.municipal_client)
    group(cast.client, cast.municipal_client)
    assert {session.intervention for session in cast.client.sessions.all()} == {running}
    assert cast.municipal_client.interventions.count() == 1


def test_the_leading_organisation_s_own_intervention_comes_first(cast, type, group):
    start = localdate() - 9 * DAY
    own = log_intervention(
        client=cast.client, type=type, starts_on=start, logged_for=cast.municipality, by=cast.coordinator
    )
    log_intervention(client=cast.client, type=type, starts_on=localdate(), logged_for=cast.ngo, by=cast.caseworker)
    group(cast.client)
    assert cast.client.sessions.get().intervention == own


@pytest.mark.parametrize(("days", "is_within"), [(3, True), (2, False)])
def test_an_intervention_that_ended_before_the_day_does_not_run(cast, type, group, days, is_within):
    ended = log_intervention(
        client=cast.client, type=type, starts_on=localdate() - 9 * DAY, logged_for=cast.municipality,
        by=cast.coordinator,
    )  # fmt: skip
    end_intervention(ended, ends_on=localdate() - 3 * DAY, by=cast.coordinator)
    group(cast.client, held_on=localdate() - days * DAY)
    assert (cast.client.sessions.get().intervention == ended) is is_within


def test_a_national_type_is_offered_from_then_on(cast, group):
    national = NationalInterventionType.objects.get(key="social_activities")
    made = group(cast.client, type=national)
    assert made.type == InterventionType.objects.get(project=cast.project, national=national)


def test_the_same_code_twice_is_one_citizen(cast, group):
    group(cast.client, cast.client)
    assert cast.client.sessions.count() == 1


def test_somebody_must_have_come(group):
    assert list(refused(group)) == ["citizens"]
    assert nothing_is_written()


def test_who_is_out_of_reach_is_refused_by_the_code_that_was_sent(cast, type, group):
    """Half of them are fine, and still nothing is done; whether a code is there at all, nobody learns."""
    sent = [cast.client.code, cast.other_client.code, "AAR-NONE-X"]
    facts = {"type": type, "held_on": localdate(), "logged_for": cast.municipality, "by": cast.coordinator}
    message = refused(log_group_session, cast.project, codes=sent, **facts)["citizens"][0]
    assert f"{cast.other_client.code}, AAR-NONE-X" in message
    assert cast.client.code not in message
    assert nothing_is_written()


def test_a_citizen_of_another_project_of_one_s_own_takes_part_in_no_meeting_here(cast, type):
    """NGO two works in both projects, and so does the person: still a meeting is one project's."""
    grant_by_command(
        user=cast.other_caseworker, role=Role.CASEWORKER, project=cast.other_project, organisation=cast.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    give_consent(cast.other_client, cast.other_ngo, starts_on=localdate(), by=cast.outsider)
    facts = {"type": type, "held_on": localdate(), "logged_for": cast.other_ngo, "by": cast.other_caseworker}
    errors = refused(log_group_session, cast.project, codes=[cast.other_client.code], **facts)
    assert cast.other_client.code in errors["citizens"][0]
    assert nothing_is_written()


def test_who_lost_the_link_while_the_page_was_open(cast, group):
    given = {"logged_for": cast.ngo, "by": cast.caseworker}
    give_consent(cast.municipal_client, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    withdraw_consent(Consent.objects.get(client=cast.client), by=cast.coordinator)
    message = refused(group, cast.client, cast.municipal_client, **given)["citizens"][0]
    assert cast.client.code in message
    assert cast.municipal_client.code not in message
    assert nothing_is_written()
    assert group(cast.municipal_client, **given).sessions.count() == 1


def test_one_does_not_log_for_an_organisation_that_has_no_link(cast, group):
    """The coordinator reaches the citizen, and is nobody at the NGO."""
    assert "citizens" in refused(group, cast.client, logged_for=cast.ngo)


@pytest.mark.parametrize("name", ["outsider", "other_caseworker", "lead", "evaluator", "officer", "stranger"])
def test_nobody_else_logs(cast, group, name):
    for organisation in (cast.municipality, cast.ngo, cast.other_ngo):
        assert "citizens" in refused(group, cast.client, logged_for=organisation, by=getattr(cast, name))
    assert nothing_is_written()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"held_on": localdate() + DAY}, "held_on"),
        ({"minutes": 0}, "minutes"),
        ({"kind": "telepathy"}, "kind"),
        ({"note": "someone@example.org"}, "note"),
        ({"without_code": 501}, "without_code"),
        ({"challenges": ["love"]}, "challenge"),
    ],
)
def test_what_is_refused_leaves_nothing(cast, group, facts, field):
    assert list(refused(group, cast.client, **facts)) == [field]
    assert nothing_is_written()


def test_a_closed_type_is_refused_and_says_what_came_instead(cast, type, group):
    closed = change_type(type, name=type.name, closed_on=localdate(), by=cast.lead)
    assert "is not offered since" in refused(group, cast.client, type=closed)["type"][0]
    assert group(cast.client, type=closed, held_on=localdate() - DAY).pk


def test_more_than_one_page_can_hold_is_refused(cast, type):
    codes = [f"AAR-{number}" for number in range(MOST + 1)]
    facts = {"type": type, "held_on": localdate(), "logged_for": cast.municipality, "by": cast.coordinator}
    assert "at most" in refused(log_group_session, cast.project, codes=codes, **facts)["citizens"][0]


def test_days_outside_an_enrolment_are_confirmed_for_those_they_concern(cast, group):
    end_enrolment(cast.client, ends_on=localdate() - 9 * DAY, by=cast.coordinator)
    with pytest.raises(ValidationError) as caught:
        group(cast.client, cast.municipal_client, is_confirmed=False)
    (error,) = caught.value.error_dict["held_on"]
    assert error.code == "outside_enrolment"
    assert cast.client.code in error.message
    assert cast.municipal_client.code not in error.message
    assert nothing_is_written()
    assert group(cast.client, cast.municipal_client, is_confirmed=True).sessions.count() == 2


def test_one_event_tells_of_all_and_of_no_word(cast, group):
    before = AuditEvent.objects.count()
    made = group(cast.client, cast.municipal_client, note=WORD)
    (event,) = AuditEvent.objects.order_by("pk")[before:]
    assert (event.action, event.subject_type, event.subject_ids) == (Action.CREATED, "groupsession", [made.pk])
    assert event.client_ids == sorted([cast.client.pk, cast.municipal_client.pk])
    assert sorted(event.detail["rows"]["session"]) == sorted(made.sessions.values_list("pk", flat=True))
    assert len(event.detail["rows"]["intervention"]) == 2
    assert WORD not in str(event.detail)


def test_the_note_is_the_group_s_and_nobody_s(cast, group):
    assert group(cast.client, note=WORD).note == WORD
    assert cast.client.sessions.get().note == ""


def many(cast, count):
    """Citizens of the municipality, written in bulk; the codes need not be real ones."""
    clients = Client.objects.bulk_create(
        Client(project=cast.project, code=f"AAR-{count}-{number}") for number in range(count)
    )
    ClientLink.objects.bulk_create(
        ClientLink(
            project=cast.project, client=client, organisation=cast.municipality, basis="intake", opens_on=localdate()
        )
        for client in clients
    )
    return clients


def statements(group, clients):
    """How many queries read, and how many insert."""
    with CaptureQueriesContext(connection) as captured:
        made = group(*clients, challenges=["economy", "housing"], is_confirmed=False)
    assert made.sessions.count() == len(clients)
    words = [query["sql"].split()[0] for query in captured.captured_queries]
    return len(words) - words.count("INSERT"), words.count("INSERT")


def test_five_and_five_hundred_take_the_same_number_of_queries(cast, group):
    group(*many(cast, 2))  # what is read once in a process is read now
    few_reads, few_writes = statements(group, many(cast, 5))
    many_reads, many_writes = statements(group, many(cast, 500))
    assert few_reads == many_reads <= 25
    assert few_writes <= 6
    # SQLite takes rows in pieces of 999 values: 500 rows in each of two tables and 1000 in a third.
    assert many_writes <= (40 if connection.vendor == "sqlite" else 6)


def test_a_link_that_opens_tomorrow_is_none_today(cast, group):
    client = register_client(
        project=cast.project, organisation=cast.municipality, starts_on=localdate(), by=cast.coordinator
    )
    link = ClientLink.objects.get(client=client)
    link.opens_on = localdate() + DAY
    write(link)
    assert client.code in refused(group, client)["citizens"][0]
