"""A person's day: every kind of due thing among the citizens of the person's lists."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from casework.due import KINDS
from casework.due.base import Asked, Kind, within_reach
from casework.querysets import with_own_names
from clients.assignments.querysets import own_citizens, with_worker
from clients.models import Client
from interventions.models import Intervention, Session
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
        if kind.route == "interventions:new_session":
            return log_address(self.client, where)
        page = reverse(kind.route, args=[*where, self.target] if kind.takes_target else where)
        return f"{page}#{kind.anchor}" if kind.anchor else page


@dataclass(frozen=True)
class Group:
    """All of one kind: how many, and the first of them."""

    kind: Kind
    total: int
    lines: list[Line]


def log_address(client: Any, where: list[str]) -> str:
    """A session of the intervention that the person logged last for the citizen, else of the latest that runs;
    a new intervention where none runs."""
    if client.logs_on is None:
        return reverse("interventions:new", args=where)
    return reverse("interventions:new_session", args=[*where, client.logs_on])


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
    return sum(due_citizens(kind, asked, scope).count() for kind in KINDS.values())


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
    """The citizens shown, with their own names, contact person, and the intervention to log on."""
    citizens = Client.objects.visible_to(asked.user).filter(pk__in=keys).select_related("project")
    named = with_worker(with_own_names(citizens, asked.user)).annotate(logs_on=_logs_on(asked))
    return {client.pk: client for client in named}


def _logs_on(asked: Asked) -> Subquery:
    own = Session.objects.filter(intervention=OuterRef("pk"), logged_by=asked.user.pk).order_by("-held_on")
    running = Intervention.objects.with_is_running(asked.today).filter(client=OuterRef("pk"), is_running=True)
    latest = running.filter(starts_on__lte=asked.today).annotate(own_on=Subquery(own.values("held_on")[:1]))
    return Subquery(latest.order_by(F("own_on").desc(nulls_last=True), "-starts_on", "-pk").values("pk")[:1])


def _line(kind: Kind, row: Any, clients: dict[int, Any], asked: Asked) -> Line:
    key, counted_from, target = row
    due_on = counted_from and counted_from + dt.timedelta(days=kind.days(asked.project))
    return Line(kind, clients[key], counted_from, due_on, target)
