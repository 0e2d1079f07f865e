import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Goal
from clients.services import withdraw_consent
from cti.models import Course, CourseGoal, PhaseFocus, PlannedActivity
from cti.services import choose_focus, end_course, plan_activity, set_goal, start_course

SECRET = "canary-of-the-course"
RUN = ["goal", "focus", "new_activity", "activity"]


@pytest.fixture
def course(cast):
    start = localdate() - dt.timedelta(days=30)
    return start_course(cast.client, goal=Goal.IMPROVE, starts_on=start, by=cast.coordinator)


@pytest.fixture
def activity(cast, course):
    phase = course.phases.get(number=1)
    return plan_activity(phase, area="economy", activity="Budget", provider=cast.ngo, by=cast.coordinator)


@pytest.fixture
def address(cast, course, activity):
    tails = {"focus": [1], "new_activity": [1], "activity": [activity.pk]}

    def make(page, client=None):
        place = [cast.project.code, (client or cast.client).code]
        tail = [] if page == "open_contact" else [course.pk, *tails.get(page, [])]
        return reverse(f"cti:{page}", args=[*place, *tail])

    return make


@pytest.mark.parametrize("page", ["course", *RUN])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("coordinator", 200),
        ("caseworker", 200),
        ("other_caseworker", 404),
        ("outsider", 404),
        ("stranger", 404),
        ("evaluator", 404),
        ("administrator", 404),
        ("officer", 404),
        ("lead", 403),
    ],
)
def test_who_opens_the_pages(cast, desk, address, page, name, status):
    assert desk(getattr(cast, name)).get(address(page)).status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [("coordinator", 200), ("caseworker", 403), ("outsider", 404), ("lead", 403)]
)
def test_a_contact_period_is_the_coordinator_s_to_open(cast, desk, address, name, status):
    assert desk(getattr(cast, name)).get(address("open_contact")).status_code == status


@pytest.mark.parametrize("page", ["course", "open_contact", *RUN])
def test_the_signed_out_are_sent_to_sign_in(client, address, page):
    assert client.get(address(page)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("page", ["course", *RUN])
def test_a_withdrawn_consent_closes_every_page(cast, desk, address, page):
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert desk(cast.caseworker).get(address(page)).status_code == 404


@pytest.mark.parametrize("page", ["course", *RUN])
def test_a_course_is_found_under_its_own_citizen_only(cast, desk, address, page):
    assert desk(cast.coordinator).get(address(page, cast.municipal_client)).status_code == 404


@pytest.mark.parametrize("page", RUN)
@pytest.mark.parametrize("name", ["outsider", "other_caseworker", "lead"])
def test_nobody_else_writes(cast, desk, address, page, name):
    data = {"goal": "leave", "since": localdate().isoformat(), "area": "housing", "activity": "Other", "status": "done"}
    assert desk(getattr(cast, name)).post(address(page), {**data, "areas": ["network"]}).status_code in (403, 404)
    assert CourseGoal.objects.count() == 1
    assert PlannedActivity.objects.get().activity == "Budget"
    assert not PhaseFocus.objects.exists()


@pytest.mark.parametrize("tail", ["phases/4/focus/", "phases/0/activities/new/", "activities/0/"])
def test_what_is_not_there(cast, desk, address, tail):
    assert desk(cast.coordinator).get(f"{address('course')}{tail}").status_code == 404


def test_an_activity_of_another_course(cast, desk, address, course, activity):
    end_course(course, ends_on=localdate(), end_reason="moved", by=cast.coordinator)
    other = start_course(cast.client, goal=Goal.LEAVE, starts_on=localdate(), by=cast.coordinator)
    wrong = reverse("cti:activity", args=[cast.project.code, cast.client.code, other.pk, activity.pk])
    assert desk(cast.coordinator).get(wrong).status_code == 404


def test_opening_a_contact_period(cast, desk):
    page = reverse("cti:open_contact", args=[cast.project.code, cast.municipal_client.code])
    form = desk(cast.coordinator).get(page).context["form"]
    assert form.initial["contact_starts_on"] == localdate()
    data = {"goal": "leave", "contact_starts_on": localdate().isoformat()}
    response = desk(cast.coordinator).post(page, data)
    course = Course.objects.get(client=cast.municipal_client)
    assert response.url == reverse("cti:course", args=[cast.project.code, cast.municipal_client.code, course.pk])
    text = desk(cast.coordinator).get(response.url).content.decode()
    assert "Contact period since" in text
    assert reverse("casework:start_course", args=[cast.project.code, cast.municipal_client.code, course.pk]) in text


def test_a_second_course_is_refused_above_the_form(cast, desk, address):
    data = {"goal": "leave", "contact_starts_on": localdate().isoformat()}
    response = desk(cast.coordinator).post(address("open_contact"), data)
    assert response.status_code == 422
    assert "not ended" in response.context["form"].non_field_errors()[0]


def test_the_course_page_tells_where_the_course_stands(cast, desk, address, course):
    choose_focus(course.phases.get(number=1), areas=["economy"], by=cast.coordinator)
    set_goal(course, goal="leave", since=localdate(), own_words=SECRET, by=cast.coordinator)
    text = desk(cast.caseworker).get(address("course")).content.decode()
    for words in ("Phase 1 of 3", "Planning and starting the course", "Draw up the activity plan", SECRET, "Budget"):
        assert words in text
    assert "3–5 are advised" in text
    assert "end has passed" not in text
    event = AuditEvent.objects.filter(action=Action.VIEWED).latest("pk")
    assert (event.subject_type, event.client_ids) == ("course", [cast.client.pk])


def test_the_course_page_says_what_is_late(cast, desk):
    start = localdate() - dt.timedelta(days=380)
    course = start_course(cast.municipal_client, goal="leave", starts_on=start, by=cast.coordinator)
    page = reverse("cti:course", args=[cast.project.code, cast.municipal_client.code, course.pk])
    text = desk(cast.coordinator).get(page).content.decode()
    assert "end has passed" in text
    assert "The end of the last phase has passed" in text


def test_an_ended_course_says_what_was_not_reached_and_offers_no_planning(cast, desk, address, course):
    end_course(course, ends_on=localdate(), end_reason="goal_reached", by=cast.coordinator)
    text = desk(cast.caseworker).get(address("course")).content.decode()
    assert text.count("not reached") == 4  # phases 2 and 3, in the bar and in the plan
    assert "goal reached" in text
    assert address("new_activity") not in text
    assert reverse("casework:end_course", args=[cast.project.code, cast.client.code, course.pk]) not in text


def test_changing_the_goal(cast, desk, address, course):
    form = desk(cast.caseworker).get(address("goal")).context["form"]
    assert form.initial == {"goal": "improve", "since": localdate(), "own_words": ""}
    data = {"goal": "leave", "since": localdate().isoformat(), "own_words": "My own door"}
    assert desk(cast.caseworker).post(address("goal"), data).url == address("course")
    assert course.goals.last().goal == Goal.LEAVE


@pytest.mark.parametrize(
    ("page", "data", "field"),
    [
        ("goal", {"goal": "leave", "since": "2024-01-01", "own_words": f"22 33 44 55 {SECRET}"}, "own_words"),
        ("new_activity", {"area": "economy", "activity": f"010190-1234 {SECRET}", "status": "planned"}, "activity"),
        (
            "activity",
            {"area": "economy", "activity": "A", "provider_text": f"a@b.dk {SECRET}", "status": "done"},
            "provider_text",
        ),
    ],
)
def test_what_identifies_is_refused_at_the_field_with_everything_kept(cast, desk, address, caplog, page, data, field):
    response = desk(cast.caseworker).post(address(page), data)
    assert response.status_code == 422
    form = response.context["form"]
    assert "This looks like" in form.errors[field][0]
    assert {name: form[name].value() for name in data} == data
    assert SECRET in response.content.decode()
    assert SECRET not in caplog.text
    assert SECRET not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_own_words_have_an_end(cast, desk, address):
    data = {"goal": "leave", "since": localdate().isoformat(), "own_words": "x" * 1001}
    response = desk(cast.caseworker).post(address("goal"), data)
    assert "1000" in response.context["form"].errors["own_words"][0]


def test_a_goal_before_the_course_is_refused_at_its_day(cast, desk, address):
    data = {"goal": "leave", "since": "2020-01-01", "own_words": ""}
    response = desk(cast.caseworker).post(address("goal"), data)
    assert "The course began on" in response.context["form"].errors["since"][0]


def test_choosing_focus_areas_leads_back_to_the_phase(cast, desk, address, course):
    choose_focus(course.phases.get(number=1), areas=["network"], by=cast.coordinator)
    assert desk(cast.caseworker).get(address("focus")).context["form"].initial == {"areas": ["network"]}
    response = desk(cast.caseworker).post(address("focus"), {"areas": ["economy", "housing"]})
    assert response.url == f"{address('course')}#phase-1"
    assert set(PhaseFocus.objects.values_list("area", flat=True)) == {"economy", "housing"}
    desk(cast.caseworker).post(address("focus"), {})
    assert not PhaseFocus.objects.exists()


def test_planning_offers_the_phase_s_areas_first(cast, desk, address, course):
    form = desk(cast.caseworker).get(address("new_activity")).context["form"]
    assert len(form.fields["area"].choices) == 9
    choose_focus(course.phases.get(number=1), areas=["housing"], by=cast.coordinator)
    choices = desk(cast.caseworker).get(address("new_activity")).context["form"].fields["area"].choices
    assert [str(choice[0]) for choice in choices] == ["", "Focus areas of the phase", "Other areas"]
    assert [area for area, _ in choices[1][1]] == ["housing"]


def test_planning_and_changing_an_activity(cast, desk, address, activity):
    data = {"area": "housing", "activity": "Waiting list", "provider": cast.ngo.pk, "status": "started"}
    assert desk(cast.caseworker).post(address("new_activity"), data).url == f"{address('course')}#phase-1"
    assert PlannedActivity.objects.get(area="housing").provider == cast.ngo
    changed = {"area": "economy", "activity": "Budget", "provider": "", "provider_text": "bank", "status": "done"}
    desk(cast.caseworker).post(address("activity"), changed)
    activity.refresh_from_db()
    assert (activity.status, activity.provider, activity.provider_text) == ("done", None, "bank")


def test_a_provider_that_left_the_project_stays_a_choice(cast, desk, address):
    cast.project.partnerships.filter(organisation=cast.ngo).update(ends_on=localdate() - dt.timedelta(days=1))
    offered = desk(cast.coordinator).get(address("activity")).context["form"].fields["provider"].queryset
    assert cast.ngo in offered
    fresh = desk(cast.coordinator).get(address("new_activity")).context["form"].fields["provider"].queryset
    assert cast.ngo not in fresh


@pytest.mark.parametrize("size", [1, 20])
def test_the_course_page_costs_the_same(cast, desk, address, course, django_assert_max_num_queries, size):
    for phase in course.phases.all():
        choose_focus(phase, areas=["economy", "housing", "network"][: 1 + size // 10], by=cast.coordinator)
        for number in range(size):
            plan_activity(phase, area="economy", activity=f"A{number}", provider=cast.ngo, by=cast.coordinator)
    signed_in = desk(cast.caseworker)
    with django_assert_max_num_queries(17):
        signed_in.get(address("course"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 1, 15, 23, 30), dt.date(2026, 1, 15)),
        ((2026, 7, 15, 0, 30), dt.date(2026, 7, 15)),
        ((2026, 3, 29, 23, 30), dt.date(2026, 3, 29)),
        ((2026, 10, 25, 23, 45), dt.date(2026, 10, 25)),
    ],
)
def test_today_is_a_day_in_copenhagen(at, request, moment, day):
    at(*moment)
    cast, desk = request.getfixturevalue("cast"), request.getfixturevalue("desk")
    page = reverse("cti:open_contact", args=[cast.project.code, cast.client.code])
    assert desk(cast.coordinator).get(page).context["form"].initial["contact_starts_on"] == day
    assert desk(cast.coordinator).post(page, {"goal": "leave", "contact_starts_on": day.isoformat()}).status_code == 302
