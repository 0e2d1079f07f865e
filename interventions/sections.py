from dataclasses import dataclass
from typing import Any

from clients.models import Client
from interventions.models import Intervention, InterventionType
from interventions.querysets import open_types
from interventions.usual import own_held


@dataclass(frozen=True)
class InterventionsSection:
    """`running` and `ended` are interventions with their counts, `one_tap` the types of which a visit is logged with
    one tap, `may_repeat` whether there is a session that a new one can begin like; sessions stand in the story."""

    running: list[Intervention]
    ended: list[Intervention]
    one_tap: list[InterventionType]
    may_repeat: bool


def citizen_section(user: Any, client: Client) -> dict[str, InterventionsSection]:
    """What the citizen receives, as `user` may see it."""
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
        one_tap=[type for type in open_types(client.project) if type.one_tap_kind],
        may_repeat=own_held(user, client.project, client=client).exists(),
    )
    return {"interventions": section}
