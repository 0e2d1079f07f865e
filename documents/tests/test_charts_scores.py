import datetime as dt
import itertools

import pytest

from documents.charts import NARROW, score_curve

SCORES = [(dt.date(2023, 1, 3), 24), (dt.date(2023, 4, 3), 36), (dt.date(2023, 12, 29), 72)]


def test_scores_are_spaced_by_their_dates():
    first, second, third = (point.x for point in score_curve(SCORES).drawing.points)
    assert (second - first) / (third - first) == pytest.approx(90 / 360, abs=0.01)


def test_scores_may_come_in_any_order():
    assert score_curve(SCORES[::-1]) == score_curve(SCORES)


def test_dates_stand_beneath_their_points_as_far_as_there_is_room():
    close = [(dt.date(2023, 1, day), 40) for day in range(1, 31)]
    drawing = score_curve(close).drawing
    assert [text.text for text in drawing.beneath][-1] == "30.01.2023"
    xs = [text.x for text in drawing.beneath]
    assert all(right - left >= 75 for left, right in itertools.pairwise(xs))
    assert len(drawing.points) == 30


def test_dates_keep_within_the_picture():
    drawing = score_curve(SCORES).drawing
    assert all(36 <= text.x <= NARROW - 36 for text in drawing.beneath)


def test_the_description_tells_each_day_and_score():
    assert "03.01.2023: 24; 03.04.2023: 36; 29.12.2023: 72." in score_curve(SCORES).description


@pytest.mark.parametrize(("points", "is_empty"), [([], True), (SCORES[:1], False), (SCORES, False)])
def test_a_curve_without_scores_is_empty(points, is_empty):
    assert score_curve(points).is_empty is is_empty


def test_two_answers_on_one_day_are_both_drawn():
    day = dt.date(2023, 1, 3)
    assert len(score_curve([(day, 24), (day, 40)]).drawing.points) == 2


def test_two_curves_on_a_page_can_have_ids_of_their_own():
    assert {score_curve(SCORES).id, score_curve(SCORES, id="other").id} == {"score_curve", "other"}
