"""Dates of interventions and sessions: corrected, with a reason for the end, confirmed outside the enrolment."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import AuditEvent
from clients.services import end_enrolment, enrol
from interventions.enrolled import ask_about_enrolment, outside_enrolment
from interventions.models import Intervention, NationalInterventionType, Session
from interventions.services import change_dates, end_intervention, log_intervention, log_session

DAY = dt.timedelta(days=1)


def ago(days):
    return localdate() - days * DAY


@pytest.fixture
def work(cast):
    kind = NationalInterventionType.objects.get(key="counselling")
    return log_intervention(
        client=cast.client, type=kind, starts_on=ago(50), provider=cast.ngo, logged_for=cast.ngo, by=cast.caseworker
    )


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as caught:
        call(*args, **facts)
    return caught.value.message_dict


def address(cast, name, work=None):
    place = [cast.project.code, cast.client.code, *([work.pk] if work else [])]
    return reverse(f"interventions:{name}", args=place)


def test_an_end_may_have_a_reason(cast, work):
    ended = end_intervention(work, ends_on=ago(1), end_reason="goal_reached", by=cast.caseworker)
    assert ended.get_end_reason_display() == "The goal was reached"
    assert "goal_reached" not in str(AuditEvent.objects.latest("pk").detail)


def test_nobody_has_to_say_why(cast, work):
    assert end_intervention(work, ends_on=ago(1), by=cast.caseworker).end_reason == ""


def test_a_reason_is_one_of_those_there_are(cast, work):
    assert list(refused(end_intervention, work, ends_on=ago(1), end_reason="bored", by=cast.caseworker)) == [
        "end_reason"
    ]


def test_dates_are_corrected_and_an_end_taken_back(cast, work):
    end_intervention(work, ends_on=ago(1), end_reason="moved", by=cast.caseworker)
    changed = change_dates(work, starts_on=ago(60), by=cast.caseworker)
    assert (changed.starts_on, changed.ends_on, changed.end_reason) == (ago(60), None, "")
    assert AuditEvent.objects.latest("pk").detail == {"fields": ["end_reason", "ends_on", "starts_on"]}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_on": -1}, "starts_on"),
        ({"starts_on": 50, "ends_on": 51}, "ends_on"),
        ({"starts_on": 50, "end_reason": "moved"}, "end_reason"),
        ({"starts_on": 29}, "starts_on"),
        ({"starts_on": 50, "ends_on": 21}, "ends_on"),
    ],
)
def test_dates_that_cannot_be(cast, work, facts, field):
    for days in (30, 20):
        log_session(work, held_on=ago(days), logged_for=cast.ngo, by=cast.caseworker)
    facts = {name: ago(value) if isinstance(value, int) else value for name, value in facts.items()}
    assert list(refused(change_dates, work, by=cast.caseworker, **facts)) == [field]


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"starts_on": -1}, "starts_on", "has not come yet"),
        ({"starts_on": 50, "ends_on": 51}, "ends_on", "lies before the start"),
    ],
)
def test_dates_that_cannot_be_even_without_a_session(cast, work, facts, field, words):
    errors = refused(change_dates, work, by=cast.caseworker, **{name: ago(days) for name, days in facts.items()})
    assert list(errors) == [field]
    assert words in errors[field][0]


@pytest.mark.parametrize("ends_on", [20, None])
def test_a_session_of_the_first_and_the_last_day_lies_within(cast, work, ends_on):
    for days in (30, 20):
        log_session(work, held_on=ago(days), logged_for=cast.ngo, by=cast.caseworker)
    ends_on = ends_on and ago(ends_on)
    changed = change_dates(work, starts_on=ago(30), ends_on=ends_on, by=cast.caseworker)
    assert (changed.starts_on, changed.ends_on) == (ago(30), ends_on)


def enrolled_from_to(cast):
    """The citizen was enrolled 400 days ago and left 40 days ago."""
    end_enrolment(cast.client, ends_on=ago(40), by=cast.coordinator)


@pytest.mark.parametrize(
    ("days", "asked"), [(401, "enrolled on"), (400, ""), (40, ""), (39, "enrolment ended on"), (0, "enrolment ended")]
)
def test_days_outside_the_enrolment_are_asked_about(cast, days, asked):
    enrolled_from_to(cast)
    if not asked:
        ask_about_enrolment(cast.client, held_on=ago(days))
        return
    with pytest.raises(ValidationError, match=asked) as caught:
        ask_about_enrolment(cast.client, held_on=ago(days))
    assert [each.code for each in caught.value.error_dict["held_on"]] == ["outside_enrolment"]


def test_a_second_stay_counts_too(cast):
    enrolled_from_to(cast)
    enrol(cast.client, starts_on=ago(10), by=cast.coordinator)
    ask_about_enrolment(cast.client, held_on=ago(5))
    assert "ended on" in refused(ask_about_enrolment, cast.client, held_on=ago(20))["held_on"][0]


def test_who_was_never_enrolled_is_not_asked_about(cast):
    cast.client.enrolments.all().delete()
    ask_about_enrolment(cast.client, held_on=ago(1))
    assert outside_enrolment([cast.client, cast.municipal_client], ago(401)) == [cast.municipal_client]


def send(cast, desk, name, work, data):
    return desk(cast.caseworker).post(address(cast, name, work), data)


@pytest.mark.parametrize("name", ["new_session", "end", "dates", "quick_session", "new"])
def test_the_box_appears_with_the_reason_and_confirms(cast, work, desk, name):
    enrolled_from_to(cast)
    today, kind = localdate().isoformat(), f"own-{work.type_id}"
    data = {"held_on": today, "attendance": "attended", "ends_on": today, "type": kind, "starts_on": ago(50)}
    data |= {"starts_on": today, "ends_on": ""} if name == "new" else {}
    place = None if name in ("quick_session", "new") else work
    assert "is_confirmed" not in desk(cast.caseworker).get(address(cast, name, place)).content.decode()
    refusal = send(cast, desk, name, place, data)
    assert refusal.status_code == 422
    text = refusal.content.decode()
    assert "enrolment ended on" in text
    assert 'name="is_confirmed"' in text
    before = Intervention.objects.count(), Session.objects.count()
    assert send(cast, desk, name, place, {**data, "is_confirmed": "on"}).status_code == 302
    changed = (Intervention.objects.count(), Session.objects.count()) != before
    assert changed or not Intervention.objects.filter(ends_on=None).exists()


def test_another_error_brings_no_box(cast, work, desk):
    response = send(cast, desk, "new_session", work, {"held_on": ago(51), "attendance": "attended"})
    assert response.status_code == 422
    assert "is_confirmed" not in response.content.decode()


def test_the_page_of_dates_begins_with_what_is_there(cast, work, desk):
    form = desk(cast.caseworker).get(address(cast, "dates", work)).context["form"]
    assert form.initial == {"starts_on": ago(50), "ends_on": None, "end_reason": ""}
    response = send(cast, desk, "dates", work, {"starts_on": ago(55), "ends_on": ago(5), "end_reason": "completed"})
    assert response.url == address(cast, "intervention", work)
    text = desk(cast.caseworker).get(response.url).content.decode()
    assert "The dates are saved" in text
    assert "It was completed" in text


@pytest.mark.parametrize(("who", "status"), [("other_caseworker", 404), ("outsider", 404), ("lead", 403)])
def test_nobody_else_corrects_dates(cast, work, desk, who, status):
    page = address(cast, "dates", work)
    assert desk(getattr(cast, who)).get(page).status_code == status
    assert desk(getattr(cast, who)).post(page, {"starts_on": ago(10)}).status_code == status
    work.refresh_from_db()
    assert work.starts_on == ago(50)
