"""What the spreadsheet and the CSV files share: which tables a paper has, harmless text, and packing."""

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from documents.paper import Paper, numbered
from documents.tables import Cell, Table, count_cell

EARLIEST = dt.date(1980, 1, 1)  # a zip knows no day before it
NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")  # XML and spreadsheets refuse them
NOTHING = Cell(None, "")
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
SHOWN_NUMBER = re.compile(r"([+−]?)(\d+(?:[.,]\d+)*)([^\"\d]*)")


@dataclass(frozen=True)
class Listed:
    """A table with its number in the paper; `code` is its project's where the paper tells of several."""

    table: Table
    number: int
    section: str
    code: str


def listed(paper: Paper) -> list[Listed]:
    return [
        Listed(exhibit.table, exhibit.number or 0, section.title, section.code)
        for section in numbered(paper.sections)
        for exhibit in section.exhibits
    ]


@dataclass(frozen=True)
class Shown:
    """A number as it is displayed: "−1.234,5 kr." has the sign "−", one decimal, groups and the unit " kr."."""

    sign: str
    decimals: int
    is_grouped: bool
    unit: str


def shown(cell: Cell) -> Shown | None:
    """How the cell shows its number; None where what it shows is not a number."""
    match = SHOWN_NUMBER.fullmatch(cell.display)
    if match is None or cell.value is None:
        return None
    sign, digits, unit = match.groups()
    whole, _point, decimals = digits.partition("." if get_language() == "en" else ",")
    return Shown(sign, len(decimals), is_grouped=len(whole) <= 3 or not whole.isdigit(), unit=unit)


def digits(value: float | int) -> str:
    """All of them. Raises ValueError for what is not a number, as JSON does."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that a file can hold.")
    return repr(value)


def plain(text: str) -> str:
    """`text` without the control characters that no file may hold."""
    return NOT_IN_A_FILE.sub("", text)


def starts_like_a_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def unknown_label() -> str:
    return gettext("Not known")


def unknown_cells(table: Table) -> dict[str, Cell]:
    """The unknown stands among the counts; it has no share, and no dash either."""
    counts = table.count_columns[:1]
    return {column.key: count_cell(table.unknown) if column.key in counts else NOTHING for column in table.columns}


def dated(paper: Paper) -> dt.datetime:
    """The day that files made of the paper carry, so that the same paper gives the same bytes."""
    return dt.datetime.combine(max(paper.as_of or EARLIEST, EARLIEST), dt.time())


def packed(entries: Iterable[tuple[str, bytes]], moment: dt.datetime) -> bytes:
    """A zip of the entries, each dated `moment`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name, moment.timetuple()[:6])
            info.create_system, info.external_attr = 3, 0o644 << 16  # the same on every machine
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
