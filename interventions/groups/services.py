"""One entry for a meeting of many."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.models import Client, ClientLink
from clients.services import not_in_the_future
from interventions.enrolled import OUTSIDE, outside_enrolment
from interventions.models import (
    GroupSession,
    GroupSessionTopic,
    Intervention,
    InterventionType,
    NationalInterventionType,
    Session,
    SessionTopic,
)
from interventions.models.kinds import SessionKind
from interventions.services import open_own_type
from projects.access import Permission
from projects.models import Organisation, Project

MOST = 500  # citizens in one entry
BATCH = 1000


@dataclass
class Rows:
    """What one entry adds, gathered and checked before anything is written."""

    interventions: list[Intervention]
    sessions: list[Session]


@transaction.atomic
def log_group_session(
    project: Project,
    *,
    type: InterventionType | NationalInterventionType,
    held_on: dt.date,
    codes: Sequence[str] = (),
    without_code: int = 0,
    minutes: int | None = None,
    kind: str = SessionKind.GROUP,
    challenges: Iterable[str] = (),
    note: str = "",
    is_confirmed: bool = True,
    logged_for: Organisation,
    by: Any,
) -> GroupSession:
    """The meeting, a session for every citizen of `codes`, and the intervention for those in whom none is running.

    All or nothing, in a constant number of queries per thousand rows. Raises ValidationError where nobody came,
    for a day to come or a closed type, and for codes that `by` does not reach for `logged_for` (any more).
    """
    codes, challenges = list(dict.fromkeys(codes)), sorted(set(challenges))
    not_in_the_future("held_on", held_on)
    if not codes and not without_code:
        raise ValidationError({"citizens": _("Tick who took part, or write how many came without a code.")})
    clients = _within_reach(project, codes, logged_for, by)
    if not is_confirmed:
        ask_about_enrolments(clients, held_on)
    group = GroupSession(
        project=project, type=open_own_type(project, type, held_on, by=by), held_on=held_on, minutes=minutes,
        kind=kind, without_code=without_code, note=note, logged_by=by, logged_for=logged_for,
    )  # fmt: skip
    group.full_clean()
    group.save()
    rows = _gather(group, clients)
    Intervention.objects.bulk_create(rows.interventions, batch_size=BATCH)
    Session.objects.bulk_create(rows.sessions, batch_size=BATCH)
    write_topics(group, rows.sessions, challenges)
    _record(group, rows, by)
    return group


def _within_reach(project: Project, codes: list[str], organisation: Organisation, by: Any) -> list[Client]:
    """The citizens of `codes`, locked until all is written; raises ValidationError naming the codes out of reach,
    which the person has sent and so knows."""
    if len(codes) > MOST:
        raise ValidationError({"citizens": _("Tick at most %(most)s citizens in one entry.") % {"most": MOST}})
    links = ClientLink.objects.reaching(by, Permission.INTERVENTION_LOG).filter(organisation=organisation)
    reached = Client.objects.filter(
        models.Exists(links.filter(client=models.OuterRef("pk"))), project=project, code__in=codes
    )
    found = {client.code: client for client in reached.select_for_update().order_by("pk")}
    if lost := [code for code in codes if code not in found]:
        message = _(
            "You cannot log for %(codes)s on behalf of %(organisation)s any more. Nothing is saved. Look the list "
            "through and save again."
        )
        raise ValidationError({"citizens": message % {"codes": ", ".join(lost), "organisation": organisation}})
    return [found[code] for code in codes]


def ask_about_enrolments(clients: list[Client], held_on: dt.date) -> None:
    """Raises ValidationError with code OUTSIDE and the codes of those whom the day finds not enrolled."""
    outside = outside_enrolment(clients, held_on)
    if outside:
        message = _("%(codes)s: not enrolled on that day. Correct the date, or confirm it at the bottom.")
        words = {"codes": ", ".join(client.code for client in outside)}
        raise ValidationError({"held_on": ValidationError(message % words, code=OUTSIDE)})


def _gather(group: GroupSession, clients: list[Client]) -> Rows:
    running = _running(group, clients)
    begun = {client.pk: _begin(group, client) for client in clients if client.pk not in running}
    sessions = [_attend(group, client, running.get(client.pk) or begun[client.pk]) for client in clients]
    for row in (*begun.values(), *sessions):
        row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    return Rows(list(begun.values()), sessions)


def _running(group: GroupSession, clients: list[Client]) -> dict[int, Intervention]:
    """The intervention that each citizen's session falls into, by the citizen's key."""
    fitting = Intervention.objects.running_of(group.type, group.held_on, group.logged_for).filter(client__in=clients)
    found: dict[int, Intervention] = {}
    for intervention in fitting:
        found.setdefault(intervention.client_id, intervention)
    return found


def _begin(group: GroupSession, client: Client) -> Intervention:
    return Intervention(
        project=group.project, client=client, type=group.type, provider=group.logged_for, starts_on=group.held_on,
        logged_for=group.logged_for,
    )  # fmt: skip


def _attend(group: GroupSession, client: Client, intervention: Intervention) -> Session:
    return Session(
        project=group.project, client=client, intervention=intervention, group=group, held_on=group.held_on,
        minutes=group.minutes, kind=group.kind, logged_by=group.logged_by, logged_for=group.logged_for,
    )  # fmt: skip


def write_topics(group: GroupSession, sessions: Sequence[Session], challenges: Sequence[str]) -> None:
    """What the meeting was about, for itself and each of `sessions`, in place of what was said before."""
    group.topics.all().delete()
    SessionTopic.objects.filter(session__in=[session.pk for session in sessions]).delete()
    own = [GroupSessionTopic(group=group, challenge=challenge) for challenge in challenges]
    of_each = [SessionTopic(session=session, challenge=challenge) for session in sessions for challenge in challenges]
    for topic in (*own, *of_each):
        topic.clean_fields(exclude={"group", "session"})
    GroupSessionTopic.objects.bulk_create(own)
    SessionTopic.objects.bulk_create(of_each, batch_size=BATCH)


def _record(group: GroupSession, rows: Rows, by: Any) -> None:
    """One event: the meeting, the citizens, and the keys of all rows."""
    keys = {
        "intervention": [row.pk for row in rows.interventions],
        "session": [row.pk for row in rows.sessions],
    }
    record(Action.CREATED, group, by=by, clients=[row.client_id for row in rows.sessions], rows=keys)
