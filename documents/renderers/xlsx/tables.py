"""One table on one sheet: title, head, rows, total; beneath it the unknown, notes and source."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from documents.paper import Paper
from documents.renderers.bundle import Listed, unknown_cells, unknown_label
from documents.renderers.xlsx import cells
from documents.renderers.xlsx.cells import height, lines, put, put_cell
from documents.renderers.xlsx.layout import lay_out
from documents.tables import EMPTY, Cell, Column, Table

TITLE_ROW, CONTEXT_ROW, HEAD_ROW = 1, 2, 3
LABEL_WIDTHS = (44, 60)  # characters, least and most
NUMBER_WIDTHS = (14, 22)
TEXT_WIDTHS = (18, 40)
BOLD_IS_WIDER = 1.12
READING_WIDTH = 90  # how far notes run


def write_table(sheet: Worksheet, paper: Paper, one: Listed) -> None:
    table = one.table
    widths = column_widths(table)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    page = _Page(sheet, widths)
    title = gettext("Table %(number)s. %(title)s") % {"number": one.number, "title": table.title}
    page.run(TITLE_ROW, title, line=20, font=cells.TITLE)
    page.run(CONTEXT_ROW, " · ".join(_context(paper, one)), font=cells.SMALL)
    if table.is_withheld:
        for row, note in enumerate(table.notes, start=HEAD_ROW):
            page.run(row, note.text)
    else:
        last = _body(sheet, table, widths)
        for row, text in enumerate(_beneath(table), start=last + 2):
            page.run(row, text, line=12.5, font=cells.SMALL)
    lay_out(sheet, paper, width=sum(widths))


def column_widths(table: Table) -> list[float]:
    """In characters, the column of labels first: what is in them fits, and heads take a few lines at most."""
    rows = [row.cells for row in table.rows] + ([table.total] if table.total is not None else [])
    labels = _between(LABEL_WIDTHS, max((len(row.label) for row in table.rows), default=0) + 2)
    return [labels, *(_width(table, column, rows) for column in table.columns)]


def _width(table: Table, column: Column, rows: list[Mapping[str, Cell]]) -> float:
    widest = max((len(row.get(column.key, EMPTY).display) for row in rows), default=0)
    longest_word = max(map(len, column.label.split()), default=0)
    is_text = table.is_text_column(column.key)
    return _between(TEXT_WIDTHS if is_text else NUMBER_WIDTHS, max(widest, longest_word) * 1.15 + 2)


def _between(limits: tuple[int, int], width: float) -> float:
    return float(min(max(width, limits[0]), limits[1]))


class _Page:
    """Text across the columns, as far as one reads with ease."""

    def __init__(self, sheet: Worksheet, widths: list[float]) -> None:
        self.sheet, self.width, self.columns = sheet, 0.0, 0
        for width in widths:
            if self.columns and self.width + width > READING_WIDTH:
                break
            self.width += width
            self.columns += 1

    def run(self, row: int, text: str, *, line: float = cells.LINE_HEIGHT, **look: Any) -> None:
        put(self.sheet, row, 1, text, alignment=cells.RUNNING, **look)
        if self.columns > 1:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.columns)
        self.sheet.row_dimensions[row].height = height(text, self.width * cells.LINE_HEIGHT / line, line)


def _context(paper: Paper, one: Listed) -> Iterator[str]:
    """What the sheet would not tell by itself: whose report, of which project in it, for whom."""
    yield paper.running
    if one.code:
        yield one.section if one.code in one.section else f"{one.section} ({one.code})"
    if paper.status:
        yield paper.status


def _body(sheet: Worksheet, table: Table, widths: list[float]) -> int:
    """Returns the last row written."""
    _head(sheet, table, widths)
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    number = HEAD_ROW
    for row in table.rows:
        number += 1
        _row(sheet, number, table, row.label, row.cells, widths, border=cells.UNDER_ROW)
    if not table.rows:
        number += 1
        put(sheet, number, 1, gettext("There are no figures to show."), alignment=cells.LEFT)
        sheet.row_dimensions[number].height = cells.LINE_HEIGHT + 4
    if table.total is not None:
        number += 1
        _row(
            sheet, number, table, gettext("Total"), table.total, widths, font=cells.BOLD, border=cells.OVER_TOTAL
        )  # fmt: skip
    if table.unknown is not None:
        number += 1
        _row(sheet, number, table, unknown_label(), unknown_cells(table), widths, font=cells.SMALL)
    return number


def _head(sheet: Worksheet, table: Table, widths: list[float]) -> None:
    look = {"font": cells.BOLD, "fill": cells.HEAD_FILL, "border": cells.UNDER_HEAD}
    put(sheet, HEAD_ROW, 1, table.row_label, alignment=cells.HEAD_LEFT, **look)
    for index, column in enumerate(table.columns, start=2):
        alignment = cells.HEAD_LEFT if table.is_text_column(column.key) else cells.HEAD_RIGHT
        put(sheet, HEAD_ROW, index, column.label, alignment=alignment, **look)
    labels = [table.row_label, *(column.label for column in table.columns)]
    sheet.row_dimensions[HEAD_ROW].height = max(
        height(label, width / BOLD_IS_WIDER) for label, width in zip(labels, widths, strict=True)
    )


def _row(
    sheet: Worksheet,
    number: int,
    table: Table,
    label: str,
    row: Mapping[str, Cell],
    widths: list[float],
    **look: Any,
) -> None:
    shown = [row.get(column.key, EMPTY) for column in table.columns]
    put(sheet, number, 1, label, alignment=cells.LEFT, **look)
    for index, (column, cell) in enumerate(zip(table.columns, shown, strict=True), start=2):
        alignment = cells.LEFT if table.is_text_column(column.key) else cells.RIGHT
        put_cell(sheet, number, index, cell, alignment=alignment, **look)
    most = max(map(lines, [label, *(cell.display for cell in shown)], widths))
    sheet.row_dimensions[number].height = most * cells.LINE_HEIGHT + 4


def _beneath(table: Table) -> Iterator[str]:
    """Notes, one a row, then the source."""
    word = pgettext("under a table", "Note:") + " "
    for note in table.notes:
        yield word + note.text
        word = ""
    if table.source:
        yield f"{pgettext('under a table', 'Source:')} {table.source}"
