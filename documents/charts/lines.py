from collections.abc import Sequence
from dataclasses import dataclass

from documents.charts.frame import NARROW, SMALL, Chart, TextLine, in_words, wrapped

LEFT = 56  # room for the scale and for the names of the rows beneath
RIGHT = 104  # room for the names of the thresholds
TOP = 30
PLOT = 210  # the height of the scale
PADDING = 18  # from the plot's edges to the first and the last point
ROW = 17  # from one row of text beneath the plot to the next
LINE = 12  # from one line of a threshold's name to the next
VALUE_ROOM = 26  # the least distance between two points that both show their value
SCALE_STEPS = 5


@dataclass(frozen=True)
class Point:
    """`x` orders and spaces the points; `beneath` stands under the point, a text for each row of the chart.

    A `value` of None (left out, or withheld) draws nothing and breaks the line.
    """

    x: float
    value: float | int | None
    display: str
    beneath: tuple[str, ...]


@dataclass(frozen=True)
class Threshold:
    value: int
    label: str


@dataclass(frozen=True)
class DrawnPoint:
    x: float
    y: float
    display: TextLine | None


@dataclass(frozen=True)
class DrawnThreshold:
    y: float
    dashes: str
    label: list[TextLine]


@dataclass(frozen=True)
class LineDrawing:
    left: int
    right: int
    scale: list[TextLine]
    axis: TextLine
    thresholds: list[DrawnThreshold]
    segments: list[str]
    points: list[DrawnPoint]
    beneath: list[TextLine]
    heads: list[TextLine]


DASHES = ("2 3", "6 3", "10 3 2 3")  # from the lowest threshold to the highest: told apart without colour


def line_chart(
    id: str,
    title: str,
    points: Sequence[Point],
    *,
    thresholds: Sequence[Threshold] = (),
    axis: str = "",
    heads: tuple[str, ...] = (),
    highest: int = 100,
    room: int = 24,
    width: int = NARROW,
) -> Chart:
    """Values on a scale from zero to `highest` as points joined by a line, each with what stands beneath it.

    `heads` name the rows beneath; texts there keep `room` units apart, the rest is left to the table.
    """
    description = in_words(title, [_in_words(point, heads) for point in points])
    if all(point.value is None for point in points):
        return Chart(id, title, description, "documents/charts/lines.svg", width)
    xs = positions([point.x for point in points], LEFT + PADDING, width - RIGHT - PADDING)
    drawing = LineDrawing(
        left=LEFT,
        right=width - RIGHT,
        scale=_scale(highest),
        axis=TextLine(LEFT, TOP - 16, axis),
        thresholds=[
            _threshold(line, dashes, width, highest)
            for line, dashes in zip(sorted(thresholds, key=lambda line: line.value), DASHES, strict=False)
        ],
        segments=_segments(points, xs, highest),
        points=_points(points, xs, highest),
        beneath=_beneath(points, xs, room),
        heads=[TextLine(LEFT - 10, _row(n), head) for n, head in enumerate(heads)],
    )
    height = _row(len(heads)) if heads else TOP + PLOT + ROW
    return Chart(id, title, description, "documents/charts/lines.svg", width, height, drawing)


def height_of(value: float, highest: int) -> float:
    """The y of a value: the scale begins at zero, at the bottom of the plot."""
    return round(float(TOP + PLOT - PLOT * value / highest), 1)


def positions(xs: Sequence[float], left: int, right: int) -> list[float]:
    """`xs` spread from `left` to `right` in proportion; a single one stands in the middle."""
    first, last = min(xs), max(xs)
    if first == last:
        return [(left + right) / 2 for _ in xs]
    return [round(left + (right - left) * (x - first) / (last - first), 1) for x in xs]


def spaced(xs: Sequence[float], room: float) -> set[int]:
    """The indexes of those of `xs` (ascending) that keep `room` apart; the last is always among them."""
    kept: list[int] = []
    for index in reversed(range(len(xs))):
        if not kept or xs[kept[-1]] - xs[index] >= room:
            kept.append(index)
    return set(kept)


def _in_words(point: Point, heads: tuple[str, ...]) -> str:
    beneath = ", ".join(f"{head} {text}".strip() for head, text in zip(heads, point.beneath, strict=True))
    return f"{beneath}: {point.display}"


def _row(number: int) -> int:
    return TOP + PLOT + 20 + number * ROW


def _scale(highest: int) -> list[TextLine]:
    marks = [highest * step // SCALE_STEPS for step in range(SCALE_STEPS + 1)]
    return [TextLine(LEFT - 10, round(height_of(mark, highest)), str(mark)) for mark in marks]


def _threshold(line: Threshold, dashes: str, width: int, highest: int) -> DrawnThreshold:
    y = height_of(line.value, highest)
    texts = wrapped(line.label, RIGHT - 6, SMALL)
    first = round(y) + 4 - (len(texts) - 1) * LINE // 2
    x = width - RIGHT + 6
    return DrawnThreshold(y, dashes, [TextLine(x, first + n * LINE, text) for n, text in enumerate(texts)])


def _segments(points: Sequence[Point], xs: Sequence[float], highest: int) -> list[str]:
    """Runs of points without a gap, each as the points of a polyline."""
    runs: list[list[str]] = [[]]
    for point, x in zip(points, xs, strict=True):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x},{height_of(point.value, highest)}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _points(points: Sequence[Point], xs: Sequence[float], highest: int) -> list[DrawnPoint]:
    known = [(point, x) for point, x in zip(points, xs, strict=True) if point.value is not None]
    labelled = spaced([x for _, x in known], VALUE_ROOM)
    values = [float(point.value or 0) for point, _ in known]
    drawn = []
    for index, (point, x) in enumerate(known):
        y = height_of(values[index], highest)
        beside = values[max(index - 1, 0) : index + 2]
        shift = 19 if len(beside) > 1 and values[index] == min(beside) < max(beside) else -9
        text = TextLine(round(x), round(y + shift), point.display) if index in labelled else None
        drawn.append(DrawnPoint(x, y, text))
    return drawn


def _beneath(points: Sequence[Point], xs: Sequence[float], room: int) -> list[TextLine]:
    return [
        TextLine(round(xs[index]), _row(row), text)
        for index in sorted(spaced(xs, room))
        for row, text in enumerate(points[index].beneath)
    ]
