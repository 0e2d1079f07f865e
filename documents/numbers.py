"""Numbers as people read them: exact arithmetic, one rounding half away from zero, Danish display."""

import datetime as dt
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import get_language

NO_VALUE = "–"
DAYS_PER_MONTH = Fraction(487, 16)  # 30.4375


def rounded(value: Fraction | int, decimals: int = 0) -> Fraction:
    """`value` rounded half away from zero: 0.5 → 1, −2.5 → −3."""
    scaled = abs(Fraction(value)) * 10**decimals
    whole = Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**decimals)
    return -whole if value < 0 else whole


def number(value: Fraction | int | None, decimals: int = 0) -> str:
    """In the active language: "1.234,5" in Danish, "1,234.5" in English; an en dash where there is no value."""
    if value is None:
        return NO_VALUE
    units = abs(rounded(value, decimals)) * 10**decimals
    whole, rest = divmod(int(units), 10**decimals)
    text = f"{whole:,}" + (f".{rest:0{decimals}d}" if decimals else "")
    if get_language() != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"−{text}" if value < 0 and units else text


def signed(value: Fraction | int | None, decimals: int = 0) -> str:
    """With its sign: "+10", "−1", "0"."""
    if value is None:
        return NO_VALUE
    text = number(value, decimals)
    return f"+{text}" if rounded(value, decimals) > 0 else text


def long_date(day: dt.date) -> str:
    """18. marts 2014"""
    return date_format(day, "DATE_FORMAT")


def short_date(day: dt.date) -> str:
    """18.03.2014"""
    return date_format(day, "SHORT_DATE_FORMAT")
