"""The day that a report is of: today at the latest, and never after the last day of what it tells of."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext

from documents.numbers import long_date
from documents.tables import Note
from projects.models import Programme, Project


class AsOfInFuture(ValueError):  # noqa: N818 - reads as what is wrong
    """A report cannot be of a day that has not come."""


def asked_day(as_of: dt.date | None) -> dt.date:
    """Today where none is asked for. Raises AsOfInFuture for a day to come."""
    day = as_of or localdate()
    if day > localdate():
        raise AsOfInFuture(gettext("The day has not come yet. Choose today or an earlier day."))
    return day


def day_of(project: Project, asked_for: dt.date) -> dt.date:
    return min(asked_for, project.last_day or asked_for)


def by_day(projects: Iterable[Project], asked_for: dt.date) -> dict[dt.date, list[int]]:
    """The projects' ids by the day that each is read on: most share one, so that one question tells of them all."""
    groups: dict[dt.date, list[int]] = {}
    for project in projects:
        groups.setdefault(day_of(project, asked_for), []).append(project.pk)
    return groups


def day_notes(project: Project, asked_for: dt.date) -> tuple[Note, ...]:
    """What a reader must know about the day: it was read as the project's last one, or nothing had begun."""
    last = project.last_day
    if last is not None and asked_for > last:
        if last == project.lapsed_on:
            text = gettext("The project's grant lapsed on %(day)s. The figures are as of that day.")
        else:
            text = gettext("The project ended on %(day)s. The figures are as of that day.")
        return (Note(text % {"day": long_date(last)}),)
    if asked_for < project.starts_on:
        text = gettext("The project began on %(day)s, after the day of this report.")
        return (Note(text % {"day": long_date(project.starts_on)}),)
    return ()


def programme_day_notes(programme: Programme, projects: Sequence[Project], asked_for: dt.date) -> tuple[Note, ...]:
    """The same of a programme, then of each of its projects whose day is another than the report's."""
    day = min(asked_for, programme.ends_on)
    notes = []
    if day != asked_for:
        text = gettext("The programme ended on %(day)s. The figures are as of that day.")
        notes.append(Note(text % {"day": long_date(day)}))
    if not projects:
        notes.append(Note(gettext("The programme has no projects yet.")))
    for project in projects:
        about = gettext("%(project)s: %(note)s")
        notes += [Note(about % {"project": project.name, "note": note.text}) for note in day_notes(project, day)]
    return tuple(notes)
