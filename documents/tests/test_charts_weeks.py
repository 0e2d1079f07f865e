import itertools

import pytest

from documents.charts import NARROW, WIDE, Stretch, week_chart
from documents.charts.weeks import LEFT, PLOT, RIGHT, TOP, marks
from documents.templatetags.documents import chart
from documents.tests.samples import SVG, svg_root, svg_texts

PARTS = (
    Stretch("Contact period", 0, 2.5, "2 contacts", "01.01.2026"),
    Stretch("Phase 1", 2.5, 20, "9 contacts", "18.01.2026"),
    Stretch("Phase 2", 20, 37, "not begun", "20.05.2026"),
)
COUNTS = [1, 1, 3, 0, 2]


def drawn(counts=COUNTS, parts=PARTS, width=NARROW):
    return week_chart("weeks", "Contacts", counts, parts, axis="Per week", width=width)


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (1, [0, 1]),
        (2, [0, 1, 2]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 3, 6, 9]),
        (30, [0, 8, 16, 24, 32]),
    ],
)
def test_the_scale_has_whole_evenly_spaced_marks_that_reach_the_highest(highest, expected):
    assert marks(highest) == expected


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_bar_begins_at_zero_and_is_as_high_as_its_count(width):
    drawing = drawn(width=width).drawing
    assert len(drawing.weeks) == 4  # a week without a contact has no bar
    assert {round(week.y + week.height, 1) for week in drawing.weeks} == {TOP + PLOT}
    assert [week.height for week in drawing.weeks] == [33.3, 33.3, 100.0, 66.7]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_bars_stand_in_their_weeks_without_touching(width):
    drawing = drawn([1] * 37, width=width).drawing
    unit = (width - LEFT - RIGHT) / 37
    for number, week in enumerate(drawing.weeks):
        assert LEFT + number * unit <= week.x
        assert week.x + week.width <= LEFT + (number + 1) * unit + 0.1
    assert all(left.x + left.width < right.x for left, right in itertools.pairwise(drawing.weeks))


def test_the_stretches_follow_one_another_to_the_end_of_the_picture():
    stretches = drawn().drawing.stretches
    assert stretches[0].x == LEFT
    for before, after in itertools.pairwise(stretches):
        assert before.x + before.width == pytest.approx(after.x, abs=0.2)
    assert stretches[-1].x + stretches[-1].width == pytest.approx(NARROW - RIGHT, abs=0.2)
    assert [stretch.is_shaded for stretch in stretches] == [False, True, False]


def test_a_name_without_room_is_left_to_the_words():
    chart = drawn()
    assert [stretch.label and stretch.label.text for stretch in chart.drawing.stretches] == [None, "Phase 1", "Phase 2"]
    assert chart.description == "Contacts. Contact period: 2 contacts; Phase 1: 9 contacts; Phase 2: not begun."


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_days_beneath_neither_touch_nor_leave_the_picture(width):
    close = [Stretch(str(n), n, n + 1, "", "01.01.2026") for n in range(40)]
    beneath = drawn(parts=close, width=width).drawing.beneath
    assert beneath[0].x == LEFT
    assert all(after.x - before.x >= 70 for before, after in itertools.pairwise(beneath))
    assert beneath[-1].x + 70 <= width


def test_a_stretch_without_a_day_has_none_beneath():
    assert drawn(parts=[Stretch("Phase 1", 0, 9, "")]).drawing.beneath == []


def test_weeks_beyond_the_stretches_still_fit():
    drawing = drawn([0] * 20 + [5], [Stretch("Phase 1", 0, 9, "5 contacts")]).drawing
    assert drawing.weeks[0].x + drawing.weeks[0].width <= NARROW - RIGHT


@pytest.mark.parametrize("counts", [[], [0], [0, 0, 0]])
def test_without_a_count_there_is_nothing_to_draw(counts):
    empty = drawn(counts)
    assert empty.is_empty
    assert "Phase 2: not begun" in empty.description


def test_it_is_drawn_as_svg_with_its_words_as_the_alternative():
    made = drawn()
    svg = chart(made)
    root = svg_root(svg)
    assert root.find(f"{SVG}title").text == made.description
    assert len([one for one in root.iter(f"{SVG}rect") if one.get("class") == "chart-bar"]) == 4
    assert {"Per week", "Phase 1", "Phase 2", "0", "3", "01.01.2026"} <= set(svg_texts(svg))
