from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from projects.models import Programme


class Rounding(Enum):
    """How a number is displayed; `value` in a report's JSON stays as it was computed."""

    COUNT = "a count"
    WHOLE = "0 decimals"
    ONE = "1 decimal"
    SIGNED = "0 decimals, with its sign"
    KRONER = "whole kroner"
    TEXT = "text"


@dataclass(frozen=True)
class Entry:
    """A row or a column: what it means; `rounding` where it decides how the number is displayed."""

    meaning: str
    rounding: Rounding | None = None


@dataclass(frozen=True)
class Setting:
    """A field of the programme that changes the figure; its default stands for a project without a programme."""

    field: str
    meaning: str

    @property
    def default(self) -> int:
        return int(getattr(Programme(), self.field))


@dataclass(frozen=True)
class Figure:
    """A table. A key like "<type>" stands for rows or columns that follow what a project holds."""

    id: str
    reports: tuple[str, ...]
    meaning: str
    source: str
    rows: Mapping[str, Entry]
    columns: Mapping[str, Entry]
    settings: tuple[Setting, ...] = ()
    total: str = ""
    unknown: str = ""


def entry_of(entries: Mapping[str, Entry], key: str) -> Entry:
    """Raises KeyError for a key that has no entry and falls under no "<…>"."""
    if key in entries:
        return entries[key]
    for pattern, entry in entries.items():
        if pattern.startswith("<"):
            return entry
    raise KeyError(key)


ALL = ("project", "overview")
COUNT = {"count": Entry("Citizens.", Rounding.COUNT)}
SHARES = {
    "percent": Entry("100 × count / all whose answer is known.", Rounding.WHOLE),
    "count": Entry("Citizens whose answer is known.", Rounding.COUNT),
}
SHARES_TOTAL = "All whose answer is known; the share says 100, also where the rounded rows add up to 99 or 101."
