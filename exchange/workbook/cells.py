"""One cell's content read as what its column holds. Nothing here repeats the content in a message."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from clients.guard import Identifier, find_identifiers

Parser = Callable[[Any], Any]

EARLIEST, LATEST = 1990, 2100
DATE_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})([-.])(?P<month>\d{1,2})\2(?P<year>\d{4})", re.ASCII),
)
CIVIL_NUMBER_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")


class CellError(Exception):
    """The cell can't be read; the message says what is wrong and what to do."""


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def plain_text(value: Any) -> str:
    """Text with single spaces; a whole number as its digits (1.0 is the spreadsheet's 1)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CellError(_("This is not a text. Write it as plain text."))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def text(limit: int, *, refused: Collection[Identifier] = tuple(Identifier)) -> Parser:
    """A free text of at most `limit` characters that holds none of the `refused` kinds of identifier."""

    def parse(value: Any) -> str:
        content = plain_text(value)
        # A spreadsheet drops the leading zero of a number, also that of a CPR number.
        padded = f"0{content}" if CIVIL_NUMBER_WITHOUT_ZERO.fullmatch(content) else content
        found = [kind for kind in find_identifiers(padded) if kind in refused]
        if found:
            message = _("This looks like %(kind)s. Replace it by something that identifies nobody.")
            raise CellError(message % {"kind": found[0].label})
        if len(content) > limit:
            raise CellError(_("The text is longer than %(limit)s characters. Shorten it.") % {"limit": limit})
        return content

    return parse


def day(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        value = value.date()
    found = value if isinstance(value, dt.date) else _written_day(value)
    if found is None:
        raise CellError(_("This is not a date. Write it as a date, for example 30-11-2023."))
    if not EARLIEST <= found.year <= LATEST:
        message = _("The year must lie between %(first)s and %(last)s. Correct the date.")
        raise CellError(message % {"first": EARLIEST, "last": LATEST})
    return found


def _written_day(value: Any) -> dt.date | None:
    written = value.strip() if isinstance(value, str) else ""
    for form in DATE_FORMS:
        match = form.fullmatch(written)
        if match:
            try:
                return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                return None
    return None


def whole_number(value: Any) -> int | None:
    """The whole number in the cell, or None where there is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"\s*\d{1,9}\s*", value, re.ASCII) else None
    return value if isinstance(value, int) else None


def age(value: Any) -> int:
    years = whole_number(value)
    if years is not None and 0 <= years < 18:
        raise CellError(_("The citizen is below 18 and can't be registered. Correct the age, or take the row out."))
    if years is None or not 18 <= years <= 110:
        raise CellError(_("The age must be a whole number from 18 to 110. Correct it, or leave the cell empty."))
    return years


def item(value: Any) -> int:
    points = whole_number(value)
    if points is None or not 0 <= points <= 5:
        message = _("An answer is a whole number from 0 to 5. Correct it, or leave the cell empty for no answer.")
        raise CellError(message)
    return points


def choice(values: Mapping[str, Any]) -> Parser:
    """One of the written forms in `values`, whatever the capitals."""
    known = {written.casefold(): value for written, value in values.items()}

    def parse(value: Any) -> Any:
        written = value.strip().casefold() if isinstance(value, str) else None
        if written not in known:
            raise CellError(_("The value is unknown. Write one of these: %(values)s.") % {"values": ", ".join(values)})
        return known[written]

    return parse
