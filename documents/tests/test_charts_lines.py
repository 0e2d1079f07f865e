import itertools

import pytest

from documents.charts import NARROW, WIDE, Point, Threshold, line_chart, score_thresholds
from documents.charts.lines import LEFT, PADDING, PLOT, RIGHT, TOP, height_of, positions, spaced

MEANS = {1: (28, 36), 2: (24, 44), 3: (20, 42), 4: (17, 45), 5: (13, 47), 6: (11, 46)}


def points(means=None):
    return [Point(k, mean, str(mean), (str(k), str(n))) for k, (n, mean) in (MEANS if means is None else means).items()]


def chart(drawn=None, **options):
    facts = {"thresholds": score_thresholds(), "heads": ("Måling", "n"), "axis": "Score"} | options
    return line_chart("x", "Trivsel", points() if drawn is None else drawn, **facts)


@pytest.mark.parametrize(
    ("value", "expected"), [(0, TOP + PLOT), (100, TOP), (50, TOP + PLOT / 2), (68, TOP + PLOT * 0.32)]
)
def test_the_scale_begins_at_zero_at_the_bottom(value, expected):
    assert height_of(value, 100) == pytest.approx(expected, abs=0.05)


def test_the_scale_is_named_from_zero_to_hundred():
    assert [mark.text for mark in chart().drawing.scale] == ["0", "20", "40", "60", "80", "100"]
    assert chart().drawing.scale[0].y == TOP + PLOT


@pytest.mark.parametrize(
    ("xs", "expected"),
    [
        ([1, 2, 3], [0, 50, 100]),
        ([1, 2, 5], [0, 25, 100]),
        ([7], [50]),
        ([7, 7], [50, 50]),
    ],
)
def test_positions_are_in_proportion(xs, expected):
    assert positions(xs, 0, 100) == expected


@pytest.mark.parametrize(
    ("xs", "room", "expected"),
    [
        ([0, 10, 20, 30], 10, {0, 1, 2, 3}),
        ([0, 10, 20, 30], 15, {1, 3}),
        ([0, 1, 2], 50, {2}),
        ([5], 50, {0}),
        ([], 50, set()),
    ],
)
def test_spaced_keeps_the_last_and_those_that_leave_room(xs, room, expected):
    assert spaced(xs, room) == expected


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_points_stand_within_the_plot_in_the_order_of_the_waves(width):
    xs = [point.x for point in chart(width=width).drawing.points]
    assert xs == sorted(xs)
    assert (xs[0], xs[-1]) == (LEFT + PADDING, width - RIGHT - PADDING)


def test_every_wave_has_its_number_and_its_n_beneath_its_point():
    drawing = chart().drawing
    for head, row in zip(drawing.heads, range(2), strict=True):
        beneath = [text for text in drawing.beneath if text.y == head.y]
        assert [text.text for text in beneath] == [str((k, n)[row]) for k, (n, _mean) in MEANS.items()]
        assert [text.x for text in beneath] == [round(point.x) for point in drawing.points]
    assert drawing.heads[0].text == "Måling"
    assert all(text.y > TOP + PLOT for text in drawing.beneath)
    assert chart().height >= max(text.y for text in drawing.beneath)


def test_every_point_shows_its_value_above_it_or_below_a_low_one():
    shown = chart().drawing.points
    assert [point.display.text for point in shown] == ["36", "44", "42", "45", "47", "46"]
    assert [point.display.y < point.y for point in shown] == [False, True, False, True, True, False]


def test_many_points_keep_their_values_apart_and_show_the_last():
    many = [Point(k, 40, "40", (str(k), "12")) for k in range(1, 31)]
    drawing = chart(many).drawing
    xs = [point.display.x for point in drawing.points if point.display]
    assert len(drawing.points) == 30
    assert all(right - left >= 25 for left, right in itertools.pairwise(xs))
    assert drawing.points[-1].display.text == "40"
    numbers = [text.x for text in drawing.beneath if text.y == drawing.heads[0].y]
    assert all(right - left >= 23 for left, right in itertools.pairwise(numbers))


def test_the_line_runs_through_all_points():
    drawing = chart().drawing
    assert drawing.segments == [" ".join(f"{point.x},{point.y}" for point in drawing.points)]


def test_a_missing_value_breaks_the_line_and_keeps_its_place():
    gap = [Point(1, 36, "36", ("1", "28")), Point(2, 44, "44", ("2", "12")), Point(3, None, "udeladt", ("3", "–"))]
    gap += [Point(4, 45, "45", ("4", "11")), Point(5, 47, "47", ("5", "10"))]
    drawing = chart(gap).drawing
    assert len(drawing.segments) == 2
    assert len(drawing.points) == 4
    assert len([text for text in drawing.beneath if text.y == drawing.heads[0].y]) == 5
    assert "Måling 3, n –: udeladt" in chart(gap).description


def test_one_point_is_a_point_without_a_line_in_the_middle():
    drawing = chart([Point(1, 36, "36", ("1", "28"))]).drawing
    assert drawing.segments == []
    assert [point.x for point in drawing.points] == [(LEFT + PADDING + NARROW - RIGHT - PADDING) / 2]
    assert drawing.points[0].display.text == "36"


@pytest.mark.parametrize("nothing", [[], [Point(1, None, "·", ("1", "·"))]])
def test_without_values_the_chart_is_empty(nothing):
    assert chart(nothing).is_empty


@pytest.mark.parametrize("value", [0, 100])
def test_the_ends_of_the_scale_can_be_drawn(value):
    drawn = chart([Point(1, value, str(value), ("1", "28")), Point(2, 50, "50", ("2", "20"))])
    first = drawn.drawing.points[0]
    assert TOP <= first.y <= TOP + PLOT
    assert 12 < first.display.y < drawn.height


def test_thresholds_are_labelled_lines_told_apart_by_their_dashes():
    lines = chart().drawing.thresholds
    assert [line.y for line in lines] == [height_of(value, 100) for value in (35, 50, 68)]
    assert len({line.dashes for line in lines}) == 3
    names = [" ".join(part.text for part in line.label) for line in lines]
    assert [name.split()[-1] for name in names] == ["35", "50", "68"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_names_of_thresholds_do_not_run_into_one_another(language):
    from django.utils import translation

    with translation.override(language):
        ys = sorted(part.y for line in chart().drawing.thresholds for part in line.label)
    assert all(below - above >= 12 for above, below in itertools.pairwise(ys))


def test_a_chart_without_thresholds_or_rows_beneath():
    plain = line_chart("x", "Titel", [Point(1, 3, "3", ()), Point(2, 4, "4", ())], highest=5)
    assert plain.drawing.thresholds == []
    assert plain.drawing.beneath == []
    assert plain.drawing.points[1].y == height_of(4, 5)


def test_thresholds_may_be_given_in_any_order():
    lines = chart(thresholds=[Threshold(80, "Høj"), Threshold(20, "Lav")]).drawing.thresholds
    assert [line.label[0].text for line in lines] == ["Lav", "Høj"]


def test_the_description_tells_wave_n_and_mean():
    assert chart().description.startswith("Trivsel. Måling 1, n 28: 36; Måling 2, n 24: 44;")
