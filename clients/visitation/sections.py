"""What a citizen's page says of the decisions at intake."""

from typing import Any

from clients.models import Client, IntakeDecision


def citizen_section(user: Any, client: Client) -> dict[str, Any]:
    """The decisions, newest first; whoever sees the citizen sees them."""
    decisions = IntakeDecision.objects.filter(client=client).select_related("decided_by")
    return {"intake_decisions": list(decisions)}
