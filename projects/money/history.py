"""Who entered, corrected and removed what, and when: also of the rows that no longer count."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from projects.models import Disbursement, Earmark, Framework, Grant, LapseDecision, Programme, Project


@dataclass(frozen=True)
class Entry:
    """One change. `what` is entered, corrected, removed or lapse; `row` is the row as it stood after it."""

    at: dt.datetime
    who: Any  # None: a command on the server
    what: str
    row: Any


def history_of_project(project: Project) -> list[Entry]:
    lapses = LapseDecision.objects.filter(project=project).select_related("entered_by")
    entries = [Entry(lapse.entered_at, lapse.entered_by, "lapse", lapse) for lapse in lapses]
    for rows in (Grant.objects, Disbursement.objects):
        entries += _entries(rows.filter(project=project))
    return _newest_first(entries)


def history_of_programme(programme: Programme) -> list[Entry]:
    """Of the programme's own money; that of its projects stands with them."""
    entries = [
        *_entries(Framework.objects.filter(programme=programme)),
        *_entries(Earmark.objects.filter(programme=programme)),
        *_entries(Grant.objects.filter(programme=programme, project=None)),
        *_entries(Disbursement.objects.filter(programme=programme, project=None)),
    ]
    return _newest_first(entries)


def _entries(rows: QuerySet[Any]) -> Iterator[Entry]:
    for row in rows.select_related("entered_by", "removed_by", "replaces"):
        yield Entry(row.entered_at, row.entered_by, "corrected" if row.replaces else "entered", row)
        if row.removed_at is not None:
            yield Entry(row.removed_at, row.removed_by, "removed", row)


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)
