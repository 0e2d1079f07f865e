"""A sheet's cells read column by column; what a column holds again and again is read once."""

from typing import Any

from django.utils.translation import gettext as _

from exchange.workbook.cells import CellError, is_empty
from exchange.workbook.issues import Issue
from exchange.workbook.layout import Column
from exchange.workbook.reading import RawSheet


class SheetReader:
    def __init__(self, read: RawSheet) -> None:
        self.sheet = read.sheet
        self.columns = read.columns
        self.known = [KnownContents(column) for column in read.columns]

    def values(self, number: int, contents: tuple[Any, ...]) -> tuple[list[Any], list[Issue]]:
        """The row's values in the order of its columns, a CellError where a cell can't be read; an issue for each."""
        values = [known[content.__class__, content] for known, content in zip(self.known, contents, strict=True)]
        if not any(known.has_errors for known in self.known):
            return values, []
        return values, [
            Issue(self.sheet.name, number, column.heading, str(value))
            for column, value in zip(self.columns, values, strict=True)
            if isinstance(value, CellError)
        ]


class KnownContents(dict[tuple[type, Any], Any]):
    """What each content of one column reads as: a value, or the CellError that it raised.

    A workbook repeats its ids, days, names and answers. The type is part of the key: True equals 1, and is none.
    """

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column
        self.has_errors = False

    def __missing__(self, key: tuple[type, Any]) -> Any:
        try:
            self[key] = self._read(key[1])
        except CellError as error:
            self[key], self.has_errors = error, True
        return self[key]

    def _read(self, content: Any) -> Any:
        if not is_empty(content):
            return self.column.parse(content)
        if self.column.is_required:
            raise CellError(_("The cell is empty. Fill it in."))
        return self.column.empty
