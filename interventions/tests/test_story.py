"""What the room of interventions tells of a citizen. Whose notes are read is test_notes's part."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from clients.services import withdraw_consent
from clients.story import Kind
from interventions.models import NationalInterventionType, Session
from interventions.sections import citizen_section
from interventions.services import end_intervention, log_intervention, log_session
from interventions.story import story


def events_for(user, client):
    return story(user, client, citizen_section(user, client))


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def work(cast):
    kind = NationalInterventionType.objects.get(key="counselling")
    return log_intervention(
        client=cast.client, type=kind, starts_on=day(-50), provider=cast.ngo, logged_for=cast.ngo, by=cast.caseworker
    )


def told(user, client, kind):
    with translation.override("en"):
        return [event for event in events_for(user, client) if event.kind == kind]


def test_an_intervention_begins_and_ends(cast, work):
    assert [event.title for event in told(cast.caseworker, cast.client, Kind.INTERVENTION)] == [f"{work.type} begun"]
    end_intervention(work, ends_on=day(-1), by=cast.caseworker)
    ended, begun = told(cast.caseworker, cast.client, Kind.INTERVENTION)
    assert (ended.day, ended.title, ended.organisation) == (day(-1), f"{work.type} ended", cast.ngo)
    assert (begun.day, begun.key) == (day(-50), work.pk)


def test_an_end_to_come_has_not_happened(cast, work):
    work.ends_on = day(3)
    work.save()
    assert len(told(cast.caseworker, cast.client, Kind.INTERVENTION)) == 1


def test_a_provider_outside_the_project_is_named(cast, work):
    log_intervention(
        client=cast.client, type=work.type, starts_on=day(-5), provider_text="Et madhold", logged_for=cast.ngo,
        by=cast.caseworker,
    )  # fmt: skip
    event = next(each for each in told(cast.caseworker, cast.client, Kind.INTERVENTION) if each.day == day(-5))
    assert (event.detail, event.organisation) == ("Et madhold", None)


@pytest.mark.parametrize(
    ("facts", "detail"),
    [
        ({}, ""),
        ({"minutes": 1}, "1 minute"),
        ({"minutes": 45}, "45 minutes"),
        ({"attendance": Session.Attendance.NO_SHOW}, "did not come"),
        ({"minutes": 30, "challenges": ["economy", "housing"]}, "30 minutes · Economy, Housing"),
    ],
)
def test_a_session_in_a_line(cast, work, facts, detail):
    session = log_session(work, held_on=day(-3), logged_for=cast.ngo, by=cast.caseworker, **facts)
    (event,) = told(cast.coordinator, cast.client, Kind.SESSION)
    assert (event.day, event.title, event.detail) == (day(-3), str(work.type), detail)
    assert (event.organisation, event.key) == (cast.ngo, session.pk)


def test_a_session_leads_to_its_intervention(cast, work):
    log_session(work, held_on=day(-3), logged_for=cast.ngo, by=cast.caseworker)
    page = reverse("interventions:intervention", args=["AAR", cast.client.code, work.pk])
    assert {event.url for event in events_for(cast.caseworker, cast.client)} == {page}


def test_a_hidden_note_is_told_of_and_not_told(cast, work):
    log_session(work, held_on=day(-3), note="canary", logged_for=cast.ngo, by=cast.caseworker)
    (own,) = told(cast.caseworker, cast.client, Kind.SESSION)
    (others,) = told(cast.coordinator, cast.client, Kind.SESSION)
    assert (own.note, own.is_note_hidden) == ("canary", False)
    assert (others.note, others.is_note_hidden) == ("", True)
    assert "canary" not in str(others)


@pytest.mark.parametrize("who", ["outsider", "other_caseworker", "lead", "evaluator", "administrator", "stranger"])
def test_others_are_told_nothing(cast, work, who):
    log_session(work, held_on=day(-3), logged_for=cast.ngo, by=cast.caseworker)
    assert events_for(getattr(cast, who), cast.client) == []


def test_nothing_after_a_withdrawal(cast, work):
    log_session(work, held_on=day(-3), logged_for=cast.ngo, by=cast.caseworker)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert events_for(cast.caseworker, cast.client) == []
    assert len(events_for(cast.coordinator, cast.client)) == 2


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(cast, work, django_assert_num_queries, count):
    for number in range(count):
        log_session(work, held_on=day(-number), challenges=["economy"], logged_for=cast.ngo, by=cast.caseworker)
    told = citizen_section(cast.caseworker, cast.client)
    with django_assert_num_queries(3):  # sessions, their topics and addenda
        assert len(story(cast.caseworker, cast.client, told)) == count + 1
