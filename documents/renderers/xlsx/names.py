"""What sheets are called. Excel allows 31 characters and not all of them."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext, pgettext

from documents.renderers.bundle import Listed, plain

LONGEST = 31
NEAR = 5  # characters given up to end with a whole word
REFUSED = re.compile(r"[\[\]:*?/\\\s]+")


def about_name() -> str:
    return sheet_name(pgettext("sheet", "About the report"))


def definitions_name() -> str:
    return sheet_name(pgettext("sheet", "Definitions"))


def sheet_names(tables: Iterable[Listed]) -> list[str]:
    """ "Tabel 3 Kønsfordeling". The number comes first, so a name that is cut short is still the only one."""
    return [sheet_name(" ".join(filter(None, (table_number(one), one.code, one.table.title)))) for one in tables]


def table_number(one: Listed) -> str:
    return gettext("Table %(number)s") % {"number": one.number}


def sheet_name(text: str) -> str:
    """`text` as the name of a sheet, cut at a word where one ends near."""
    name = REFUSED.sub(" ", plain(text)).strip(" '")
    if len(name) <= LONGEST:
        return name
    cut = name[: LONGEST - 1]
    words = cut.rpartition(" ")[0]
    short = words if len(cut) - len(words) <= NEAR else cut
    return short.rstrip(" ,.–-'") + "…"


def address(name: str) -> str:
    """The first cell of the sheet, as a link names it."""
    quoted = name.replace("'", "''")
    return f"'{quoted}'!A1"
