"""How a cell of a table becomes a cell of a sheet, and what the sheets look like."""

import textwrap
from typing import Any

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from documents.renderers.bundle import digits, plain, shown, starts_like_a_formula
from documents.tables import Cell

PETROL, GREY, PALE, LINE = "0F4C5C", "4A5559", "EEF2F1", "B9BEB9"
LINE_HEIGHT = 15.0  # points, of the standard font at 11
LONGEST_TEXT = 32_767  # characters; Excel's own limit


def font(size: float = 11, **look: Any) -> Font:
    return Font(name="Calibri", family=2, size=size, **look)


TITLE = font(14, bold=True, color=PETROL)
BOLD = font(bold=True)
SMALL = font(9, color=GREY)
LINK = font(color=PETROL, underline="single")
HEAD_FILL = PatternFill("solid", fgColor=Color(rgb=f"FF{PALE}"))
UNDER_HEAD = Border(bottom=Side("medium", color=PETROL))
UNDER_ROW = Border(bottom=Side("thin", color=LINE))
OVER_TOTAL = Border(top=Side("medium", color=PETROL), bottom=Side("thin", color=PETROL))
RUNNING = Alignment(wrap_text=True, vertical="top")
LEFT = Alignment(wrap_text=True, vertical="center")
RIGHT = Alignment(horizontal="right", vertical="center")
HEAD_LEFT = Alignment(wrap_text=True, vertical="bottom")
HEAD_RIGHT = Alignment(wrap_text=True, vertical="bottom", horizontal="right")


def put(sheet: Worksheet, row: int, column: int, text: str, **look: Any) -> SheetCell:
    """`text` as text, whatever it looks like: never a formula, a number or an error."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # noqa: S101 - merged areas are written at their first cell only
    cell.value = plain(text)[:LONGEST_TEXT]
    cell.data_type = "s"
    if starts_like_a_formula(text):
        cell.quotePrefix = True  # else it would become one when somebody edits it
    for name, value in look.items():
        setattr(cell, name, value)
    return cell


def put_cell(sheet: Worksheet, row: int, column: int, cell: Cell, **look: Any) -> None:
    """A number as a number at full precision that shows what `display` shows; else the display as text."""
    if cell.value is None:
        put(sheet, row, column, cell.display, **look)
        return
    # Given a float, openpyxl would write 16 of its 17 digits.
    target = put(sheet, row, column, digits(cell.value), **look)
    target.data_type = "n"
    target.quotePrefix = False
    target.number_format = number_format(cell)


def number_format(cell: Cell) -> str:
    """The format under which Excel shows the cell's value as its display: "9,9 mdr." gives `#,##0.0" mdr."`."""
    number = shown(cell)
    if number is None:
        return "General"
    plain_format = "#,##0" if number.is_grouped else "0"
    if number.decimals:
        plain_format += "." + "0" * number.decimals
    if number.unit:
        plain_format += f'"{number.unit}"'
    if number.sign:
        return f'+{plain_format};"−"{plain_format};{plain_format}'
    if (cell.value or 0) < 0:  # rounded to 0, which has no sign
        return f"{plain_format};{plain_format}"
    return plain_format


def lines(text: str, width: float) -> int:
    """How many lines `text` takes in `width` characters of the standard font."""
    return sum(len(textwrap.wrap(line, max(int(width), 1))) or 1 for line in text.split("\n"))


def height(text: str, width: float, line: float = LINE_HEIGHT) -> float:
    """Points. Rows with merged cells do not find their height themselves."""
    return lines(text, width) * line + 4
