from dataclasses import dataclass
from typing import Any

from clients.assignments.querysets import people_reaching
from clients.models import Assignment, Client


@dataclass(frozen=True)
class ContactPersonSection:
    """`present` is today's assignment, None where its person no longer sees the citizen; then `is_lost` says so.
    `backup` is the second person, as long as they see the citizen; `history` all assignments, newest first."""

    present: Assignment | None
    backup: Any
    is_lost: bool
    history: list[Assignment]


def citizen_section(user: Any, client: Client) -> dict[str, ContactPersonSection]:
    """Who is the citizen's contact person and who has been, for somebody who sees the citizen."""
    history = list(Assignment.objects.filter(client=client).visible_to(user).select_related("worker", "backup"))
    latest = history[0] if history else None
    reaching = set(people_reaching(client).values_list("pk", flat=True))
    present = latest if latest and latest.worker_id in reaching else None
    backup = latest.backup if latest and latest.backup_id in reaching else None
    is_lost = latest is not None and latest.worker_id is not None and present is None
    return {"contact_person": ContactPersonSection(present, backup, is_lost, history)}
