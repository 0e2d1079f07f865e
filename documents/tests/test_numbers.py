import datetime as dt
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from documents.numbers import DAYS_PER_MONTH, long_date, number, rounded, short_date, signed

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (HALF, 0, 1),
        (-HALF, 0, -1),
        (Fraction(61, 2), 0, 31),
        (Fraction(-5, 2), 0, -3),
        (Fraction(5, 2), 0, 3),
        (Fraction(3, 2), 0, 2),
        (Fraction(49, 100), 0, 0),
        (Fraction(-49, 100), 0, 0),
        (Fraction(1, 20), 1, Fraction(1, 10)),
        (Fraction(-1, 20), 1, Fraction(-1, 10)),
        (Fraction(199, 20), 1, 10),
        (Fraction(2675, 1000), 2, Fraction(268, 100)),
        (7, 0, 7),
        (0, 1, 0),
    ],
)
def test_halves_go_away_from_zero(value, decimals, expected):
    assert rounded(value, decimals) == expected


@given(st.fractions(max_denominator=2000), st.integers(0, 3))
def test_rounding_is_symmetric_and_to_the_nearest(value, decimals):
    unit = Fraction(1, 10**decimals)
    result = rounded(value, decimals)
    assert (result / unit).denominator == 1
    assert abs(result - value) <= unit / 2
    assert rounded(-value, decimals) == -result


@pytest.mark.parametrize(
    ("value", "decimals", "danish", "english"),
    [
        (None, 0, "–", "–"),
        (None, 1, "–", "–"),
        (0, 0, "0", "0"),
        (78, 0, "78", "78"),
        (999, 0, "999", "999"),
        (1000, 0, "1.000", "1,000"),
        (7_630_963, 0, "7.630.963", "7,630,963"),
        (Fraction(99, 10), 1, "9,9", "9.9"),
        (Fraction(10), 1, "10,0", "10.0"),
        (Fraction(5, 100), 1, "0,1", "0.1"),
        (Fraction(12345, 10), 1, "1.234,5", "1,234.5"),
        (Fraction(-5, 2), 0, "−3", "−3"),
        (Fraction(-1, 4), 0, "0", "0"),
        (Fraction(-12345, 10), 1, "−1.234,5", "−1,234.5"),
        (Fraction(43, 100), 3, "0,430", "0.430"),
    ],
)
def test_numbers_in_both_languages(value, decimals, danish, english):
    with override("da"):
        assert number(value, decimals) == danish
    with override("en"):
        assert number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        (Fraction(112, 11), "+10"),
        (Fraction(-1), "−1"),
        (Fraction(0), "0"),
        (Fraction(1, 4), "0"),
        (Fraction(-1, 4), "0"),
        (HALF, "+1"),
        (-HALF, "−1"),
        (Fraction(-5, 2), "−3"),
        (Fraction(1999, 2), "+1.000"),
    ],
)
def test_changes_carry_their_sign(value, expected):
    with override("da"):
        assert signed(value) == expected


def test_a_month_is_a_twelfth_of_a_year_of_365_and_a_quarter_days():
    assert 365 + Fraction(1, 4) == DAYS_PER_MONTH * 12


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (dt.date(2014, 3, 18), "18. marts 2014", "18.03.2014"),
        (dt.date(2023, 11, 1), "1. november 2023", "01.11.2023"),
    ],
)
def test_dates_in_danish(day, long, short):
    with override("da"):
        assert (long_date(day), short_date(day)) == (long, short)
