"""One citizen's answers read as a series: what changed since the first, and since the last."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.numbers import signed
from wellbeing.instrument import SHORT_RISKS, SIGNIFICANT_FOR_ONE, RiskGroup, risk_group
from wellbeing.models import WellbeingResponse


@dataclass(frozen=True)
class Change:
    """A difference in points between two scores of one person."""

    points: int

    @property
    def display(self) -> str:
        return signed(self.points)

    @property
    def is_clear_rise(self) -> bool:
        return self.points >= SIGNIFICANT_FOR_ONE

    @property
    def is_clear_fall(self) -> bool:
        return self.points <= -SIGNIFICANT_FOR_ONE


@dataclass(frozen=True)
class Reading:
    """An answer, its risk group, and its change since the first counted and the last complete one.

    A change is None where this answer has no score or there is nothing to compare with.
    """

    answer: WellbeingResponse
    risk: RiskGroup | None
    since_first: Change | None
    since_last: Change | None
    last: WellbeingResponse | None
    missing: list[int]

    @property
    def short_risk(self) -> str:
        """The risk group in a word or two, empty without a score."""
        return str(SHORT_RISKS[self.risk]) if self.risk else ""

    @property
    def is_low(self) -> bool:
        """Low enough to talk with the citizen about; nothing follows by itself (source 002 §5.3)."""
        return self.risk in (RiskGroup.HIGH, RiskGroup.RISK)


def readings(answers: Sequence[WellbeingResponse]) -> list[Reading]:
    """Current answers of one citizen, in their order, each read against those before it."""
    read: list[Reading] = []
    first = next((answer for answer in answers if answer.wave == 1), None)
    last: WellbeingResponse | None = None
    for answer in answers:
        read.append(_reading(answer, first, last))
        if answer.score is not None:
            last = answer
    return read


def _reading(answer: WellbeingResponse, first: WellbeingResponse | None, last: WellbeingResponse | None) -> Reading:
    return Reading(
        answer=answer,
        risk=None if answer.score is None else risk_group(answer.score),
        since_first=None if answer is first else _change(first, answer),
        since_last=_change(last, answer),
        last=last,
        missing=[number for number, item in enumerate(answer.items, start=1) if item is None],
    )


def _change(before: WellbeingResponse | None, after: WellbeingResponse) -> Change | None:
    if before is None or before.score is None or after.score is None:
        return None
    return Change(after.score - before.score)
