"""A workbook file opened and its sheets read: headings found, blank rows skipped, values as they stand."""

import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from clients.guard import find_identifiers
from exchange.workbook.bounds import is_too_large
from exchange.workbook.cells import is_empty
from exchange.workbook.issues import Issue
from exchange.workbook.layout import SHEET_NAMES, SHEETS, Column, Sheet, sheet_named
from exchange.workbook.progress import Progress, silent, told

MOST_ROWS = 200_000
SPREADSHEET_ROWS = 1_048_576
MOST_COLUMNS = 100  # one cell far to the right would make every row 16,384 cells wide
HEADING_ROW = 1
OLE = bytes.fromhex("d0cf11e0")  # the wrapping of an encrypted workbook, and of the old .xls

WorkbookFile = str | Path | IO[bytes]


class UnreadableWorkbookError(Exception):
    """The file as a whole can't be read; the message says why and what to do."""


@dataclass
class RawSheet:
    """`rows` are the spreadsheet's row numbers, each with its cells in the order of `columns`."""

    sheet: Sheet
    columns: tuple[Column, ...] = ()
    rows: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return len(self.columns) == len(self.sheet.columns)


@dataclass
class RawWorkbook:
    sheets: list[RawSheet] = field(default_factory=list)
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)


def read_workbook(file: WorkbookFile, *, progress: Progress = silent) -> RawWorkbook:
    """Raises UnreadableWorkbookError for anything that is no readable .xlsx of a reasonable size."""
    try:
        _refuse_other_files(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and extensions that nobody reads here
            book = load_workbook(file, read_only=True, data_only=True)
            try:
                return _read(book, progress)
            finally:
                book.close()
    except (UnreadableWorkbookError, FileNotFoundError):
        raise
    except Exception as error:  # a damaged file fails in any of the reader's ways
        raise UnreadableWorkbookError(
            _("The file is damaged and can't be read. Save it anew as an .xlsx file.")
        ) from error


def _refuse_other_files(file: WorkbookFile) -> None:
    if isinstance(file, str | Path):
        with Path(file).open("rb") as stream:
            return _refuse_other_files(stream)
    start = file.read(len(OLE))
    file.seek(0)
    if start == OLE:
        raise UnreadableWorkbookError(
            _("The file is protected by a password, or it is an old .xls file. Save it as .xlsx without a password.")
        )
    if not zipfile.is_zipfile(file):
        raise UnreadableWorkbookError(_("The file is not an Excel workbook. Save it as an .xlsx file."))
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if is_too_large(archive):
            raise UnreadableWorkbookError(_("The workbook is too large. Split it into several files."))
    file.seek(0)
    return None


def _read(book: Any, progress: Progress) -> RawWorkbook:
    raw = RawWorkbook()
    left = MOST_ROWS
    for worksheet in book.worksheets:
        sheet = sheet_named(worksheet.title)
        if sheet is None:
            raw.warnings.append(_unknown_sheet(worksheet.title))
            continue
        worksheet.reset_dimensions()  # what the file says of its own size is not always true
        read = _read_sheet(sheet, worksheet, raw, left, progress)
        raw.sheets.append(read)
        left -= len(read.rows)
    found = {read.sheet.name for read in raw.sheets}
    for sheet in SHEETS:
        if sheet.is_required and sheet.name not in found:
            message = _("The sheet is missing. Add it, with its headings in row 1.")
            raw.errors.append(Issue(sheet.name, HEADING_ROW, "", message))
    return raw


def _unknown_sheet(title: str) -> Issue:
    message = _("The sheet is not read; only these are: %(names)s.") % {"names": ", ".join(SHEET_NAMES)}
    return Issue(_shown(title), None, "", message)


def _read_sheet(sheet: Sheet, worksheet: Any, raw: RawWorkbook, most: int, progress: Progress) -> RawSheet:
    rows = _numbered(worksheet)
    headings = next(rows, (HEADING_ROW, ()))[1]
    columns = _columns(sheet, headings)
    read = RawSheet(sheet, tuple(column for column in sheet.columns if column in columns))
    unheaded = [place for place in range(MOST_COLUMNS) if place >= len(headings) or is_empty(headings[place])]
    cells_of, stray_of = _picker([columns[column] for column in read.columns]), _picker(unheaded)
    has_stray = False
    what = _("Reading the sheet %(name)s") % {"name": sheet.name}
    for number, values in told(rows, what, progress):
        cells = cells_of(values)
        has_stray = has_stray or _has_content(stray_of(values))
        if _has_content(cells):
            read.rows.append((number, cells))
        if len(read.rows) > most:
            message = _("The workbook has more than %(most)s rows. Split it into several files.")
            raise UnreadableWorkbookError(message % {"most": MOST_ROWS})
    if sheet.is_required or has_stray or _has_content(headings):
        raw.errors += _wrong_headings(sheet, headings)
    if has_stray and columns:
        message = _("Columns without a heading are not read.")
        raw.warnings.append(Issue(sheet.name, HEADING_ROW, "", message))
    return read


def _numbered(worksheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Every row with the spreadsheet's number, as wide as MOST_COLUMNS, whatever the file has in it."""
    for number, values in enumerate(worksheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        if number > SPREADSHEET_ROWS:
            raise UnreadableWorkbookError(_("The workbook is too large. Split it into several files."))
        yield number, values


def _picker(places: list[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """What takes the values at `places` out of a row."""
    if len(places) < 2:
        return lambda values: tuple(values[place] for place in places)
    return itemgetter(*places)


def _has_content(values: tuple[Any, ...]) -> bool:
    return values.count(None) < len(values) and not all(map(is_empty, values))


def _columns(sheet: Sheet, headings: tuple[Any, ...]) -> dict[Column, int]:
    """The known columns with their places in the row; of a heading that stands twice, the first."""
    columns: dict[Column, int] = {}
    for place, heading in enumerate(headings):
        column = sheet.column(_written(heading))
        if column is not None:
            columns.setdefault(column, place)
    return columns


def _wrong_headings(sheet: Sheet, headings: tuple[Any, ...]) -> Iterator[Issue]:
    seen: set[str] = set()
    for heading in headings:
        if is_empty(heading):
            continue
        column = sheet.column(_written(heading))
        if column is None:
            message = _("The heading is unknown. Correct it, or take the column out.")
            yield Issue(sheet.name, HEADING_ROW, _shown(_written(heading)), message)
        elif column.heading in seen:
            message = _("The heading appears twice. Take one of the columns out.")
            yield Issue(sheet.name, HEADING_ROW, column.heading, message)
        else:
            seen.add(column.heading)
    for column in sheet.columns:
        if column.heading not in seen:
            message = _("The column is missing. Add a column with this heading.")
            yield Issue(sheet.name, HEADING_ROW, column.heading, message)


def _written(heading: Any) -> str:
    return " ".join(str(heading).split())


def _shown(name: str) -> str:
    """A name from the file, unless it holds what must not be repeated."""
    return "…" if find_identifiers(name) else name[:60]
