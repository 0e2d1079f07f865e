"""Every boundary is reckoned from the start itself and clamped to its month's last day, never chained."""

import calendar
import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.services import phase_days
from projects.models import Programme


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "starts", "end"),
    [
        ("2023-01-01", ["2023-01-01", "2023-05-01", "2023-09-01"], "2023-12-31"),
        ("2023-03-15", ["2023-03-15", "2023-07-15", "2023-11-15"], "2024-03-14"),
        ("2023-08-31", ["2023-08-31", "2023-12-31", "2024-04-30"], "2024-08-30"),
        ("2023-10-31", ["2023-10-31", "2024-02-29", "2024-06-30"], "2024-10-30"),
        ("2022-10-31", ["2022-10-31", "2023-02-28", "2023-06-30"], "2023-10-30"),
        ("2024-02-29", ["2024-02-29", "2024-06-29", "2024-10-29"], "2025-02-27"),
        ("2023-02-28", ["2023-02-28", "2023-06-28", "2023-10-28"], "2024-02-27"),
        ("2023-06-30", ["2023-06-30", "2023-10-30", "2024-02-29"], "2024-06-29"),
        ("2023-05-31", ["2023-05-31", "2023-09-30", "2024-01-31"], "2024-05-30"),
        ("2023-12-31", ["2023-12-31", "2024-04-30", "2024-08-31"], "2024-12-30"),
    ],
)
def test_three_phases_of_four_months(start, starts, end):
    days = phase_days(day(start), Programme())
    assert [first for first, _ in days] == [day(each) for each in starts]
    assert days[-1][1] == day(end)


@pytest.mark.parametrize(
    ("phases", "months", "end"), [(1, 12, "2024-08-30"), (4, 3, "2024-08-30"), (2, 6, "2024-08-30")]
)
def test_a_programme_has_its_own_phases(phases, months, end):
    days = phase_days(day("2023-08-31"), Programme(phases=phases, months_per_phase=months))
    assert len(days) == phases
    assert days[-1][1] == day(end)


def months_later(start, months):
    """Month arithmetic by hand, to hold the library to account."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 5), st.integers(1, 12))
def test_phases_follow_each_other_without_a_gap(start, phases, months):
    days = phase_days(start, Programme(phases=phases, months_per_phase=months))
    assert [first for first, _ in days] == [months_later(start, months * number) for number in range(phases)]
    assert days[-1][1] + dt.timedelta(days=1) == months_later(start, months * phases)
    for (_, last), (first, _) in pairwise(days):
        assert last + dt.timedelta(days=1) == first
