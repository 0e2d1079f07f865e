"""What may leave the project: the interim rule until cells are hidden one by one (figures.md, "Publication")."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language, gettext

from documents.tables import Cell, Note, Table, count_cell

FEWEST_SHOWN = 5


def for_the_public(table: Table) -> Table:
    """The table with its printed numbers as values; without any number where it tells a count of 1–4."""
    if any(0 < count < FEWEST_SHOWN for count in table.counts()):
        return withheld(table)
    rows = tuple(replace(row, cells=_printed_cells(row.cells)) for row in table.rows)
    return replace(table, rows=rows, total=None if table.total is None else _printed_cells(table.total))


def withheld(table: Table) -> Table:
    text = gettext("The table is left out, because it holds numbers so small that they could point to a citizen.")
    return replace(table, rows=(), total=None, unknown=None, notes=(Note(text),), extra={}, is_withheld=True)


def public_json(table: Table) -> dict[str, Any]:
    """As the table's own JSON, but `unknown` is a cell like the others."""
    unknown = None if table.unknown is None else count_cell(table.unknown).as_json()
    return table.as_json() | {"unknown": unknown}


def _printed_cells(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {key: replace(cell, value=printed_value(cell)) for key, cell in cells.items()}


def printed_value(cell: Cell) -> float | int | None:
    """The number that the cell displays: full precision would tell the counts behind a mean or a share."""
    if not isinstance(cell.value, float):
        return cell.value
    text = cell.display.split(" ")[0].replace("−", "-")
    if get_language() != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return float(text.replace(",", ""))
