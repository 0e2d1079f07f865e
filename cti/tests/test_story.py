"""What the room of CTI courses tells of a citizen."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from clients.services import withdraw_consent
from cti.models import Course
from cti.sections import citizen_section
from cti.services import end_course, open_contact_period, set_goal, start_course
from cti.story import story


def events_for(user, client):
    return story(user, client, citizen_section(user, client))


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def told(user, client):
    with translation.override("en"):
        return [(event.day, event.title, event.detail) for event in events_for(user, client)]


def started(cast, begun, **facts):
    return start_course(cast.client, goal="leave", starts_on=day(-begun), by=cast.coordinator, **facts)


def test_a_contact_period_begins_with_its_goal(cast):
    open_contact_period(cast.client, goal="improve", contact_starts_on=day(-3), by=cast.coordinator)
    assert told(cast.caseworker, cast.client) == [
        (day(-3), "Contact period begun", "Goal: improve the present life situation")
    ]


def test_a_contact_period_that_came_to_nothing(cast):
    contact = open_contact_period(cast.client, goal="improve", contact_starts_on=day(-3), by=cast.coordinator)
    end_course(contact, ends_on=day(-1), end_reason="contact_lost", by=cast.coordinator)
    assert told(cast.caseworker, cast.client)[0] == (day(-1), "Contact period ended", "Contact lost")


def test_a_course_starts_and_reaches_its_phases(cast):
    course = started(cast, 260)
    second, third = (course.phases.get(number=number).starts_on for number in (2, 3))
    assert told(cast.caseworker, cast.client) == [
        (second, "Phase 2 begun", ""),
        (third, "Phase 3 begun", ""),
        (day(-260), "CTI course started", "Goal: leave prostitution"),
    ]


def test_phases_to_come_have_not_happened(cast):
    started(cast, 5)
    assert [title for _day, title, _detail in told(cast.caseworker, cast.client)] == ["CTI course started"]


def test_phases_that_a_course_did_not_reach_are_not_told(cast):
    course = started(cast, 260)
    end_course(course, ends_on=course.phases.get(number=2).starts_on, end_reason="moved", by=cast.coordinator)
    titles = [title for _day, title, _detail in told(cast.caseworker, cast.client)]
    assert titles == ["CTI course ended", "Phase 2 begun", "CTI course started"]
    assert told(cast.caseworker, cast.client)[0][2] == "Moved"


def test_a_goal_that_changed(cast):
    course = started(cast, 20)
    set_goal(course, goal="improve", since=day(-2), own_words="", by=cast.coordinator)
    assert (day(-2), "Goal changed", "Improve the present life situation") in told(cast.caseworker, cast.client)
    assert (day(-20), "CTI course started", "Goal: leave prostitution") in told(cast.caseworker, cast.client)


def test_a_course_without_a_goal(cast):
    Course.objects.create(project=cast.project, client=cast.client, starts_on=day(-4), is_imported=True)
    assert told(cast.caseworker, cast.client) == [(day(-4), "CTI course started", "")]


def test_the_citizens_own_words_are_left_to_the_courses_page(cast):
    course = started(cast, 20)
    set_goal(course, goal="leave", since=day(-1), own_words="canary words", by=cast.coordinator)
    events = events_for(cast.coordinator, cast.client)
    assert "canary" not in str(events)
    assert {event.url for event in events} == {reverse("cti:course", args=["AAR", cast.client.code, course.pk])}


@pytest.mark.parametrize("who", ["outsider", "other_caseworker", "lead", "evaluator", "administrator", "stranger"])
def test_others_are_told_nothing(cast, who):
    started(cast, 20)
    assert events_for(getattr(cast, who), cast.client) == []


def test_nothing_after_a_withdrawal(cast):
    started(cast, 20)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert events_for(cast.caseworker, cast.client) == []


@pytest.mark.parametrize("count", [1, 9])
def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries, count):
    for number in range(count):
        course = started(cast, 300 - 20 * number)
        end_course(course, ends_on=day(-295 + 20 * number), end_reason="moved", by=cast.coordinator)
    told = citizen_section(cast.coordinator, cast.client)
    with django_assert_num_queries(0):  # all of it stands in the section
        assert len(story(cast.coordinator, cast.client, told)) == 2 * count
