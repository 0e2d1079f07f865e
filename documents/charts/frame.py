"""What every chart has in common. Lengths are units of the viewBox: about a pixel on a phone and on paper."""

import math
import textwrap
from dataclasses import dataclass
from typing import Any

NARROW = 360  # a phone's width; beside a table on a wide screen
WIDE = 640  # the width of the text on A4
LABEL = 13  # font sizes
SMALL = 11
# No text is measured: a letter is taken to be as wide as in words of many wide letters in DejaVu Sans,
# so that lines break a little early rather than run out of the picture.
LETTER = 0.66
CAPITAL = 0.82


@dataclass(frozen=True)
class Chart:
    """`title` says what is shown and `description` tells all of it in words: it is the alternative text.

    `id` makes the ids within the SVG unique on a page. A chart without anything to draw is empty.
    """

    id: str
    title: str
    description: str
    template: str
    width: int
    height: int = 0
    drawing: Any = None

    @property
    def is_empty(self) -> bool:
        return self.drawing is None


@dataclass(frozen=True)
class TextLine:
    x: int
    y: int
    text: str


def letter(text: str, font_size: int) -> float:
    return font_size * (CAPITAL if text.isupper() else LETTER)


def wrapped(text: str, width: int, font_size: int = LABEL) -> list[str]:
    """`text` in lines that fit `width` units, at least one."""
    return textwrap.wrap(text, max(8, int(width / letter(text, font_size)))) or [""]


def text_room(text: str, font_size: int = LABEL) -> int:
    return math.ceil(len(text) * letter(text, font_size))


def in_words(title: str, parts: list[str]) -> str:
    return f"{title}. {'; '.join(parts)}."
