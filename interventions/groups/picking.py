"""Who took part: the citizens that a person can tick, those ticked already first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clients.finding import found_by
from clients.models import Client
from interventions.forms import AnyType
from interventions.models import GroupSession, InterventionType
from interventions.recent import recent_citizens
from projects.models import Project

SHOWN = 25


@dataclass(frozen=True)
class Pick:
    client: Client
    is_ticked: bool


def picks(user: Any, project: Project, *, ticked: Sequence[str], words: str = "") -> list[Pick]:
    """Everybody of the codes `ticked` whom `user` still reaches, then those met last or, with `words`, found."""
    reached = recent_citizens(user, project)
    kept = list(reached.filter(code__in=ticked))
    others = (found_by(reached, user, words) if words else reached).exclude(pk__in=[client.pk for client in kept])
    return [*(Pick(client, True) for client in kept), *(Pick(client, False) for client in others[:SHOWN])]


def codes_of_last(user: Any, project: Project, type: AnyType | None) -> list[str]:
    """The citizens of the last group session of that type that the user's organisations led."""
    if not isinstance(type, InterventionType):
        return []
    last = GroupSession.objects.led_by_own(user, project).filter(type=type).first()
    return [] if last is None else list(last.sessions.order_by("pk").values_list("client__code", flat=True))
