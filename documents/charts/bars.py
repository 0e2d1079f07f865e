from collections.abc import Sequence
from dataclasses import dataclass

from documents.charts.frame import LABEL, NARROW, WIDE, Chart, TextLine, in_words, text_room, wrapped

THICKNESS = 14
LINE = 16  # from one line of a label to the next
GAP = 12  # between one bar's row and the next
EDGE = 4
LABEL_GAP = 8
VALUE_GAP = 6
LABEL_SLOT = 272  # the widest column of labels in a wide chart; a narrow one has each label above its bar
BASELINE = 2  # how far the zero line stands out beyond a bar


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart. A `value` of None (no base, or withheld) draws no bar, only its display.

    A muted bar is hatched in grey: what is not of the same kind as the others ("none registered").
    """

    label: str
    value: float | int | None
    display: str
    is_muted: bool = False


@dataclass(frozen=True)
class DrawnBar:
    x: int
    y: int
    length: float
    label: list[TextLine]
    display: TextLine
    axis: tuple[int, int]  # where the zero line runs at this bar
    is_muted: bool


@dataclass(frozen=True)
class BarDrawing:
    bars: list[DrawnBar]
    zero: int
    bottom: int
    thickness: int
    anchor: str


def bar_chart(id: str, title: str, bars: Sequence[Bar], *, width: int = NARROW) -> Chart:
    """Horizontal bars from zero; the longest fills the width. Empty where every value is zero or missing."""
    description = in_words(title, [f"{bar.label}: {bar.display}" for bar in bars])
    if not any(bar.value for bar in bars):
        return Chart(id, title, description, "documents/charts/bars.svg", width)
    drawing = _beside(bars, width) if width >= WIDE else _above(bars, width)
    height = max(drawing.bottom, drawing.bars[-1].label[-1].y) + EDGE
    return Chart(id, title, description, "documents/charts/bars.svg", width, height, drawing)


def lengths(bars: Sequence[Bar], longest: int) -> list[float]:
    """Each bar's length in proportion to its value, the largest value `longest` units."""
    largest = max((bar.value or 0 for bar in bars), default=0)
    return [round(float(longest * (bar.value or 0) / largest), 1) if largest else 0.0 for bar in bars]


def value_room(bars: Sequence[Bar]) -> int:
    """What the longest display needs behind the longest bar."""
    return 2 * VALUE_GAP + max(text_room(bar.display) for bar in bars)


def _above(bars: Sequence[Bar], width: int) -> BarDrawing:
    """Labels above their bars: the whole width for words, and for bars."""
    drawn, y = [], EDGE
    for bar, length in zip(bars, lengths(bars, width - BASELINE - value_room(bars)), strict=True):
        label = [TextLine(0, y + LABEL + n * LINE, text) for n, text in enumerate(wrapped(bar.label, width))]
        y += len(label) * LINE + 2
        drawn.append(_drawn(bar, BASELINE, y, length, label))
        y += THICKNESS + GAP
    return _drawing(drawn, BASELINE, "start")


def _beside(bars: Sequence[Bar], width: int) -> BarDrawing:
    """Labels in a column of their own, left of the zero line."""
    texts = [wrapped(bar.label, LABEL_SLOT - LABEL_GAP) for bar in bars]
    zero = min(LABEL_SLOT, LABEL_GAP + max(text_room(line) for lines in texts for line in lines))
    drawn, y = [], EDGE
    for bar, lines, length in zip(bars, texts, lengths(bars, width - zero - value_room(bars)), strict=True):
        rows = len(lines) * LINE
        label = [TextLine(zero - LABEL_GAP, y + LABEL - 1 + n * LINE, line) for n, line in enumerate(lines)]
        drawn.append(_drawn(bar, zero, y + (rows - THICKNESS) // 2, length, label))
        y += rows + GAP - 4
    return _drawing(drawn, zero, "end")


def _drawn(bar: Bar, x: int, y: int, length: float, label: list[TextLine]) -> DrawnBar:
    display = TextLine(round(x + length) + VALUE_GAP, y + THICKNESS - 2, bar.display)
    axis = (y - BASELINE, y + THICKNESS + BASELINE)
    return DrawnBar(x, y, length, label, display, axis, bar.is_muted)


def _drawing(drawn: list[DrawnBar], zero: int, anchor: str) -> BarDrawing:
    return BarDrawing(drawn, zero, drawn[-1].axis[1], THICKNESS, anchor)
