"""The WHO-5 well-being index: items, options, scoring, risk groups (source 002 §5.3)."""

from collections.abc import Sequence
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

ITEMS = 5
HIGHEST = 5
FACTOR = 4
POPULATION_MEAN = 68
CLINICALLY_SIGNIFICANT = 10  # points of a mean
SIGNIFICANT_FOR_ONE = 12  # one person's scores are multiples of 4, so 10 is reached at 12
HIGH_RISK_TO = 35
RISK_TO = 50

STEM = _(
    "Please indicate for each of the five statements which is closest to how you have been feeling "
    "over the last two weeks."
)
STATEMENTS = [
    _("I have felt cheerful and in good spirits"),
    _("I have felt calm and relaxed"),
    _("I have felt active and vigorous"),
    _("I woke up feeling fresh and rested"),
    _("My daily life has been filled with things that interest me"),
]
OPTIONS = [
    (5, _("All of the time")),
    (4, _("Most of the time")),
    (3, _("More than half of the time")),
    (2, _("Less than half of the time")),
    (1, _("Some of the time")),
    (0, _("At no time")),
]


class RiskGroup(models.TextChoices):
    HIGH = "high", _("high risk of depression or stress")
    RISK = "risk", _("risk of depression or stress")
    NONE = "none", _("no immediate risk of depression or stress")


# The same in a table, whose heading says what the risk is of.
SHORT_RISKS = {
    RiskGroup.HIGH: _("high risk"),
    RiskGroup.RISK: _("risk"),
    RiskGroup.NONE: _("no immediate risk"),
}


def score(items: Sequence[int | None]) -> int | None:
    """0–100: four times the sum of the five items (each 0–5); None where an item is missing."""
    answered = [item for item in items if item is not None]
    return FACTOR * sum(answered) if len(answered) == ITEMS else None


def risk_group(points: int) -> RiskGroup:
    """The group of a score, or of a mean that has been rounded to whole points."""
    if points <= HIGH_RISK_TO:
        return RiskGroup.HIGH
    return RiskGroup.RISK if points <= RISK_TO else RiskGroup.NONE


def is_clinically_significant(change: Fraction) -> bool:
    """Whether a mean's rise, at full precision, is 10 points or more."""
    return change >= CLINICALLY_SIGNIFICANT
