import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Enrolment, OnwardReferral
from clients.onward import refer_onward
from clients.services import end_enrolment, enrol, not_in_the_future


def days_ago(days):
    return localdate() - dt.timedelta(days=days)


def test_a_citizen_who_comes_back_has_two_enrolments(cast):
    end_enrolment(cast.client, ends_on=days_ago(50), by=cast.coordinator)
    enrol(cast.client, starts_on=days_ago(50), by=cast.coordinator)
    stays = [(each.starts_on, each.ends_on) for each in cast.client.enrolments.all()]
    assert stays == [(days_ago(400), days_ago(50)), (days_ago(50), None)]


def test_a_citizen_is_enrolled_once_at_a_time(cast):
    with pytest.raises(ValidationError, match="enrolled already"):
        enrol(cast.client, starts_on=localdate(), by=cast.coordinator)


def test_the_database_too_holds_one_open_enrolment(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(project=cast.project, client=cast.client, starts_on=localdate())


@pytest.mark.parametrize(("start", "is_refused"), [(51, True), (50, False), (49, False), (-1, True)])
def test_a_new_enrolment_begins_after_the_last_and_not_in_the_future(cast, start, is_refused):
    end_enrolment(cast.client, ends_on=days_ago(50), by=cast.coordinator)
    if not is_refused:
        assert enrol(cast.client, starts_on=days_ago(start), by=cast.coordinator).ends_on is None
        return
    with pytest.raises(ValidationError) as refusal:
        enrol(cast.client, starts_on=days_ago(start), by=cast.coordinator)
    assert set(refusal.value.error_dict) == {"starts_on"}


@pytest.mark.parametrize(("end", "is_refused"), [(401, True), (400, False), (0, False), (-1, True)])
def test_an_enrolment_ends_between_its_start_and_today(cast, end, is_refused):
    if not is_refused:
        assert end_enrolment(cast.client, ends_on=days_ago(end), by=cast.coordinator).ends_on == days_ago(end)
        return
    with pytest.raises(ValidationError) as refusal:
        end_enrolment(cast.client, ends_on=days_ago(end), by=cast.coordinator)
    assert set(refusal.value.error_dict) == {"ends_on"}


def test_what_has_ended_cannot_be_ended_again(cast):
    end_enrolment(cast.client, ends_on=localdate(), by=cast.coordinator)
    with pytest.raises(ValidationError, match="nothing to end"):
        end_enrolment(cast.client, ends_on=localdate(), by=cast.coordinator)


def test_start_and_end_are_told(cast):
    end_enrolment(cast.client, ends_on=localdate(), by=cast.coordinator)
    enrol(cast.client, starts_on=localdate(), by=cast.coordinator)
    created, ended = AuditEvent.objects.filter(subject_type="enrolment").order_by("-pk")[:2]
    assert (created.action, ended.action) == (Action.CREATED, Action.ENDED)
    assert created.client_ids == ended.client_ids == [cast.client.pk]


@pytest.mark.parametrize("kind", OnwardReferral.Kind.values)
def test_an_onward_referral_is_kept_and_told(cast, kind):
    referral = refer_onward(cast.client, kind=kind, referred_on=localdate(), by=cast.coordinator)
    assert list(cast.client.onward_referrals.all()) == [referral]
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_type, event.client_ids) == (
        Action.CREATED, "onwardreferral", [cast.client.pk],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("referral", "field"),
    [({"kind": "elsewhere"}, "kind"), ({"referred_on": dt.date(2999, 1, 1)}, "referred_on")],
)
def test_a_wrong_referral_is_refused(cast, referral, field):
    referral = {"kind": "other_offer", "referred_on": localdate()} | referral
    with pytest.raises(ValidationError) as refusal:
        refer_onward(cast.client, by=cast.coordinator, **referral)
    assert set(refusal.value.error_dict) == {field}
    assert not cast.client.onward_referrals.exists()


@pytest.mark.parametrize(
    ("clock", "today"),
    [
        ((2024, 3, 30, 23, 30), dt.date(2024, 3, 30)),  # the evening before summer time
        ((2024, 3, 31, 0, 30), dt.date(2024, 3, 31)),
        ((2024, 3, 31, 23, 30), dt.date(2024, 3, 31)),  # UTC 21:30
        ((2024, 10, 26, 23, 30), dt.date(2024, 10, 26)),  # the evening before winter time
        ((2024, 10, 27, 23, 30), dt.date(2024, 10, 27)),
        ((2024, 7, 1, 0, 30), dt.date(2024, 7, 1)),  # UTC still has June
        ((2024, 2, 29, 23, 30), dt.date(2024, 2, 29)),
        ((2025, 1, 1, 0, 30), dt.date(2025, 1, 1)),  # UTC still has the old year
    ],
)
def test_today_is_copenhagens_day(at, clock, today):
    at(*clock)
    assert localdate() == today
    not_in_the_future("day", today)
    with pytest.raises(ValidationError):
        not_in_the_future("day", today + dt.timedelta(days=1))
