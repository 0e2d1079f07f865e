"""Amounts of money: whole øre in the database, kroner as people write and read them, never a float."""

import re
from fractions import Fraction

from django.utils.translation import pgettext

from documents.numbers import number

OERE_PER_KRONE = 100
HIGHEST = 10**13  # øre; a hundred billion kroner, so that a sum of any rows fits in 64 bits

# Thousands in groups of three or not at all, and either no øre or two digits of them.
_WRITTEN = [
    re.compile(r"(?P<kroner>[0-9]{1,12})([.,](?P<oere>[0-9]{2}))?"),  # 7630963,50 and 7630963.50
    re.compile(r"(?P<kroner>[0-9]{1,3}(\.[0-9]{3}){1,4})(,(?P<oere>[0-9]{2}))?"),  # 7.630.963,50
    re.compile(r"(?P<kroner>[0-9]{1,3}(,[0-9]{3}){1,4})(\.(?P<oere>[0-9]{2}))?"),  # 7,630,963.50
    re.compile(r"(?P<kroner>[0-9]{1,3}( [0-9]{3}){1,4})([.,](?P<oere>[0-9]{2}))?"),  # 7 630 963,50
]
_UNIT = re.compile(r"(,-|\s*(kr\.?|kroner|dkk))\Z", re.IGNORECASE)


def parsed(written: str) -> int:
    """Øre from kroner in Danish or English notation, with or without "kr."; raises ValueError for anything else.

    A separator before three digits separates thousands, before two it separates øre: 7.630 and 7,630 are both
    seven thousand kroner.
    """
    text = _UNIT.sub("", " ".join(written.split()))
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text):
            kroner = int(re.sub("[., ]", "", found["kroner"]))
            return kroner * OERE_PER_KRONE + int(found["oere"] or 0)
    raise ValueError(f"{written!r} is no amount in kroner.")


def written(oere: int) -> str:
    """As a person would type it: 7.630.963 and 7.630.963,50; øre are shown only where there are any."""
    return number(Fraction(oere, OERE_PER_KRONE), 2 if oere % OERE_PER_KRONE else 0)


def kroner(oere: int) -> str:
    """7.630.963 kr."""
    unit = pgettext("after a number", "kroner")  # its own line: gettext's tools find no text within an f-string
    return f"{written(oere)}\N{NO-BREAK SPACE}{unit}"
