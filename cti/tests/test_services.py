import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Goal
from cti.models import Course, CourseGoal, EndReason, PhaseFocus, PlannedActivity
from cti.services import (
    change_activity,
    choose_focus,
    end_course,
    open_contact_period,
    phase_days,
    plan_activity,
    set_goal,
    start_course,
)

DAY = dt.timedelta(days=1)


def days_ago(number):
    return localdate() - number * DAY


@pytest.fixture
def contact(cast):
    return open_contact_period(cast.client, goal=Goal.IMPROVE, contact_starts_on=days_ago(100), by=cast.coordinator)


@pytest.fixture
def course(cast, contact):
    return start_course(cast.client, starts_on=days_ago(90), course=contact, by=cast.coordinator)


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as caught:
        call(*args, **facts)
    return ValidationError(caught.value.update_error_dict({})).message_dict


def last_event():
    return AuditEvent.objects.latest("pk")


def test_a_contact_period_is_a_course_without_phases(cast, contact):
    assert (contact.project, contact.client, contact.starts_on) == (cast.project, cast.client, None)
    assert contact.begins_on == days_ago(100)
    assert not contact.phases.exists()
    assert [(goal.goal, goal.since) for goal in contact.goals.all()] == [(Goal.IMPROVE, days_ago(100))]
    assert (last_event().action, last_event().client_ids) == (Action.CREATED, [cast.client.pk])


def test_starting_after_contact_makes_the_phases_and_keeps_the_goal(cast, contact, course):
    assert course.pk == contact.pk
    phases = [(phase.number, phase.starts_on, phase.ends_on) for phase in course.phases.all()]
    expected = phase_days(days_ago(90), cast.project.rules)
    assert phases == [(number, *days) for number, days in enumerate(expected, start=1)]
    assert course.goals.count() == 1
    assert last_event().detail == {"started": True}


def test_starting_at_once(cast):
    course = start_course(cast.client, goal=Goal.LEAVE, starts_on=localdate(), by=cast.coordinator)
    assert (course.contact_starts_on, course.begins_on) == (None, localdate())
    assert course.goals.get().since == localdate()


def test_the_phases_are_the_programme_s(cast):
    cast.project.programme.phases, cast.project.programme.months_per_phase = 2, 6
    cast.project.programme.save()
    course = start_course(cast.client, goal=Goal.LEAVE, starts_on=localdate(), by=cast.coordinator)
    assert course.phases.count() == 2


@pytest.mark.parametrize(
    ("call", "day", "field"),
    [
        (open_contact_period, {"contact_starts_on": DAY}, "contact_starts_on"),
        (start_course, {"starts_on": DAY}, "starts_on"),
    ],
)
def test_nothing_begins_in_the_future(cast, call, day, field):
    facts = {key: localdate() + value for key, value in day.items()}
    assert list(refused(call, cast.client, goal=Goal.LEAVE, by=cast.coordinator, **facts)) == [field]
    assert not Course.objects.exists()


@pytest.mark.parametrize("goal", ["", "win"])
def test_a_course_has_one_of_the_two_goals(cast, goal):
    facts = {"goal": goal, "by": cast.coordinator}
    assert list(refused(start_course, cast.client, starts_on=localdate(), **facts)) == ["goal"]
    assert list(refused(open_contact_period, cast.client, contact_starts_on=localdate(), **facts)) == ["goal"]
    assert not Course.objects.exists()


def test_one_course_at_a_time(cast, course):
    facts = {"goal": Goal.LEAVE, "by": cast.coordinator}
    for call, day in ((start_course, "starts_on"), (open_contact_period, "contact_starts_on")):
        assert "not ended" in str(refused(call, cast.client, **{day: localdate()}, **facts))
    end_course(course, ends_on=localdate(), end_reason=EndReason.MOVED, by=cast.coordinator)
    assert start_course(cast.client, starts_on=localdate(), **facts).pk != course.pk


def test_a_course_starts_once(cast, course):
    assert "already" in str(refused(start_course, cast.client, starts_on=localdate(), course=course, by=None))


def test_an_ended_contact_period_does_not_start(cast, contact):
    end_course(contact, ends_on=localdate(), end_reason=EndReason.CLIENT_STOPPED, by=cast.coordinator)
    assert "already" in str(refused(start_course, cast.client, starts_on=localdate(), course=contact, by=None))


def test_a_course_starts_no_earlier_than_its_contact(cast, contact):
    errors = refused(start_course, cast.client, starts_on=days_ago(101), course=contact, by=None)
    assert "The contact period began on" in errors["starts_on"][0]
    assert start_course(cast.client, starts_on=days_ago(100), course=contact, by=None).phases.count() == 3


def test_a_new_goal_holds_from_its_day_and_the_first_stays(cast, course):
    set_goal(course, goal=Goal.LEAVE, since=days_ago(5), own_words="My own door", by=cast.coordinator)
    assert [(goal.goal, goal.since) for goal in course.goals.all()] == [
        (Goal.IMPROVE, days_ago(100)),
        (Goal.LEAVE, days_ago(5)),
    ]
    course.refresh_from_db()
    assert course.own_words == "My own door"
    assert last_event().detail == {"fields": ["goal", "own_words"]}


def test_the_same_goal_is_no_change(cast, course):
    set_goal(course, goal=Goal.IMPROVE, since=localdate(), own_words="Words", by=cast.coordinator)
    assert course.goals.count() == 1


def test_a_goal_of_the_same_day_is_corrected(cast, course):
    set_goal(course, goal=Goal.LEAVE, since=days_ago(100), own_words="", by=cast.coordinator)
    assert [goal.goal for goal in course.goals.all()] == [Goal.LEAVE]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"since": 1}, "since"),
        ({"since": -101}, "since"),
        ({"goal": "win"}, "goal"),
        ({"own_words": "Call 22334455"}, "own_words"),
    ],
)
def test_a_goal_is_refused_at_the_field_and_nothing_is_changed(cast, course, facts, field):
    given = {"goal": Goal.LEAVE, "own_words": "Words", "by": cast.coordinator, **facts}
    given["since"] = localdate() + facts.get("since", 0) * DAY
    assert list(refused(set_goal, course, **given)) == [field]
    course.refresh_from_db()
    assert (course.own_words, course.goals.count()) == ("", 1)


def test_no_goal_after_the_end(cast, course):
    course = end_course(course, ends_on=days_ago(9), end_reason=EndReason.OTHER, by=cast.coordinator)
    facts = {"goal": Goal.LEAVE, "own_words": "", "by": cast.coordinator}
    assert list(refused(set_goal, course, since=days_ago(8), **facts)) == ["since"]
    set_goal(course, since=days_ago(9), **facts)
    assert course.goals.count() == 2


@pytest.mark.parametrize(
    "areas", [[], ["economy"], ["economy", "housing", "network"], list(PhaseFocus.area.field.flatchoices)]
)
def test_any_number_of_focus_areas(cast, course, areas):
    areas = [area if isinstance(area, str) else area[0] for area in areas]
    phase = course.phases.get(number=1)
    choose_focus(phase, areas=["network", "substance_use"], by=cast.coordinator)
    choose_focus(phase, areas=areas, by=cast.coordinator)
    assert set(phase.focus.values_list("area", flat=True)) == set(areas)
    event = last_event()
    assert (event.subject_type, event.client_ids, event.project_id) == ("phase", [cast.client.pk], cast.project.pk)


def test_each_phase_has_its_own_focus(cast, course):
    first, second, _third = course.phases.all()
    choose_focus(first, areas=["economy"], by=cast.coordinator)
    choose_focus(second, areas=["housing"], by=cast.coordinator)
    assert [focus.area for focus in first.focus.all()] == ["economy"]


def test_an_unknown_area_is_refused_whole(cast, course):
    phase = course.phases.get(number=1)
    choose_focus(phase, areas=["economy"], by=cast.coordinator)
    refused(choose_focus, phase, areas=["housing", "weather"], by=cast.coordinator)
    assert [focus.area for focus in phase.focus.all()] == ["economy"]


def test_an_activity_is_planned_and_changed(cast, course):
    phase = course.phases.get(number=2)
    planned = plan_activity(phase, area="economy", activity="Budget", provider=cast.ngo, by=cast.coordinator)
    assert (planned.status, last_event().action) == (PlannedActivity.Status.PLANNED, Action.CREATED)
    change_activity(planned, status=PlannedActivity.Status.DONE, provider=None, by=cast.coordinator)
    planned.refresh_from_db()
    assert (planned.status, planned.provider, planned.activity) == ("done", None, "Budget")
    event = last_event()
    assert (event.action, event.client_ids, event.project_id) == (Action.CHANGED, [cast.client.pk], cast.project.pk)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"activity": ""}, "activity"),
        ({"activity": "x" * 201}, "activity"),
        ({"activity": "Mail a@example.org"}, "activity"),
        ({"provider_text": "22 33 44 55"}, "provider_text"),
        ({"area": "weather"}, "area"),
        ({"status": "forgotten"}, "status"),
    ],
)
def test_an_activity_is_refused_at_the_field(cast, course, facts, field):
    given = {"area": "economy", "activity": "Budget", "by": cast.coordinator, **facts}
    assert list(refused(plan_activity, course.phases.get(number=1), **given)) == [field]
    assert not PlannedActivity.objects.exists()


@pytest.mark.parametrize("reason", EndReason.values)
def test_a_course_ends_with_a_reason(cast, course, reason):
    ended = end_course(course, ends_on=localdate(), end_reason=reason, by=cast.coordinator)
    assert (ended.ends_on, ended.end_reason) == (localdate(), reason)
    assert (last_event().action, last_event().detail) == (Action.ENDED, {})


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_on": 1}, "ends_on"),
        ({"ends_on": -91}, "ends_on"),
        ({"end_reason": ""}, "end_reason"),
        ({"end_reason": "bored"}, "end_reason"),
    ],
)
def test_an_end_is_refused_at_the_field(cast, course, facts, field):
    given = {"end_reason": EndReason.MOVED, "by": cast.coordinator, **facts}
    given["ends_on"] = localdate() + facts.get("ends_on", 0) * DAY
    assert list(refused(end_course, course, **given)) == [field]
    course.refresh_from_db()
    assert course.ends_on is None


def test_a_course_ends_once(cast, course):
    facts = {"ends_on": localdate(), "end_reason": EndReason.MOVED, "by": cast.coordinator}
    end_course(course, **facts)
    assert "already" in str(refused(end_course, course, **facts))


def test_a_refused_start_leaves_no_trace(cast):
    refused(start_course, cast.client, goal="win", starts_on=localdate(), by=cast.coordinator)
    assert not CourseGoal.objects.exists()
    assert not AuditEvent.objects.filter(subject_type="course").exists()
