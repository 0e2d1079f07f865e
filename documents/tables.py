"""What a table is. One object serves the screen, paper and every file; nothing is computed twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from documents.numbers import NO_VALUE, number, signed


@dataclass(frozen=True)
class Cell:
    """`value` at full precision (None: no base), `display` as people read it."""

    value: float | int | None
    display: str
    is_suppressed: bool = False

    @property
    def is_text(self) -> bool:
        """A word where other cells have numbers: the title of a project."""
        return self.value is None and not self.is_suppressed and self.display not in (NO_VALUE, "")

    def as_json(self) -> dict[str, Any]:
        plain = {"value": self.value, "display": self.display}
        return plain | {"suppressed": True} if self.is_suppressed else plain


def count_cell(count: int | None) -> Cell:
    return Cell(count, number(count))


def number_cell(value: Fraction | None, decimals: int = 0, unit: str = "") -> Cell:
    """A mean or a percentage; `unit` follows the number: "9,9 mdr."."""
    display = number(value, decimals)
    return Cell(None if value is None else float(value), f"{display} {unit}" if unit and value is not None else display)


def signed_cell(value: Fraction | None) -> Cell:
    return Cell(None if value is None else float(value), signed(value))


def percent(count: int, base: int) -> Fraction | None:
    """100 × count / base, exactly; None without a base."""
    return Fraction(100 * count, base) if base else None


SUPPRESSED = Cell(None, "·", is_suppressed=True)
EMPTY = Cell(None, NO_VALUE)


@dataclass(frozen=True)
class Column:
    key: str
    label: str


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Note:
    """A sentence under a table; `counts` are the counts of citizens that it tells, for disclosure control."""

    text: str
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """`id` and the keys follow figures.md. `row_label` heads the first column. `count_columns` names the
    columns that hold counts of citizens or answers, for disclosure control."""

    id: str
    title: str
    source: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_label: str = ""
    notes: tuple[Note, ...] = ()
    total: Mapping[str, Cell] | None = None
    unknown: int | None = None
    count_columns: tuple[str, ...] = ("count",)
    is_withheld: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)  # what a chart needs beside the cells

    def counts(self) -> Iterator[int]:
        """Every count of people that the table tells: cells, total, unknown, notes."""
        for cells in [*(row.cells for row in self.rows), self.total or {}]:
            for key in self.count_columns:
                cell = cells.get(key)
                if cell is not None and isinstance(cell.value, int):
                    yield cell.value
        if self.unknown is not None:
            yield self.unknown
        for note in self.notes:
            yield from note.counts

    def is_text_column(self, key: str) -> bool:
        return any(key in row.cells and row.cells[key].is_text for row in self.rows)

    def row(self, key: str) -> Row:
        return next(row for row in self.rows if row.key == key)

    def as_json(self) -> dict[str, Any]:
        """The object of figures.md, "Report JSON"."""
        return {
            "id": self.id,
            "title": self.title,
            "source": self.source,
            "notes": [note.text for note in self.notes],
            "columns": [{"key": column.key, "label": column.label} for column in self.columns],
            "rows": [
                {"key": row.key, "label": row.label, "cells": {k: c.as_json() for k, c in row.cells.items()}}
                for row in self.rows
            ],
            "total": None if self.total is None else {key: cell.as_json() for key, cell in self.total.items()},
            "unknown": self.unknown,
        }
