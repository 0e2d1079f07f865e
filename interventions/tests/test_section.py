import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from clients.services import withdraw_consent
from interventions.models import NationalInterventionType
from interventions.sections import citizen_section
from interventions.services import log_intervention, log_session

QUERIES = 3  # interventions, one-tap types, whether there is a session to repeat


@pytest.fixture
def log(cast):
    kinds = list(NationalInterventionType.objects.all())

    def make(number, sessions=0, **facts):
        start = localdate() - dt.timedelta(days=200)
        work = log_intervention(
            client=cast.client,
            type=kinds[number % len(kinds)],
            starts_on=start,
            logged_for=cast.ngo,
            by=cast.caseworker,
            **facts,
        )
        for day in range(sessions):
            held = localdate() - dt.timedelta(days=day)
            log_session(work, held_on=held, challenges=["economy"], logged_for=cast.ngo, by=cast.caseworker)
        return work

    return make


def test_an_empty_section(cast):
    section = citizen_section(cast.caseworker, cast.client)["interventions"]
    assert (section.running, section.ended) == ([], [])


def test_what_runs_stands_before_what_has_ended(cast, log):
    today = localdate()
    running, planned = log(0, sessions=2), log(1, ends_on=today + dt.timedelta(days=3))
    ended = log(2, ends_on=today)
    section = citizen_section(cast.caseworker, cast.client)["interventions"]
    assert {row.pk for row in section.running} == {running.pk, planned.pk}
    assert [row.pk for row in section.ended] == [ended.pk]
    counted = next(row for row in section.running if row.pk == running.pk)
    assert (counted.attended, counted.sessions_logged, counted.last_session_on) == (2, 2, today)


def test_a_held_session_of_one_s_own_can_be_repeated(cast, log):
    def may_repeat(user):
        return citizen_section(user, cast.client)["interventions"].may_repeat

    work = log(0)
    log_session(work, held_on=localdate(), attendance="no_show", logged_for=cast.ngo, by=cast.caseworker)
    assert not may_repeat(cast.caseworker)
    log_session(work, held_on=localdate(), logged_for=cast.ngo, by=cast.caseworker)
    assert (may_repeat(cast.caseworker), may_repeat(cast.coordinator)) == (True, False)


@pytest.mark.parametrize("sessions", [0, 1])
def test_the_page_offers_to_repeat_what_there_is(cast, log, as_user, sessions):
    log(0, sessions=sessions)
    place = [cast.project.code, cast.client.code]
    page = as_user(cast.caseworker).get(reverse("casework:citizen", args=place)).text
    assert (reverse("interventions:quick_session", args=place) + "?again" in page) == bool(sessions)


@pytest.mark.parametrize(("who", "may_repeat"), [("caseworker", True), ("coordinator", False)])
def test_the_intervention_s_page_repeats_one_s_own_only(cast, log, as_user, who, may_repeat):
    work = log(0, sessions=1)
    place = [cast.project.code, cast.client.code, work.pk]
    page = as_user(getattr(cast, who)).get(reverse("interventions:intervention", args=place)).text
    assert (reverse("interventions:new_session", args=place) + "?again" in page) is may_repeat


def test_only_held_sessions_are_counted_as_held(cast, log):
    work = log(0)
    for attendance in ("attended", "cancelled", "no_show"):
        log_session(work, held_on=localdate(), attendance=attendance, logged_for=cast.ngo, by=cast.caseworker)
    row = citizen_section(cast.caseworker, cast.client)["interventions"].running[0]
    assert (row.attended, row.sessions_logged) == (1, 3)


@pytest.mark.parametrize("size", [1, 12])
def test_the_number_of_queries_does_not_grow(cast, log, django_assert_num_queries, size):
    for number in range(size):
        log(number, sessions=2, provider=cast.ngo)
    with django_assert_num_queries(QUERIES):
        section = citizen_section(cast.caseworker, cast.client)
        render_to_string(
            "interventions/citizen_section.html", {**section, "project": cast.project, "client": cast.client}
        )


@pytest.mark.parametrize("name", ["outsider", "other_caseworker", "lead", "stranger"])
def test_others_get_nothing(cast, log, name):
    log(0, sessions=1)
    section = citizen_section(getattr(cast, name), cast.client)["interventions"]
    assert (section.running, section.ended) == ([], [])


def test_nothing_after_the_consent_is_withdrawn(cast, log):
    log(0, sessions=1)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    section = citizen_section(cast.caseworker, cast.client)["interventions"]
    assert section.running == []
    assert citizen_section(cast.coordinator, cast.client)["interventions"].running
