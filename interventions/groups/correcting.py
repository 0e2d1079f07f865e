"""What was said of a meeting of many, corrected for everybody who took part."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.models import Client
from clients.services import not_in_the_future
from documents.numbers import long_date
from interventions.groups.services import BATCH, ask_about_enrolments, write_topics
from interventions.models import GroupSession, Intervention, Session
from projects.access import Permission


@transaction.atomic
def correct_group_session(
    group: GroupSession,
    *,
    held_on: dt.date,
    minutes: int | None = None,
    kind: str,
    without_code: int = 0,
    challenges: Iterable[str] = (),
    note: str = "",
    is_confirmed: bool = True,
    by: Any,
) -> GroupSession:
    """Other facts of the meeting, its sessions included; who took part stays, and how it went for each.

    A session of a citizen whom `by` no longer reaches stays as it is. Raises ValidationError once the meeting is
    locked, for a day to come or outside an intervention that it belongs to, and where nobody would have come.
    """
    group = GroupSession.objects.select_for_update().select_related("project").get(pk=group.pk)
    if group.is_locked:
        message = _("The group session was locked on %(day)s and stands as it is.")
        raise ValidationError(message % {"day": long_date(group.locks_on)})
    not_in_the_future("held_on", held_on)
    if not without_code and not group.sessions.exists():
        raise ValidationError({"without_code": _("Nobody is left who took part. Write how many came.")})
    sessions = _within_reach(group, by)
    if not is_confirmed:
        ask_about_enrolments([session.client for session in sessions], held_on)
    _move(sessions, group.held_on, held_on)
    group.held_on, group.minutes, group.kind = held_on, minutes, kind
    group.without_code, group.note = without_code, note
    group.full_clean()
    group.save()
    for session in sessions:
        session.held_on, session.minutes, session.kind = held_on, minutes, kind
    Session.objects.bulk_update(sessions, ["held_on", "minutes", "kind"], batch_size=BATCH)
    write_topics(group, sessions, sorted(set(challenges)))
    record(Action.CHANGED, group, by=by, clients=[session.client_id for session in sessions])
    return group


def _within_reach(group: GroupSession, by: Any) -> list[Session]:
    reached = Client.objects.visible_to(by, Permission.INTERVENTION_LOG)
    sessions = group.sessions.filter(client__in=reached).select_for_update(of=("self",)).order_by("pk")
    return list(sessions.select_related("client", "intervention"))


def _move(sessions: list[Session], before: dt.date, day: dt.date) -> None:
    """An intervention that began with the meeting begins on its new day; raises ValidationError with the codes of
    those whose intervention the day lies outside of."""
    if day == before:
        return
    begun = [each.intervention for each in sessions if each.intervention.starts_on == before]
    others = Session.objects.filter(intervention__in=begun).exclude(pk__in=[each.pk for each in sessions])
    kept = set(others.values_list("intervention", flat=True))
    for intervention in begun:
        if intervention.pk not in kept and (intervention.ends_on is None or day <= intervention.ends_on):
            intervention.starts_on = day
    outside = [each.client.code for each in sessions if not _holds(each.intervention, day)]
    if outside:
        message = _("%(codes)s: the intervention does not cover that day. Choose another one.")
        raise ValidationError({"held_on": message % {"codes": ", ".join(outside)}})
    Intervention.objects.bulk_update(begun, ["starts_on"], batch_size=BATCH)


def _holds(intervention: Intervention, day: dt.date) -> bool:
    return intervention.starts_on <= day and (intervention.ends_on is None or day <= intervention.ends_on)
