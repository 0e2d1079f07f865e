"""A person's day: every kind of due thing among the citizens of the person's lists."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate

from casework.due import KINDS
from casework.due.awaiting import count_awaiting
from casework.due.base import Asked, Kind, within_reach
from casework.querysets import with_own_names
from clients.assignments.querysets import own_citizens, with_worker
from clients.models import Client
from projects.models import Project

LINES_SHOWN = 10


class Scope(enum.Enum):
    """Whose citizens: those in the person's own lists, or all that the person sees."""

    MINE = "mine"
    ALL = "all"


@dataclass(frozen=True)
class Line:
    """One citizen and one due thing."""

    kind: Kind
    client: Any
    counted_from: dt.date | None
    due_on: dt.date | None
    target: int | None

    @property
    def words(self) -> str:
        return self.kind.words(self.counted_from, self.due_on)

    @property
    def address(self) -> str:
        """Where the thing is done, in one step."""
        kind, where = self.kind, [self.client.project.code, self.client.code]
        page = reverse(kind.route, args=[*where, self.target] if kind.takes_target else where)
        return f"{page}#{kind.anchor}" if kind.anchor else page


@dataclass(frozen=True)
class Group:
    """All of one kind: how many, and the first of them."""

    kind: Kind
    total: int
    lines: list[Line]


def asked_by(user: Any, project: Project) -> Asked:
    return Asked(user, project, localdate())


def usual_scope(user: Any, project: Project) -> Scope:
    """Their own lists, once a citizen stands there; else all that they see."""
    return Scope.MINE if own_citizens(user, project).exists() else Scope.ALL


def due_citizens(kind: Kind, asked: Asked, scope: Scope) -> QuerySet[Any]:
    citizens = within_reach(kind, asked)
    if scope is Scope.ALL:
        return citizens
    return citizens.filter(pk__in=own_citizens(asked.user, asked.project).values("pk"))


def due_groups(asked: Asked, scope: Scope) -> list[Group]:
    """Every kind of which something is due, in the order of KINDS; one query a kind, one for the citizens."""
    found = {kind: _found(kind, asked, scope) for kind in KINDS.values()}
    shown = {row[0] for rows in found.values() for row in rows[:LINES_SHOWN]}
    clients = _clients(shown, asked)
    return [
        Group(kind, len(rows), [_line(kind, row, clients, asked) for row in rows[:LINES_SHOWN]])
        for kind, rows in found.items()
        if rows
    ]


def count_due(user: Any, project: Project) -> int:
    """How many lines the person's day has, as it opens."""
    asked, scope = asked_by(user, project), usual_scope(user, project)
    return sum(due_citizens(kind, asked, scope).count() for kind in KINDS.values()) + count_awaiting(asked)


def due_of(client: Client, asked: Asked) -> list[Line]:
    """What is due for one citizen, in the order of KINDS, in one query."""
    kinds = list(KINDS.values())
    each = [
        within_reach(kind, asked)
        .filter(pk=client.pk)
        .annotate(number=Value(number), day=Cast("counted_from", DateField()), key=Cast("target", BigIntegerField()))
        .order_by()
        .values_list("number", "day", "key")
        for number, kind in enumerate(kinds)
    ]
    rows = sorted(each[0].union(*each[1:], all=True))
    return [_line(kinds[number], (client.pk, day, key), {client.pk: client}, asked) for number, day, key in rows]


def mark_due(citizens: Iterable[Any], asked: Asked) -> list[Any]:
    """The citizens, each with the kinds that are `due`; in one query, for a page of them and not for all."""
    shown = list(citizens)
    flags = {
        f"due_{number}": Exists(within_reach(kind, asked).filter(pk=OuterRef("pk")))
        for number, kind in enumerate(KINDS.values())
    }
    rows = Client.objects.filter(pk__in=[each.pk for each in shown]).annotate(**flags).values_list("pk", *flags)
    found = {row[0]: [kind for kind, yes in zip(KINDS.values(), row[1:], strict=True) if yes] for row in rows}
    for each in shown:
        each.due = found[each.pk]
    return shown


def _found(kind: Kind, asked: Asked, scope: Scope) -> list[Any]:
    rows = due_citizens(kind, asked, scope).order_by("counted_from", "next_appointment_time", "pk")
    return list(rows.values_list("pk", "counted_from", "target"))


def _clients(keys: set[int], asked: Asked) -> dict[int, Any]:
    """The citizens shown, with their own names and contact person."""
    citizens = Client.objects.visible_to(asked.user).filter(pk__in=keys).select_related("project")
    return {client.pk: client for client in with_worker(with_own_names(citizens, asked.user))}


def _line(kind: Kind, row: Any, clients: dict[int, Any], asked: Asked) -> Line:
    key, counted_from, target = row
    due_on = counted_from and counted_from + dt.timedelta(days=kind.days(asked.project))
    return Line(kind, clients[key], counted_from, due_on, target)
