"""A paper as a zip of CSV files for Danish spreadsheets and for statistics programs: one file for each table."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext, pgettext

from documents.paper import Paper
from documents.renderers.bundle import (
    Listed,
    dated,
    digits,
    listed,
    packed,
    plain,
    shown,
    starts_like_a_formula,
    unknown_cells,
    unknown_label,
)
from documents.tables import EMPTY, Cell, Column, Table

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]+")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*", re.ASCII)
UNIT_OF_A_HEADING = re.compile(r"\(([^()]+)\)$")
DISPLAY = "_display"
Line = Iterable[str]


def render_csv(paper: Paper) -> bytes:
    """Every table as displayed and at full precision, with notes, definitions and a data dictionary beside."""
    tables = listed(paper)
    files = {
        _word(pgettext("file name", "about_the_report")): _about(paper),
        _word(pgettext("file name", "notes")): _notes(tables),
        _word(pgettext("file name", "data_dictionary")): _dictionary(tables),
        _word(pgettext("file name", "definitions")): _definitions(paper),
    }
    data = [(file_name(one, len(tables)), as_file(table_lines(one.table))) for one in tables]
    return packed([*data, *((f"{name}.csv", as_file(lines)) for name, lines in files.items())], dated(paper))


def file_name(one: Listed, of: int) -> str:
    """ "03_gender_distribution.csv"; with its project's code first where the paper tells of several."""
    number = f"{one.number:0{max(2, len(str(of)))}d}"
    return "_".join(filter(None, (_word(one.code), number, _word(one.table.id)))) + ".csv"


def table_lines(table: Table) -> Iterator[Line]:
    """Head and rows; then the total and the unknown, whose keys are `total` and `unknown`."""
    keys = [column.key for column in table.columns]
    yield "key", "label", *(name for key in keys for name in (key, key + DISPLAY))
    for row in table.rows:
        yield _line(row.key, row.label, keys, row.cells)
    if table.total is not None:
        yield _line("total", gettext("Total"), keys, table.total)
    if table.unknown is not None:
        yield _line("unknown", unknown_label(), keys, unknown_cells(table))


def number_text(value: float | int | None) -> str:
    """All digits with a decimal comma, in every language: "30,508474576271187". Empty where there is no number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f"{Decimal(digits(value)):f}".replace(".", ",")


def safe_text(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would take for a formula; a number keeps its sign."""
    text = plain(text)
    if starts_like_a_formula(text) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _line(key: str, label: str, keys: list[str], cells: Mapping[str, Cell]) -> Line:
    found = [cells.get(one, EMPTY) for one in keys]
    return key, label, *(text for cell in found for text in (number_text(cell.value), cell.display))


def as_file(lines: Iterable[Line]) -> bytes:
    """The lines as one file, every text made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow(map(safe_text, line))
    return text.getvalue().encode("utf-8-sig")


def _word(text: str) -> str:
    return NOT_IN_A_NAME.sub("-", text).strip("-")


def _about(paper: Paper) -> Iterator[Line]:
    """The title page, and how the files are read."""
    yield pgettext("about the report", "Subject"), pgettext("about the report", "Content")
    yield pgettext("about the report", "Report"), paper.kind
    yield pgettext("about the report", "Title"), paper.title
    if paper.status:
        yield pgettext("about the report", "Status"), paper.status
    yield from paper.facts
    for text in paper.letterhead:
        yield pgettext("about the report", "From"), text
    for text in paper.notes:
        yield pgettext("about the report", "Note"), text
    for section in paper.sections:
        for text in section.sentences:
            yield section.title, text
    for text in _reading():
        yield pgettext("about the report", "How to read the files"), text


def _reading() -> list[str]:
    return [
        gettext("UTF-8, semicolons between columns, decimal comma in numbers."),
        gettext(
            "A column that ends in _display holds the number as the report shows it; the one before it all digits."
        ),
        gettext("“·” is a hidden number, “–” a number that does not exist. Both are empty in the column of numbers."),
        gettext("Rows with the key total or unknown are not categories; leave them out when you add up."),
        gettext("An apostrophe stands before text that a spreadsheet could take for a formula."),
    ]


def _notes(tables: list[Listed]) -> Iterator[Line]:
    yield (
        pgettext("data dictionary", "File"),
        pgettext("data dictionary", "Table"),
        pgettext("data dictionary", "Title"),
        pgettext("data dictionary", "Note"),
    )
    for one in tables:
        where = (file_name(one, len(tables)), one.table.id, _title(one))
        for note in one.table.notes:
            yield *where, note.text
        if one.table.source and not one.table.is_withheld:
            yield *where, f"{pgettext('under a table', 'Source:')} {one.table.source}"


def _title(one: Listed) -> str:
    title = gettext("Table %(number)s. %(title)s") % {"number": one.number, "title": one.table.title}
    return f"{title} ({one.code})" if one.code else title


def _definitions(paper: Paper) -> Iterator[Line]:
    yield pgettext("definitions", "Term"), pgettext("definitions", "Meaning")
    for definition in paper.definitions:
        yield definition.term, definition.text


def _dictionary(tables: list[Listed]) -> Iterator[Line]:
    """What every column of every table's file is."""
    yield (
        pgettext("data dictionary", "File"),
        pgettext("data dictionary", "Column"),
        pgettext("data dictionary", "Meaning"),
        pgettext("data dictionary", "Type"),
        pgettext("data dictionary", "Unit"),
    )
    text = pgettext("data dictionary", "text")
    for one in tables:
        name = file_name(one, len(tables))
        yield name, "key", gettext("The row's fixed name, the same in every language"), text, ""
        yield name, "label", one.table.row_label or gettext("The row's heading"), text, ""
        for column in one.table.columns:
            yield name, column.key, column.label, _type(one.table, column), _unit(one.table, column)
            yield name, column.key + DISPLAY, gettext("%(column)s, as shown") % {"column": column.label}, text, ""


def _cells(table: Table, column: Column) -> list[Cell]:
    rows = [row.cells for row in table.rows] + ([table.total] if table.total is not None else [])
    return [row[column.key] for row in rows if column.key in row]


def _type(table: Table, column: Column) -> str:
    values = [cell.value for cell in _cells(table, column) if cell.value is not None]
    if not values and table.is_text_column(column.key):
        return pgettext("data dictionary", "text")
    if any(isinstance(value, float) for value in values) or not (values or column.key in table.count_columns):
        return pgettext("data dictionary", "decimal number")
    return pgettext("data dictionary", "whole number")


def _unit(table: Table, column: Column) -> str:
    """What follows the numbers where they are displayed, or stands in brackets in the heading."""
    units = {number.unit.strip() for cell in _cells(table, column) if (number := shown(cell))}
    if len(units) > 1:
        return pgettext("data dictionary", "differs by row, see the column as shown")
    if any(units):
        return units.pop()
    if column.key in table.count_columns:
        return pgettext("data dictionary", "number")
    in_heading = UNIT_OF_A_HEADING.search(column.label)
    return in_heading[1] if in_heading else ""
