import itertools
from fractions import Fraction

import pytest

from documents.charts import NARROW, WIDE, Bar, bar_chart
from documents.charts.bars import lengths, value_room
from documents.charts.frame import text_room, wrapped
from documents.tests.samples import LONG_LABELS


def bars(*values):
    return [Bar(f"Række {n}", value, str(value)) for n, value in enumerate(values)]


def drawn(*values, width=NARROW):
    return bar_chart("x", "Titel", bars(*values), width=width).drawing


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((10, 5, 0), [200.0, 100.0, 0.0]),
        ((1,), [200.0]),
        ((3, 3), [200.0, 200.0]),
        ((3, 1), [200.0, 66.7]),
        ((None, 4), [0.0, 200.0]),
        ((Fraction(1, 3), Fraction(1, 6)), [200.0, 100.0]),
        ((0, 0), [0.0, 0.0]),
        ((), []),
    ],
)
def test_lengths_are_in_proportion_from_zero(values, expected):
    assert lengths(bars(*values), 200) == expected


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_bar_begins_at_the_zero_line_and_ends_before_the_room_for_its_value(width):
    rows = bars(45, 27, 0, 1)
    drawing = bar_chart("x", "Titel", rows, width=width).drawing
    assert {bar.x for bar in drawing.bars} == {drawing.zero}
    assert max(bar.x + bar.length for bar in drawing.bars) == width - value_room(rows)
    assert drawing.bars[0].length / drawing.bars[3].length == pytest.approx(45, rel=0.05)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_bars_and_labels_follow_one_another_without_touching(width):
    chart = bar_chart("x", "Titel", [Bar(label, 3, "3") for label in LONG_LABELS], width=width)
    rows = chart.drawing.bars
    for above, below in itertools.pairwise(rows):
        lowest = max(above.y + chart.drawing.thickness, *(line.y for line in above.label))
        assert lowest < below.y
        assert lowest < below.label[0].y - 9
    assert rows[-1].y + chart.drawing.thickness < chart.height
    assert max(line.y for line in rows[-1].label) < chart.height


def test_a_narrow_chart_has_each_label_above_its_bar():
    drawing = drawn(3, 4, width=NARROW)
    assert drawing.anchor == "start"
    assert all(line.x == 0 and line.y < bar.y for bar in drawing.bars for line in bar.label)


def test_a_wide_chart_has_its_labels_in_a_column_that_ends_before_the_zero_line():
    drawing = drawn(3, 4, width=WIDE)
    assert drawing.anchor == "end"
    assert all(line.x < drawing.zero for bar in drawing.bars for line in bar.label)


def test_the_column_of_labels_is_no_wider_than_they_need():
    short = bar_chart("x", "Titel", [Bar("Kvinde", 3, "3")], width=WIDE).drawing
    long = bar_chart("x", "Titel", [Bar(LONG_LABELS[2], 3, "3")], width=WIDE).drawing
    assert short.zero < 80 < 200 < long.zero <= 272


def test_the_value_stands_right_behind_its_bar():
    for bar in drawn(45, 27, 0).bars:
        assert 0 <= bar.display.x - (bar.x + bar.length) - 6 <= 1
        assert bar.y < bar.display.y <= bar.y + 14


def test_a_hidden_value_has_no_length_and_shows_only_its_mark():
    chart = bar_chart("x", "Titel", [Bar("Mand", None, "·"), Bar("Kvinde", 40, "40")])
    hidden = chart.drawing.bars[0]
    assert (hidden.length, hidden.display.text) == (0.0, "·")
    assert "Mand: ·" in chart.description


def test_a_hidden_value_does_not_move_the_others():
    with_hidden = bar_chart("x", "T", [Bar("A", None, "·"), Bar("B", 40, "40"), Bar("C", 10, "10")]).drawing
    with_zero = bar_chart("x", "T", [Bar("A", 0, "0"), Bar("B", 40, "40"), Bar("C", 10, "10")]).drawing
    assert [bar.length for bar in with_hidden.bars] == [bar.length for bar in with_zero.bars]


@pytest.mark.parametrize("values", [(), (0,), (0, 0, 0), (None, None), (0, None)])
def test_a_chart_without_a_value_is_empty(values):
    chart = bar_chart("x", "Titel", bars(*values))
    assert chart.is_empty
    assert chart.drawing is None


def test_one_bar_fills_the_width():
    assert drawn(7).bars[0].length == NARROW - value_room(bars(7)) - 2


def test_the_description_tells_every_bar_in_words():
    chart = bar_chart("x", "Borgere efter køn", [Bar("Kvinde", 73, "95 pct. (73)"), Bar("Mand", 4, "5 pct. (4)")])
    assert chart.description == "Borgere efter køn. Kvinde: 95 pct. (73); Mand: 5 pct. (4)."
    assert chart.title == "Borgere efter køn"


@pytest.mark.parametrize("label", LONG_LABELS)
@pytest.mark.parametrize("width", [100, 264, 360])
def test_wrapped_keeps_every_word_and_keeps_within_the_width(label, width):
    lines = wrapped(label, width)
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")
    assert all(text_room(line) <= width + 8 for line in lines)


def test_wrapped_gives_an_empty_label_one_empty_line():
    assert wrapped("", 100) == [""]


@pytest.mark.parametrize(("display", "least"), [("7", 20), ("100 pct. (1.234)", 130)])
def test_the_room_for_values_follows_the_longest_of_them(display, least):
    assert least <= value_room([Bar("A", 1, display), Bar("B", 1, "1")]) <= least + 20


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_zero_line_runs_along_each_bar_and_through_no_label(width):
    for bar in drawn(45, 0, 3, width=width).bars:
        top, bottom = bar.axis
        assert top < bar.y < bar.y + 14 < bottom
        assert width == WIDE or all(line.y <= top for line in bar.label)
