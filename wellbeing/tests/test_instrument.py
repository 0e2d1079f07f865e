"""The instrument is the instrument: its words are fixed, its scores arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing import instrument
from wellbeing.instrument import RiskGroup, is_clinically_significant, risk_group, score

ENGLISH_STATEMENTS = [
    "I have felt cheerful and in good spirits",
    "I have felt calm and relaxed",
    "I have felt active and vigorous",
    "I woke up feeling fresh and rested",
    "My daily life has been filled with things that interest me",
]
ENGLISH_OPTIONS = {
    5: "All of the time",
    4: "Most of the time",
    3: "More than half of the time",
    2: "Less than half of the time",
    1: "Some of the time",
    0: "At no time",
}


def test_the_english_wording_is_the_published_one():
    assert [str(words) for words in instrument.STATEMENTS] == ENGLISH_STATEMENTS
    assert {points: str(words) for points, words in instrument.OPTIONS} == ENGLISH_OPTIONS
    assert str(instrument.STEM) == (
        "Please indicate for each of the five statements which is closest to how you have been feeling "
        "over the last two weeks."
    )


@pytest.mark.parametrize(
    ("items", "points"),
    [
        ([0, 0, 0, 0, 0], 0),
        ([1, 0, 0, 0, 0], 4),
        ([5, 5, 5, 5, 5], 100),
        ([1, 2, 3, 4, 5], 60),
        ([None, 5, 5, 5, 5], None),
        ([5, 5, 5, 5, None], None),
        ([None] * 5, None),
    ],
)
def test_score(items, points):
    assert score(items) == points


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_a_score_is_a_multiple_of_four_up_to_a_hundred(items):
    assert score(items) in range(0, 101, 4)


@pytest.mark.parametrize(
    ("points", "group"),
    [
        (0, RiskGroup.HIGH),
        (35, RiskGroup.HIGH),
        (36, RiskGroup.RISK),
        (50, RiskGroup.RISK),
        (51, RiskGroup.NONE),
        (100, RiskGroup.NONE),
    ],
)
def test_risk_groups(points, group):
    assert risk_group(points) is group
    assert instrument.SHORT_RISKS[group]


@pytest.mark.parametrize(
    ("change", "is_significant"), [(Fraction(999, 100), False), (Fraction(10), True), (Fraction(-12), False)]
)
def test_a_mean_s_rise_of_ten(change, is_significant):
    assert is_clinically_significant(change) is is_significant
