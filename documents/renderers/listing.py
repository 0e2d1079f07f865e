"""A list as one CSV file or one sheet: a line of headings, then one line for each row.

Text stays text, whatever it looks like to a spreadsheet. The same list gives the same bytes.
"""

import datetime as dt
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from documents.listing import Listing, Value
from documents.paper import Paper
from documents.renderers.bundle import dated
from documents.renderers.csv import as_file
from documents.renderers.xlsx import cells, empty_workbook, workbook_bytes
from documents.renderers.xlsx.layout import lay_out
from documents.renderers.xlsx.names import sheet_name

DAY = "dd\\.mm\\.yyyy"
WIDTHS = (10, 40)  # characters, least and most


def listing_csv(listing: Listing) -> bytes:
    """UTF-8 with semicolons, as Danish spreadsheets expect it; days as 2026-03-18, which every program reads."""
    return as_file([listing.columns, *(map(_text, row) for row in listing.rows)])


def listing_xlsx(listing: Listing, *, creator: str = "") -> bytes:
    """Days and numbers are what they are, so that a sheet can be sorted; the headings stay in sight and can filter."""
    paper = Paper(title=listing.title, kind=listing.title, running=listing.title, as_of=listing.as_of)
    book = empty_workbook(listing.title, creator, dated(paper))
    sheet = book.create_sheet(sheet_name(listing.title))
    widths = [_width(listing, index) for index in range(len(listing.columns))]
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    _head(sheet, listing)
    for number, row in enumerate(listing.rows, start=2):
        for index, value in enumerate(row, start=1):
            _put(sheet, number, index, value)
    lay_out(sheet, paper, width=sum(widths))
    return workbook_bytes(book, paper)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _width(listing: Listing, index: int) -> float:
    texts = [listing.columns[index], *(_text(row[index]) for row in listing.rows)]
    return float(min(max(WIDTHS[0], *(len(text) * 1.15 + 2 for text in texts)), WIDTHS[1]))


def _head(sheet: Worksheet, listing: Listing) -> None:
    look: dict[str, Any] = {"font": cells.BOLD, "fill": cells.HEAD_FILL, "border": cells.UNDER_HEAD}
    for index, heading in enumerate(listing.columns, start=1):
        cells.put(sheet, 1, index, heading, alignment=cells.HEAD_LEFT, **look)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(listing.columns))}{len(listing.rows) + 1}"


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    if value is None or isinstance(value, str):
        cells.put(sheet, row, column, value or "", alignment=cells.LEFT)
        return
    cell = sheet.cell(row, column, value)
    cell.alignment = cells.RIGHT
    if isinstance(value, dt.date):
        cell.number_format = DAY
