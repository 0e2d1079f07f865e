"""The first sheet, which stands for title page and contents, and the last one, of definitions."""

from collections.abc import Sequence
from itertools import islice

from django.utils.translation import gettext, pgettext
from openpyxl import Workbook
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from documents.paper import Paper
from documents.renderers.bundle import Listed
from documents.renderers.xlsx import cells
from documents.renderers.xlsx.cells import height, put
from documents.renderers.xlsx.layout import lay_out
from documents.renderers.xlsx.names import about_name, address, definitions_name, table_number

NARROW, WIDE = 30, 66  # characters
KIND = cells.font(12, color=cells.PETROL)
BIG = cells.font(20, bold=True, color=cells.PETROL)
HEADING = cells.font(13, bold=True, color=cells.PETROL)
UNDER_HEADING = Border(bottom=Side("thin", color=cells.PETROL))


class _Lines:
    """Writes down a sheet of two columns, a row at a time."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 0
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = NARROW, WIDE

    def gap(self) -> None:
        self.row += 1

    def line(self, text: str, font: Font | None = None) -> None:
        """Across both columns."""
        self.row += 1
        look = {"font": font} if font else {}
        put(self.sheet, self.row, 1, text, alignment=cells.RUNNING, **look)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=2)
        size = font.size if font and font.size else 11
        self.sheet.row_dimensions[self.row].height = height(text, (NARROW + WIDE) * 11 / size, 1.35 * size)

    def pair(self, left: str, right: str, *, fonts: tuple[Font | None, Font | None] = (None, None)) -> None:
        self.row += 1
        for column, text, font in zip((1, 2), (left, right), fonts, strict=True):
            look = {"font": font} if font else {}
            put(self.sheet, self.row, column, text, alignment=cells.LEFT, border=cells.UNDER_ROW, **look)
        self.sheet.row_dimensions[self.row].height = max(height(left, NARROW), height(right, WIDE))

    def link(self, left: str, right: str, name: str) -> None:
        """`left` leads to the first cell of the sheet `name`. Not `right` too: some programs do not wrap a link."""
        self.row += 1
        cell = put(self.sheet, self.row, 1, left, alignment=cells.RUNNING, font=cells.LINK)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=address(name))
        put(self.sheet, self.row, 2, right, alignment=cells.RUNNING)
        self.sheet.row_dimensions[self.row].height = max(height(left, NARROW), height(right, WIDE))

    def heading(self, text: str) -> None:
        self.line(text, HEADING)
        for column in (1, 2):
            self.sheet.cell(self.row, column).border = UNDER_HEADING


def write_about(book: Workbook, paper: Paper, tables: Sequence[Listed], names: Sequence[str]) -> None:
    sheet = book.create_sheet(about_name())
    page = _Lines(sheet)
    _title_page(page, paper)
    page.gap()
    page.heading(gettext("Contents"))
    places = zip(tables, names, strict=True)
    for section in paper.sections:
        page.line(section.title, cells.BOLD)
        if section.sentences:
            page.line(" ".join(section.sentences))
        for one, name in islice(places, len(section.exhibits)):
            page.link(table_number(one), one.table.title, name)
    page.gap()
    page.link(definitions_name(), gettext("Definitions and how the figures are made"), definitions_name())
    lay_out(sheet, paper, width=NARROW + WIDE)


def _title_page(page: _Lines, paper: Paper) -> None:
    for number, text in enumerate(paper.letterhead):
        page.line(text, None if number else cells.BOLD)
    page.gap()
    page.line(paper.kind, KIND)
    page.line(paper.title, BIG)
    if paper.status:
        page.line(paper.status, cells.BOLD)
    page.gap()
    for label, value in paper.facts:
        page.pair(label, value, fonts=(None, cells.BOLD))
    if paper.notes:
        page.gap()
    for note in paper.notes:
        page.line(note)


def write_definitions(book: Workbook, paper: Paper) -> None:
    sheet = book.create_sheet(definitions_name())
    page = _Lines(sheet)
    page.line(gettext("Definitions and how the figures are made"), cells.TITLE)
    page.pair(pgettext("definitions", "Term"), pgettext("definitions", "Meaning"), fonts=(cells.BOLD, cells.BOLD))
    head = page.row
    for cell in sheet[head]:
        cell.fill, cell.border = cells.HEAD_FILL, cells.UNDER_HEAD
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    for definition in paper.definitions:
        page.pair(definition.term, definition.text, fonts=(cells.BOLD, None))
    lay_out(sheet, paper, width=NARROW + WIDE)
