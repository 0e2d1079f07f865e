"""Counts per week as upright bars, with the stretches of time that the weeks belong to drawn behind them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from documents.charts.frame import NARROW, SMALL, Chart, TextLine, in_words, text_room

LEFT = 24  # room for the scale
RIGHT = 4
TOP = 40
PLOT = 100  # the height of the scale
GAP = 0.2  # of a week's width, left open between two bars
MARKS = 4  # on the scale at most, beside zero
NAME_Y = TOP - 8
AXIS_Y = 11
BENEATH_Y = TOP + PLOT + 16


@dataclass(frozen=True)
class Stretch:
    """`begins` and `ends` are counted in weeks from the first one; `told` says in words what its bars show.

    `beneath` stands where it begins.
    """

    label: str
    begins: float
    ends: float
    told: str
    beneath: str = ""


@dataclass(frozen=True)
class DrawnStretch:
    x: float
    width: float
    is_shaded: bool  # every other one, so that neighbours are told apart
    label: TextLine | None


@dataclass(frozen=True)
class DrawnWeek:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class WeekDrawing:
    left: int
    right: int
    top: int
    bottom: int
    plot: int
    scale: list[TextLine]
    axis: TextLine
    stretches: list[DrawnStretch]
    weeks: list[DrawnWeek]
    beneath: list[TextLine]


def week_chart(
    id: str, title: str, counts: Sequence[int], stretches: Sequence[Stretch], *, axis: str, width: int = NARROW
) -> Chart:
    """A bar for each week's count, from zero; the stretches say how far the picture reaches.

    Empty where every count is zero.
    """
    description = in_words(title, [f"{stretch.label}: {stretch.told}" for stretch in stretches])
    template = "documents/charts/weeks.svg"
    if not any(counts):
        return Chart(id, title, description, template, width)
    unit = (width - LEFT - RIGHT) / max(len(counts), *(stretch.ends for stretch in stretches))
    drawing = WeekDrawing(
        left=LEFT,
        right=width - RIGHT,
        top=TOP,
        bottom=TOP + PLOT,
        plot=PLOT,
        scale=_scale(max(counts)),
        axis=TextLine(0, AXIS_Y, axis),
        stretches=[_stretch(stretch, index, unit) for index, stretch in enumerate(stretches)],
        weeks=_weeks(counts, unit),
        beneath=_beneath(stretches, unit, width),
    )
    return Chart(id, title, description, template, width, BENEATH_Y + 6, drawing)


def marks(highest: int) -> list[int]:
    """Whole numbers from zero up, evenly spaced, the last one at or above `highest`."""
    step = math.ceil(highest / MARKS)
    return list(range(0, highest + step, step))


def _scale(highest: int) -> list[TextLine]:
    top = marks(highest)[-1]
    return [TextLine(LEFT - 8, round(TOP + PLOT - PLOT * mark / top), str(mark)) for mark in marks(highest)]


def _weeks(counts: Sequence[int], unit: float) -> list[DrawnWeek]:
    top = marks(max(counts))[-1]
    drawn = []
    for week, count in enumerate(counts):
        height = round(PLOT * count / top, 1)
        x = round(LEFT + unit * (week + GAP / 2), 1)
        if count:
            drawn.append(DrawnWeek(x, round(TOP + PLOT - height, 1), round(unit * (1 - GAP), 1), height))
    return drawn


def _stretch(stretch: Stretch, index: int, unit: float) -> DrawnStretch:
    """Its name stands above it where there is room; the words tell it anyway."""
    x, width = LEFT + unit * stretch.begins, unit * (stretch.ends - stretch.begins)
    has_room = text_room(stretch.label, SMALL) <= width
    label = TextLine(round(x + width / 2), NAME_Y, stretch.label) if has_room else None
    return DrawnStretch(round(x, 1), round(width, 1), index % 2 == 1, label)


def _beneath(stretches: Sequence[Stretch], unit: float, width: int) -> list[TextLine]:
    """What stands under the beginnings, left out where it would run into the one before or out of the picture."""
    lines: list[TextLine] = []
    free_from = 0.0
    for stretch in stretches:
        x, room = LEFT + unit * stretch.begins, text_room(stretch.beneath, SMALL)
        if stretch.beneath and x >= free_from and x + room <= width:
            lines.append(TextLine(round(x), BENEATH_Y, stretch.beneath))
            free_from = x + room
    return lines
