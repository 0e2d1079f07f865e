"""How close the contact has been through a CTI course: most in the first phase, then less (source 003, R-39)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from clients.models import Client
from cti.models import Course
from cti.progress import CourseProgress
from documents.charts import Chart, Stretch, week_chart
from documents.numbers import short_date
from documents.tables import EMPTY, Cell, Column, Row, Table, count_cell, number_cell
from interventions.models import Session

WEEK = 7


@dataclass(frozen=True)
class Part:
    """The contact period or a phase: its days, both included, and the last of them that has been."""

    label: str
    first: dt.date
    last: dt.date
    reached: dt.date | None  # None: it has not begun
    contacts: int = 0

    @property
    def weeks(self) -> Fraction | None:
        return Fraction((self.reached - self.first).days + 1, WEEK) if self.reached else None

    @property
    def per_week(self) -> Fraction | None:
        return self.contacts / self.weeks if self.weeks else None


@dataclass(frozen=True)
class IntensitySection:
    """`chart` is empty while no contact is logged; the table says the same in numbers."""

    course: Course
    chart: Chart
    table: Table


def intensity(user: Any, client: Client, progress: CourseProgress | None) -> IntensitySection | None:
    """Sessions that took place in each week of the course; None without a course."""
    if progress is None:
        return None
    attended = Session.objects.filter(client=client, attendance=Session.Attendance.ATTENDED).visible_to(user)
    until = _until(progress)
    days = list(attended.filter(held_on__range=(progress.course.begins_on, until)).values_list("held_on", flat=True))
    parts = [*_parts(progress, days, until)]
    return IntensitySection(progress.course, _chart(progress.course, parts, days), _table(parts))


def _until(progress: CourseProgress) -> dt.date:
    ended = progress.course.ends_on
    return min(ended, localdate()) if ended else localdate()


def _parts(progress: CourseProgress, days: Sequence[dt.date], until: dt.date) -> Iterator[Part]:
    """The contact period, where there was one, and every phase; the last one reaches as far as the course."""
    course, phases = progress.course, [each.phase for each in progress.phases]
    bounds: list[tuple[str, dt.date, dt.date]] = []
    if course.contact_starts_on and course.contact_starts_on != course.starts_on:
        last = course.starts_on - dt.timedelta(days=1) if course.starts_on else max(until, course.contact_starts_on)
        bounds.append((gettext("Contact period"), course.contact_starts_on, last))
    for phase in phases:
        last = max(phase.ends_on, until) if phase is phases[-1] else phase.ends_on
        bounds.append((gettext("Phase %(number)s") % {"number": phase.number}, phase.starts_on, last))
    for label, first, last in bounds:
        reached = min(last, until) if first <= until else None
        yield Part(label, first, last, reached, sum(first <= day <= last for day in days))


def _chart(course: Course, parts: Sequence[Part], days: Sequence[dt.date]) -> Chart:
    begins = course.begins_on
    weeks = Counter((day - begins).days // WEEK for day in days)
    counts = [weeks[week] for week in range(max(weeks, default=0) + 1)]
    stretches = [
        Stretch(
            label=part.label,
            begins=(part.first - begins).days / WEEK,
            ends=((part.last - begins).days + 1) / WEEK,
            told=_told(part),
            beneath=short_date(part.first),
        )
        for part in parts
    ]
    title = gettext("Contacts per week through the course")
    return week_chart("intensity", title, counts, stretches, axis=gettext("Contacts per week"))


def _told(part: Part) -> str:
    if part.reached is None:
        return gettext("not begun")
    return ngettext("%(count)s contact", "%(count)s contacts", part.contacts) % {"count": part.contacts}


def _table(parts: Sequence[Part]) -> Table:
    return Table(
        id="contact_intensity",
        title=gettext("Contacts in each part of the course"),
        source="",
        row_label=gettext("Part of the course"),
        columns=(
            Column("contacts", gettext("Contacts")),
            Column("weeks", gettext("Weeks")),
            Column("per_week", gettext("Per week")),
        ),
        rows=tuple(Row(part.label, part.label, _cells(part)) for part in parts),
        count_columns=(),
    )


def _cells(part: Part) -> dict[str, Cell]:
    if part.reached is None:
        return dict.fromkeys(("contacts", "weeks", "per_week"), EMPTY)
    return {
        "contacts": count_cell(part.contacts),
        "weeks": number_cell(part.weeks, 1),
        "per_week": number_cell(part.per_week, 1),
    }
