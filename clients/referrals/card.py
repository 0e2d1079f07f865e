"""All that the receiver of a referral sees before it is accepted; there is no more of it than these fields."""

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate

from clients.referrals.models import Referral

BANDS = ((18, 25), (26, 30), (31, 35), (36, 45))


@dataclass(frozen=True)
class Card:
    code: str
    age_band: str  # empty where the age is not known
    wish: str
    how_we_meet: str
    sender: str
    answer_due_on: dt.date | None


def card_of(referral: Referral) -> Card:
    """`answer_due_on` is none for a draft, whose day is counted from its sending."""
    return Card(
        code=referral.client.code,
        age_band=age_band(referral.client.birth_year, localdate()),
        wish=referral.wish,
        how_we_meet=referral.get_how_we_meet_display(),
        sender=referral.from_organisation.name,
        answer_due_on=referral.answer_due_on,
    )


def age_band(birth_year: int | None, day: dt.date) -> str:
    """The reports' age groups, from years alone (figures.md, "Age")."""
    if birth_year is None:
        return ""
    age = day.year - birth_year
    return next((f"{first}–{last}" for first, last in BANDS if age <= last), "46+")
