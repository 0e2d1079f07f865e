import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from clients.models import Goal
from clients.querysets import permissions_for
from clients.services import withdraw_consent
from cti.sections import citizen_section
from cti.services import choose_focus, end_course, open_contact_period, plan_activity, start_course

QUERIES = 7  # courses, goals, phases, focus, activities, providers, and what the person may do


@pytest.fixture
def make_courses(cast):
    def make(number):
        for index in range(number):
            start = localdate() - dt.timedelta(days=2 * (number - index))
            course = start_course(cast.client, goal=Goal.LEAVE, starts_on=start, by=cast.coordinator)
            for phase in course.phases.all():
                choose_focus(phase, areas=["economy"], by=cast.coordinator)
                plan_activity(phase, area="economy", activity="A", provider=cast.ngo, by=cast.coordinator)
            if index < number - 1:
                end_course(course, ends_on=start, end_reason="moved", by=cast.coordinator)
        return course

    return make


def drawn(cast, section, user=None):
    can = permissions_for(user or cast.coordinator, cast.client)
    return render_to_string(
        "cti/citizen_section.html", {**section, "project": cast.project, "client": cast.client, "can": can}
    )


def test_an_empty_section(cast):
    section = citizen_section(cast.coordinator, cast.client)
    courses = section["courses"]
    assert (courses.running, courses.earlier) == (None, [])
    assert "No course yet" in drawn(cast, section)


def test_a_caseworker_runs_and_does_not_start(cast):
    section = citizen_section(cast.caseworker, cast.client)
    assert "course/start/" not in drawn(cast, section, cast.caseworker)
    assert "course/start/" in drawn(cast, section, cast.coordinator)


def test_the_running_course_and_the_earlier_ones(cast, make_courses):
    running = make_courses(3)
    section = citizen_section(cast.coordinator, cast.client)
    assert section["courses"].running.course == running
    assert len(section["courses"].earlier) == 2
    text = drawn(cast, section)
    assert "Phase 1 of 3" in text
    assert "course/start/" not in text


def test_a_contact_period_can_be_started_from_here(cast):
    contact = open_contact_period(cast.client, goal=Goal.LEAVE, contact_starts_on=localdate(), by=cast.coordinator)
    section = citizen_section(cast.coordinator, cast.client)
    assert section["courses"].running.is_contact
    assert f"courses/{contact.pk}/start/" in drawn(cast, section)


@pytest.mark.parametrize("size", [1, 6])
def test_the_number_of_queries_does_not_grow(cast, make_courses, django_assert_num_queries, size):
    make_courses(size)
    with django_assert_num_queries(QUERIES):
        drawn(cast, citizen_section(cast.coordinator, cast.client))


@pytest.mark.parametrize("name", ["outsider", "other_caseworker", "lead", "stranger"])
def test_others_get_nothing(cast, make_courses, name):
    make_courses(2)
    courses = citizen_section(getattr(cast, name), cast.client)["courses"]
    assert (courses.running, courses.earlier) == (None, [])


def test_nothing_after_the_consent_is_withdrawn(cast, make_courses):
    make_courses(1)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert citizen_section(cast.caseworker, cast.client)["courses"].running is None
