from dataclasses import dataclass
from typing import Any

from clients.models import Client
from clients.querysets import acting_organisations
from interventions.models import Intervention, InterventionType, Session
from interventions.querysets import open_types
from projects.access import Permission

LATEST = 5


@dataclass(frozen=True)
class InterventionsSection:
    """`running` and `ended` are interventions with their counts, `latest` the newest sessions of them all,
    `one_tap` the types of which a visit is logged with one tap."""

    running: list[Intervention]
    ended: list[Intervention]
    latest: list[Session]
    may_log: bool
    one_tap: list[InterventionType]


def citizen_section(user: Any, client: Client) -> dict[str, InterventionsSection]:
    """What the citizen receives and the latest sessions, as `user` may see them."""
    interventions = list(
        Intervention.objects.filter(client=client)
        .with_sessions_counted()
        .with_is_running()
        .select_related("type", "provider")
        .visible_to(user)
    )
    section = InterventionsSection(
        running=[each for each in interventions if each.is_running],
        ended=[each for each in interventions if not each.is_running],
        latest=latest_sessions(user, client),
        may_log=acting_organisations(user, client, Permission.INTERVENTION_LOG).exists(),
        one_tap=[type for type in open_types(client.project) if type.one_tap_kind],
    )
    return {"interventions": section}


def latest_sessions(user: Any, client: Client) -> list[Session]:
    sessions = Session.objects.filter(client=client).with_notes_for(user).visible_to(user)
    return list(sessions.select_related("intervention__type", "logged_for").prefetch_related("topics")[:LATEST])
