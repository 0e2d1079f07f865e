"""The entries of all kinds as one list, in a number of queries that does not depend on how many there are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import CharField, QuerySet, Value

from interventions.other_work.kinds import KINDS, Kind
from interventions.other_work.models import WorkEntry
from interventions.other_work.querysets import EntryQuerySet, working_organisations
from projects.models import Organisation, Project


@dataclass(frozen=True)
class Chosen:
    """What is asked for: one kind or all, one organisation's or all, from–to (both days included)."""

    kind: str = ""
    organisation: Organisation | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def kinds(self) -> list[Kind]:
        return [kind for key, kind in KINDS.items() if self.kind in ("", key)]

    def of(self, kind: Kind, project: Project) -> EntryQuerySet:
        """The kind's entries in `project`, also those that count no longer."""
        entries = kind.model.objects.filter(project=project).between(self.since, self.until)
        return entries.filter(organisation=self.organisation) if self.organisation else entries


@dataclass(frozen=True)
class Line:
    """`is_own`: the reader's organisation entered it, so the reader may correct and remove it."""

    kind: Kind
    entry: WorkEntry
    is_own: bool


@dataclass(frozen=True)
class Month:
    first: dt.date
    lines: list[Line]


def entry_keys(user: Any, project: Project, chosen: Chosen, *, current: bool = True) -> QuerySet[Any, Any]:
    """(day, id, key of its kind) of what `user` may see, the newest first."""
    parts = [_keys(user, project, chosen, kind, current) for kind in chosen.kinds]
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return union.order_by("-held_on", "kind_key", "-id")


def _keys(user: Any, project: Project, chosen: Chosen, kind: Kind, current: bool) -> QuerySet[Any, Any]:
    entries = chosen.of(kind, project).visible_to(user)
    entries = entries.current() if current else entries.set_aside()
    key = Value(kind.key, output_field=CharField())
    return entries.order_by().annotate(kind_key=key).values_list("held_on", "id", "kind_key")


def lines(user: Any, project: Project, keys: Iterable[tuple[dt.date, int, str]]) -> list[Line]:
    """The entries of `keys`, in their order."""
    keys = list(keys)
    own = set(working_organisations(user, project).values_list("pk", flat=True))
    found = {
        key: _rows(KINDS[key], [pk for _day, pk, kind in keys if kind == key]) for key in {k for _d, _p, k in keys}
    }
    entries = [(KINDS[kind], found[kind][pk]) for _day, pk, kind in keys]
    return [Line(kind, entry, entry.organisation_id in own) for kind, entry in entries]


def _rows(kind: Kind, pks: list[int]) -> dict[int, WorkEntry]:
    rows = kind.model.objects.filter(pk__in=pks)
    one = ("organisation", "removed_by", "replaced_by__entered_by", *kind.also_one)
    return {row.pk: row for row in rows.select_related(*one).prefetch_related(*kind.also_several)}


def by_month(shown: list[Line]) -> list[Month]:
    groups = groupby(shown, key=lambda line: line.entry.held_on.replace(day=1))
    return [Month(first, list(of_month)) for first, of_month in groups]
