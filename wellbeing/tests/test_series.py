import datetime as dt

import pytest
from django.utils.timezone import localdate

from wellbeing.instrument import RiskGroup
from wellbeing.models import WellbeingResponse
from wellbeing.series import Change, readings
from wellbeing.services import record_answer


@pytest.fixture
def series(cast):
    """Scores (None: an item is missing) by days before today."""

    def make(*answers):
        for days, score in answers:
            items = [None, 1, 1, 1, 1] if score is None else [score // 20] * 5
            day = localdate() - dt.timedelta(days=days)
            record_answer(cast.client, answered_on=day, items=items, recorded_for=cast.ngo, by=cast.caseworker)
        return readings(list(WellbeingResponse.objects.current().order_by("answered_on", "nth")))

    return make


@pytest.mark.parametrize(
    ("points", "display", "rise", "fall"),
    [
        (0, "0", False, False),
        (8, "+8", False, False),
        (12, "+12", True, False),
        (100, "+100", True, False),
        (-8, "−8", False, False),
        (-12, "−12", False, True),
    ],
)
def test_a_change_is_clear_from_twelve_points(points, display, rise, fall):
    change = Change(points)
    assert (change.display, change.is_clear_rise, change.is_clear_fall) == (display, rise, fall)


def test_no_answers():
    assert readings([]) == []


def test_the_first_answer_has_nothing_to_be_compared_with(series):
    only = series((0, 20))[0]
    assert (only.since_first, only.since_last, only.last) == (None, None, None)
    assert (only.risk, only.is_low, only.missing) == (RiskGroup.HIGH, True, [])


def test_each_is_read_against_the_first_and_the_last(series):
    read = series((200, 20), (190, 40), (100, 80), (0, 60))
    assert [each.since_first and each.since_first.points for each in read] == [None, 20, 60, 40]
    assert [each.since_last and each.since_last.points for each in read] == [None, 20, 40, -20]
    assert [each.is_low for each in read] == [True, True, False, False]


def test_an_incomplete_answer_is_passed_over(series):
    read = series((200, 20), (100, None), (0, 60))
    assert (read[1].risk, read[1].short_risk, read[1].since_first, read[1].is_low) == (None, "", None, False)
    assert read[1].missing == [1]
    assert read[2].since_last.points == 40
    assert read[2].last == read[0].answer


def test_an_incomplete_answer_at_the_beginning(series):
    read = series((200, None), (100, 20), (0, 40))
    assert [each.since_first and each.since_first.points for each in read] == [None, None, 20]


def test_without_the_first_answer_in_sight_there_is_no_change_since_it(series):
    read = series((200, 20), (100, 40), (0, 60))
    partial = readings([each.answer for each in read[1:]])
    assert [each.since_first for each in partial] == [None, None]
    assert partial[1].since_last.points == 20
