"""The rows of the workbook, typed, each with the rules that one row can break by itself."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from documents.numbers import long_date

Problem = tuple[str, str]  # heading, message


class CitizenRow(NamedTuple):
    row: int
    reference: str
    gender: str
    age: int | None
    starts_on: dt.date
    ends_on: dt.date | None
    source: str
    wish: str
    is_anti_trafficking: bool
    is_other_offer: bool

    @property
    def birth_year(self) -> int | None:
        return None if self.age is None else self.starts_on.year - self.age

    def problems(self) -> Iterator[Problem]:
        yield from end_before_start("Slutdato", self.ends_on, "Startdato", self.starts_on)

    def dates(self) -> dict[str, dt.date | None]:
        return {}


class InterventionRow(NamedTuple):
    row: int
    reference: str
    type: str
    provider: str
    starts_on: dt.date
    ends_on: dt.date | None

    def problems(self) -> Iterator[Problem]:
        yield from end_before_start("Slutdato", self.ends_on, "Startdato", self.starts_on)

    def dates(self) -> dict[str, dt.date | None]:
        return {"Startdato": self.starts_on, "Slutdato": self.ends_on}


class AnswerRow(NamedTuple):
    row: int
    reference: str
    answered_on: dt.date
    item_1: int | None
    item_2: int | None
    item_3: int | None
    item_4: int | None
    item_5: int | None

    @property
    def items(self) -> list[int | None]:
        return [self.item_1, self.item_2, self.item_3, self.item_4, self.item_5]

    def problems(self) -> Iterator[Problem]:
        yield from ()

    def dates(self) -> dict[str, dt.date | None]:
        return {"Dato": self.answered_on}


class CourseRow(NamedTuple):
    row: int
    reference: str
    goal: str
    contact_starts_on: dt.date | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    end_reason: str

    @property
    def begins_on(self) -> dt.date:
        """The course's key: its contact start, else its start; `problems` tells where both are missing."""
        return self.contact_starts_on or self.starts_on or dt.date.max

    def problems(self) -> Iterator[Problem]:
        if self.begins_on is dt.date.max:
            yield "Start", _("Both the contact start and the start are missing. Fill in at least one of them.")
        yield from end_before_start("Start", self.starts_on, "Kontaktstart", self.contact_starts_on)
        yield from end_before_start("Slut", self.ends_on, "Kontaktstart", self.contact_starts_on)
        yield from end_before_start("Slut", self.ends_on, "Start", self.starts_on)
        if self.end_reason and self.ends_on is None:
            yield "Slut", _("The reason for the end is given, but no end. Fill in the end, or clear the reason.")

    def dates(self) -> dict[str, dt.date | None]:
        return {"Kontaktstart": self.contact_starts_on, "Start": self.starts_on, "Slut": self.ends_on}


Row = CitizenRow | InterventionRow | AnswerRow | CourseRow


def end_before_start(end_heading: str, end: dt.date | None, start_heading: str, start: dt.date | None) -> list[Problem]:
    if end is None or start is None or end >= start:
        return []
    message = _("%(end)s (%(end_day)s) lies before %(start)s (%(start_day)s). Correct one of the two dates.")
    words = {"end": end_heading, "end_day": long_date(end), "start": start_heading, "start_day": long_date(start)}
    return [(end_heading, message % words)]
