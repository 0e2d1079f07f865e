"""Entering, correcting and removing money, and the day on which a grant lapsed."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from projects.models import Disbursement, Earmark, Framework, Grant, LapseDecision, Municipality, Project
from projects.money.services import pay_out, remove_row, replace_row, set_lapse
from projects.services import create_project
from projects.tests.money import ago, earmark, framework, grant, payment

TOMORROW = -1


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def events(*kinds):
    found = AuditEvent.objects.filter(subject_type__in=kinds).order_by("pk")
    return [(event.action, event.actor_id, event.project_id, event.detail) for event in found]


def refusal(field, call, *args, **facts):
    """The one message at `field` with which the service refuses."""
    with pytest.raises(ValidationError) as caught:
        call(*args, **facts)
    [message] = caught.value.message_dict[field]
    return message


@pytest.fixture
def alone(db):
    """A project outside every programme."""
    return create_project(
        code="ALENE", name="Alone", municipality=Municipality.objects.get(code="0101"), starts_on=ago(50), by=None
    )


def test_a_project_s_grant_is_of_its_programme(cast):
    row = grant(cast.project, 7_630_963, line="municipal", note="Første bevilling", by=cast.lead)
    assert (row.project, row.programme) == (cast.project, cast.project.programme)
    assert (row.amount_oere, row.line, row.note, row.entered_by) == (
        763_096_300, "municipal", "Første bevilling", cast.lead,
    )  # fmt: skip
    assert events("grant") == [(Action.CREATED, cast.lead.pk, cast.project.pk, {})]


def test_a_programme_s_own_grant_goes_to_no_project(cast):
    row = grant(cast.project.programme, line="dissemination", by=cast.evaluator)
    assert (row.project, row.programme) == (None, cast.project.programme)
    assert events("grant") == [(Action.CREATED, cast.evaluator.pk, None, {})]


def test_a_project_outside_every_programme_has_its_own_money(alone):
    assert (grant(alone).programme, payment(alone).programme) == (None, None)


@pytest.mark.parametrize("make", [grant, payment])
def test_a_project_s_money_is_of_no_other_programme(cast, other_programme, make):
    assert "another programme" in refusal("programme", make, cast.project, programme=other_programme)


@pytest.mark.parametrize("make", [grant, payment])
def test_a_project_outside_every_programme_takes_no_programme_s_money(alone, other_programme, make):
    assert "another programme" in refusal("programme", make, alone, programme=other_programme)


def test_money_of_nothing_is_refused(db):
    assert "Name one of them" in refusal("__all__", pay_out, amount_oere=1, paid_on=ago(1), by=None)


def test_a_reserve_is_not_granted(cast):
    assert "reserve" in refusal("__all__", grant, cast.project, line="reserve")


@pytest.mark.parametrize(
    ("make", "field"), [(framework, "decided_on"), (earmark, "decided_on"), (grant, "granted_on"), (payment, "paid_on")]
)
def test_what_is_entered_has_happened(cast, make, field):
    place = cast.project if make in (grant, payment) else cast.project.programme
    assert "not come yet" in refusal(field, make, place, **{field: ago(TOMORROW)})
    assert make(place, **{field: localdate()}).pk


@pytest.mark.parametrize("kroner", [0, -5, 10**11 + 1])
def test_an_amount_is_above_zero_and_has_a_ceiling(cast, kroner):
    assert refusal("amount_oere", grant, cast.project, kroner)


def test_a_payment_is_not_dated_before_the_project(cast):
    start = cast.project.starts_on
    assert "before the start" in refusal("paid_on", payment, cast.project, paid_on=start - dt.timedelta(days=1))
    assert payment(cast.project, paid_on=start).pk


def test_a_payment_of_a_programme_is_not_dated_before_it(other_programme):
    start = other_programme.starts_on
    refused = refusal("paid_on", payment, other_programme, paid_on=start - dt.timedelta(days=1))
    assert "before the start" in refused
    assert payment(other_programme, paid_on=start).pk


def test_more_than_was_granted_can_be_paid(cast):
    grant(cast.project, 100)
    assert payment(cast.project, 101).amount_oere == 101_00


def test_a_programme_has_one_framework_a_day(cast, other_programme):
    row = framework(cast.project.programme, decided_on=ago(9))
    assert "Correct that one" in refusal("decided_on", framework, cast.project.programme, decided_on=ago(9))
    assert framework(cast.project.programme, decided_on=ago(8)).pk
    assert framework(other_programme, decided_on=ago(9)).pk
    remove_row(row, because="typed wrong", by=None)
    assert framework(cast.project.programme, decided_on=ago(9)).pk


def test_a_line_has_one_earmark_a_day(cast):
    earmark(cast.project.programme, "ngo", decided_on=ago(9))
    assert "Correct that one" in refusal("decided_on", earmark, cast.project.programme, "ngo", decided_on=ago(9))
    assert earmark(cast.project.programme, "reserve", decided_on=ago(9)).pk


def test_a_decision_can_be_corrected_on_its_own_day_and_not_onto_another_s(cast):
    first = framework(cast.project.programme, 46, decided_on=ago(9))
    second = framework(cast.project.programme, 44, decided_on=ago(3))
    first = replace_row(first, amount_oere=45_00, by=None)
    assert first.decided_on == ago(9)
    assert "Correct that one" in refusal("decided_on", replace_row, second, decided_on=ago(9), by=None)


def test_a_correction_is_a_new_row(cast):
    old = grant(cast.project, 1000, line="ngo", note="a", by=cast.lead)
    new = replace_row(old, amount_oere=900_00, note="b", by=cast.second_administrator)
    assert (new.replaces, new.entered_by, new.amount_oere, new.note) == (old, cast.second_administrator, 900_00, "b")
    assert (new.project, new.programme, new.line, new.applicant, new.title, new.granted_on) == (
        old.project, old.programme, old.line, old.applicant, old.title, old.granted_on,
    )  # fmt: skip
    assert Grant.objects.get(pk=old.pk).amount_oere == 1000_00
    assert new.entered_at > old.entered_at
    assert events("grant")[1:] == [
        (Action.CHANGED, cast.second_administrator.pk, cast.project.pk, {"fields": ["amount_oere", "note"]})
    ]


def test_a_correction_is_held_to_the_same_rules(cast):
    row = payment(cast.project)
    set_lapse(cast.project, lapsed_on=ago(10), by=None)
    assert "lapsed on" in refusal("paid_on", replace_row, row, paid_on=ago(9), by=None)
    assert replace_row(row, paid_on=ago(10), by=None).pk


def test_a_correction_that_is_refused_leaves_the_row_as_it_was(cast):
    row = grant(cast.project)
    refusal("amount_oere", replace_row, row, amount_oere=0, by=None)
    assert list(Grant.objects.current()) == [row]


@pytest.mark.parametrize("make", [framework, earmark, grant, payment])
def test_what_is_superseded_is_neither_corrected_nor_removed(cast, make):
    place = cast.project if make in (grant, payment) else cast.project.programme
    old = make(place)
    new = replace_row(old, amount_oere=5, by=None)
    for call in (replace_row, remove_row):
        with pytest.raises(ValidationError, match="corrected or removed already"):
            call(old, by=None, **({"because": "x"} if call is remove_row else {"amount_oere": 6}))
    remove_row(new, because="typed twice", by=None)
    with pytest.raises(ValidationError, match="corrected or removed already"):
        replace_row(new, amount_oere=6, by=None)
    assert type(old).objects.count() == 2


def test_a_removed_row_stays_with_its_reason(cast):
    row = remove_row(payment(cast.project), because="  Indtastet to gange ", by=cast.lead)
    row = Disbursement.objects.get(pk=row.pk)
    assert (row.removed_by, row.removed_because, row.removed_at.date()) == (
        cast.lead, "Indtastet to gange", row.entered_at.date(),
    )  # fmt: skip
    assert events("disbursement")[1:] == [(Action.ENDED, cast.lead.pk, cast.project.pk, {})]


@pytest.mark.parametrize("because", ["", "  ", "x" * 201])
def test_a_removal_needs_a_short_reason(cast, because):
    row = payment(cast.project)
    assert refusal("removed_because", remove_row, row, because=because, by=None)
    assert Disbursement.objects.current().get() == row


def test_no_event_holds_what_was_written(cast):
    row = grant(cast.project, 4711, applicant="Hverdagen", title="Hverdagen", note="Hverdagen", by=cast.lead)
    row = replace_row(row, title="Hverdagen igen", by=cast.lead)
    remove_row(row, because="Hverdagen", by=cast.lead)
    assert not any(word in str(AuditEvent.objects.values()) for word in ("Hverdagen", "4711"))


def test_a_lapse_is_set_changed_and_cleared_and_each_time_remembered(cast):
    for day in (ago(10), ago(5), None):
        set_lapse(cast.project, lapsed_on=day, by=cast.lead)
        cast.project.refresh_from_db()
        assert cast.project.lapsed_on == day
    decisions = LapseDecision.objects.order_by("pk")
    assert [(each.lapsed_on, each.entered_by) for each in decisions] == [
        (ago(10), cast.lead), (ago(5), cast.lead), (None, cast.lead),
    ]  # fmt: skip
    lapses = [event for event in events("project") if event[0] == Action.CHANGED]
    assert lapses == [(Action.CHANGED, cast.lead.pk, cast.project.pk, {"fields": ["lapsed_on"]})] * 3


def test_a_lapse_that_changes_nothing_is_refused(cast):
    assert "already" in refusal("lapsed_on", set_lapse, cast.project, lapsed_on=None, by=None)
    set_lapse(cast.project, lapsed_on=ago(3), by=None)
    assert "already" in refusal("lapsed_on", set_lapse, cast.project, lapsed_on=ago(3), by=None)
    assert LapseDecision.objects.count() == 1


def test_a_lapse_does_not_lie_before_the_project(cast):
    start = cast.project.starts_on
    assert "start" in refusal("lapsed_on", set_lapse, cast.project, lapsed_on=start - dt.timedelta(days=1), by=None)
    assert set_lapse(cast.project, lapsed_on=start, by=None).pk


def test_a_lapse_can_be_known_beforehand(cast):
    assert set_lapse(cast.project, lapsed_on=ago(-30), by=None).pk


def test_nothing_is_paid_after_the_lapse(cast):
    set_lapse(cast.project, lapsed_on=ago(10), by=None)
    assert "lapsed on" in refusal("paid_on", payment, cast.project, paid_on=ago(9))
    assert payment(cast.project, paid_on=ago(10)).pk
    assert payment(cast.other_project, paid_on=ago(9)).pk


def test_a_lapse_s_day_is_read_from_the_database(cast):
    """Whoever opened the page before the lapse was set holds an older project."""
    set_lapse(Project.objects.get(pk=cast.project.pk), lapsed_on=ago(10), by=None)
    assert cast.project.lapsed_on is None
    assert "lapsed on" in refusal("paid_on", payment, cast.project, paid_on=ago(9))


def test_a_lapse_on_the_day_of_the_last_payment_is_accepted(cast):
    payment(cast.project, paid_on=ago(5))
    assert set_lapse(cast.project, lapsed_on=ago(5), by=None).pk


def test_a_lapse_before_a_payment_is_refused_until_the_payment_is_mended(cast):
    row = payment(cast.project, paid_on=ago(5))
    assert "payment" in refusal("lapsed_on", set_lapse, cast.project, lapsed_on=ago(6), by=None)
    remove_row(row, because="typed twice", by=None)
    assert set_lapse(cast.project, lapsed_on=ago(6), by=None).pk


@pytest.mark.parametrize("model", [Framework, Earmark, Grant, Disbursement, LapseDecision])
def test_one_s_own_rows_are_never_deleted_with_their_place(model):
    assert {field.remote_field.on_delete.__name__ for field in model._meta.fields if field.remote_field} == {"PROTECT"}


def test_changes_of_one_place_take_turns(cast):
    """The project's row is locked before anything is read."""
    row = grant(cast.project)
    for change in (
        lambda: payment(cast.project),
        lambda: replace_row(row, amount_oere=5, by=None),
        lambda: set_lapse(cast.project, lapsed_on=ago(1), by=None),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            change()
        reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        assert 'FROM "projects_project"' in reads[0]
        assert ("FOR UPDATE" in reads[0]) is connection.features.has_select_for_update
