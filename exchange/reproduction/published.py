"""What is printed: published.json as records.

`ours` of a number is the address of the same number in our reports: report, table, row and column; `total` and
`unknown` stand for a row. Several addresses are added up; one that begins with "-" is taken away.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FILE = Path(__file__).with_name("published.json")
LANGUAGES = ("da", "en")


@dataclass(frozen=True)
class Words:
    """A text in both languages; as a string it is the one of the active language."""

    da: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.da


@dataclass(frozen=True)
class Shown:
    """How a number of ours is written as the source writes it: "23,3 mio. kr." is 23,300,000 divided by a million."""

    text: str
    decimals: int = 0
    divided_by: int = 1


@dataclass(frozen=True)
class Printed:
    label: Words
    printed: str
    ours: tuple[str, ...]
    shown: Shown | None = None


@dataclass(frozen=True)
class Contradiction:
    """`reading` is how our figures read the place, or what they do about it."""

    text: Words
    reading: Words


@dataclass(frozen=True)
class Exhibit:
    """A table, a figure or a passage of a source."""

    id: str
    title: Words
    place: Words
    numbers: tuple[Printed, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True)
class Part:
    title: Words
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True)
class ReportAsked:
    """The report that addresses of ours begin with, and the day that the source prints."""

    kind: str
    as_of: str


@dataclass(frozen=True)
class Published:
    reports: Mapping[str, ReportAsked]
    parts: tuple[Part, ...]

    @property
    def exhibits(self) -> list[Exhibit]:
        return [exhibit for part in self.parts for exhibit in part.exhibits]


@cache
def published() -> Published:
    plain = json.loads(FILE.read_text())
    return Published(
        reports={code: ReportAsked(**asked) for code, asked in plain["reports"].items()},
        parts=tuple(Part(Words(**one["title"]), tuple(map(_exhibit, one["exhibits"]))) for one in plain["parts"]),
    )


def _exhibit(plain: dict[str, Any]) -> Exhibit:
    return Exhibit(
        id=plain["id"],
        title=Words(**plain["title"]),
        place=Words(**plain["place"]),
        numbers=tuple(map(_number, plain["numbers"])),
        contradictions=tuple(
            Contradiction(Words(**one["text"]), Words(**one["reading"])) for one in plain["contradictions"]
        ),
    )


def _number(plain: dict[str, Any]) -> Printed:
    shown = Shown(**plain["shown"]) if "shown" in plain else None
    return Printed(Words(**plain["label"]), plain["printed"], tuple(plain["ours"]), shown)
