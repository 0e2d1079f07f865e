import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from wellbeing.models import WellbeingResponse
from wellbeing.services import correct_answer, record_answer


def record(cast, items=(1, 2, 3, 4, 5), day=None, by=None):
    day = day or localdate()
    return record_answer(cast.client, answered_on=day, items=items, recorded_for=cast.ngo, by=by or cast.caseworker)


def test_an_answer_is_kept_with_its_score(cast):
    answer = record(cast)
    answer.refresh_from_db()
    assert (answer.items, answer.score, answer.wave, answer.nth) == ([1, 2, 3, 4, 5], 60, 1, 1)
    assert (answer.project, answer.recorded_by, answer.recorded_for) == (cast.project, cast.caseworker, cast.ngo)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_type, event.client_ids) == (
        Action.CREATED,
        "wellbeingresponse",
        [cast.client.pk],
    )
    assert event.detail == {}


def test_the_answers_stay_where_one_is_missing(cast):
    answer = record(cast, [1, None, 3, 4, 5])
    answer.refresh_from_db()
    assert (answer.items, answer.score, answer.wave) == ([1, None, 3, 4, 5], None, None)


@pytest.mark.parametrize(
    ("items", "days", "field"),
    [
        ([1, 2, 3, 4, 6], 0, "item_5"),
        ([1, 2, 3, 4, 5], 1, "answered_on"),
        ([None] * 5, 0, "__all__"),
    ],
)
def test_an_answer_is_refused_and_nothing_is_stored(cast, items, days, field):
    with pytest.raises(ValidationError) as caught:
        record(cast, items, localdate() + dt.timedelta(days=days))
    assert list(caught.value.update_error_dict({})) == [field]
    assert not WellbeingResponse.objects.exists()


@pytest.mark.parametrize("items", [[1, 2, 3, 4], [1, 2, 3, 4, 5, 5]])
def test_five_items_it_is(cast, items):
    with pytest.raises(ValueError, match="5 items"):
        record(cast, items)


def test_a_correction_is_a_new_row(cast):
    old = record(cast)
    new = correct_answer(old, items=[0, 0, 0, 0, 0], recorded_for=cast.ngo, by=cast.colleague)
    old.refresh_from_db()
    assert (old.superseded_by, old.wave, old.score, old.items) == (new, None, 60, [1, 2, 3, 4, 5])
    assert (new.score, new.wave, new.answered_on, new.recorded_by) == (0, 1, old.answered_on, cast.colleague)
    assert list(WellbeingResponse.objects.current()) == [new]
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_ids) == (Action.CHANGED, [new.pk])


def test_a_correction_of_a_correction(cast):
    first = record(cast)
    second = correct_answer(first, items=[1] * 5, recorded_for=cast.ngo, by=cast.caseworker)
    third = correct_answer(second, items=[2] * 5, recorded_for=cast.ngo, by=cast.caseworker)
    assert [answer.pk for answer in WellbeingResponse.objects.current()] == [third.pk]


def test_what_is_superseded_is_not_corrected_again(cast):
    answer = record(cast)
    correct_answer(answer, items=[1] * 5, recorded_for=cast.ngo, by=cast.caseworker)
    with pytest.raises(ValidationError, match="corrected already"):
        correct_answer(answer, items=[2] * 5, recorded_for=cast.ngo, by=cast.caseworker)


def test_a_correction_out_of_range_is_refused(cast):
    answer = record(cast)
    with pytest.raises(ValidationError) as caught:
        correct_answer(answer, items=[1, 2, 3, 4, 9], recorded_for=cast.ngo, by=cast.caseworker)
    assert list(caught.value.message_dict) == ["item_5"]
    assert WellbeingResponse.objects.get().superseded_by is None


def test_a_correction_without_any_answer_is_refused(cast):
    answer = record(cast)
    with pytest.raises(ValidationError, match="at least one"):
        correct_answer(answer, items=[None] * 5, recorded_for=cast.ngo, by=cast.caseworker)
    assert WellbeingResponse.objects.get().superseded_by is None
