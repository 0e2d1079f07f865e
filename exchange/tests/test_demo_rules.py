"""What the services check between rows, held against the whole demonstration, which is written without them."""

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from audit.models import AuditEvent
from casework.models import CourseIntervention
from clients.models import Client, ClientLink, Consent, Enrolment, OnwardReferral
from cti.models import Course, PhaseFocus, PlannedActivity
from cti.services import phase_days
from exchange.demo.load import load_demo
from interventions.models import Intervention, Session
from projects.models import Partnership, Project
from wellbeing.instrument import score
from wellbeing.models import WellbeingResponse
from wellbeing.waves import number_waves


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _loaded(world, db):
    """Every test of this module reads the same demonstration."""


def series(rows, *keys):
    """The rows by their keys, in order."""
    found = defaultdict(list)
    for row in rows:
        found[tuple(getattr(row, key) for key in keys)].append(row)
    assert found
    return found.values()


def test_one_enrolment_at_a_time():
    for stays in series(Enrolment.objects.order_by("starts_on"), "client_id"):
        assert all(earlier.ends_on <= later.starts_on for earlier, later in pairwise(stays))


def test_one_course_at_a_time():
    for courses in series(Course.objects.order_by("pk"), "client_id"):
        assert all(earlier.ends_on <= later.begins_on for earlier, later in pairwise(courses))


def test_no_organisation_has_two_links_at_once():
    for links in series(ClientLink.objects.order_by("opens_on"), "client_id", "organisation_id"):
        assert all(earlier.closes_on <= later.opens_on for earlier, later in pairwise(links))


def test_each_consent_opens_one_link_and_each_citizen_has_one_intake():
    standing = Consent.objects.filter(given_for_referral=None)  # the others open with an answer: test_demo_referrals
    links = ClientLink.objects.filter(basis="consent", consent__in=standing)
    assert links.count() == standing.count() > 100
    intakes = Counter(ClientLink.objects.filter(basis="intake").values_list("client", flat=True))
    assert set(intakes.values()) == {1}
    assert len(intakes) == Client.objects.count()
    for consent in standing.select_related("link"):
        assert (consent.link.client_id, consent.link.organisation_id) == (consent.client_id, consent.organisation_id)
        assert consent.link.opens_on == consent.starts_on
        ends = [consent.withdrawn_on, consent.expires_on and consent.expires_on + dt.timedelta(days=1)]
        assert consent.link.closes_on == min((day for day in ends if day), default=None)


def test_whoever_is_named_takes_part_on_that_day():
    partnerships = {(row.project_id, row.organisation_id): row for row in Partnership.objects.all()}
    named = [(row.project_id, row.organisation_id, row.opens_on) for row in ClientLink.objects.all()]
    named += [(row.project_id, row.provider_id, row.starts_on) for row in Intervention.objects.all()]
    named += [(row.project_id, row.logged_for_id, row.held_on) for row in Session.objects.all()]
    named += [(row.project_id, row.recorded_for_id, row.answered_on) for row in WellbeingResponse.objects.all()]
    for project, organisation, day in named:
        taking_part = partnerships[project, organisation]
        assert taking_part.starts_on <= day
        assert taking_part.ends_on is None or day <= taking_part.ends_on


@pytest.mark.parametrize("model", [Enrolment, Intervention, Course, OnwardReferral, WellbeingResponse, Session])
def test_a_row_is_of_its_citizens_project(model):
    rows = model.objects.select_related("client")
    assert all(row.project_id == row.client.project_id for row in rows)
    assert rows


def test_types_and_sources_are_the_projects_own():
    assert all(row.type.project_id == row.project_id for row in Intervention.objects.select_related("type"))
    known = Client.objects.exclude(source=None).select_related("source")
    assert all(client.source.project_id == client.project_id for client in known)


def test_sessions_lie_within_their_intervention():
    for session in Session.objects.select_related("intervention"):
        assert session.client_id == session.intervention.client_id
        last = session.intervention.ends_on or localdate()
        assert session.intervention.starts_on <= session.held_on <= min(last, localdate())


def test_phases_are_reckoned_from_the_start():
    for course in Course.objects.select_related("project__programme").prefetch_related("phases"):
        found = [(phase.starts_on, phase.ends_on) for phase in course.phases.all()]
        assert found == (phase_days(course.starts_on, course.project.rules) if course.starts_on else [])


def test_a_course_has_a_goal_from_its_first_day():
    for course in Course.objects.prefetch_related("goals"):
        days = [goal.since for goal in course.goals.all()]
        assert days[0] == course.begins_on
        assert all(earlier < later <= (course.ends_on or localdate()) for earlier, later in pairwise(days))


def test_an_end_has_its_reason():
    assert not Course.objects.filter(ends_on__isnull=False, end_reason="").exists()


def test_a_started_course_runs_as_an_intervention_of_a_type_for_courses():
    links = CourseIntervention.objects.select_related("course", "intervention__type")
    assert len(links) == Course.objects.filter(starts_on__isnull=False).count()
    assert all(link.intervention.type.is_course for link in links)
    assert all(link.course.client_id == link.intervention.client_id for link in links)
    assert all(link.course.starts_on == link.intervention.starts_on for link in links)
    assert all(link.course.ends_on == link.intervention.ends_on for link in links)


def test_what_is_planned_for_a_phase_is_in_its_focus():
    focus = set(PhaseFocus.objects.values_list("phase", "area"))
    assert set(PlannedActivity.objects.values_list("phase", "area")) == focus != set()


def test_scores_and_waves_are_those_of_the_rules():
    answers = WellbeingResponse.objects.select_related("project__programme").order_by("answered_on", "nth")
    for own in series(answers, "client_id"):
        assert all(answer.score == score(answer.items) for answer in own)
        complete = [answer for answer in own if answer.score is not None]
        interval = own[0].project.rules.who5_interval_days
        assert [a.wave for a in complete] == number_waves([a.answered_on for a in complete], interval)
        assert all(answer.wave is None for answer in own if answer.score is None)


def test_one_event_tells_of_each_projects_rows():
    events = AuditEvent.objects.filter(subject_type="client", detail__has_key="rows")
    assert sorted(event.project_id for event in events) == sorted(Project.objects.values_list("pk", flat=True))
    for event in events:
        own = Client.objects.filter(project=event.project_id)
        assert event.client_ids == sorted(event.detail["rows"]["client"]) == sorted(own.values_list("pk", flat=True))
    told = Counter(key for event in events for key in event.detail["rows"]["enrolment"])
    assert told == Counter(Enrolment.objects.values_list("pk", flat=True))
