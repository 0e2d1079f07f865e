"""What a citizen's page says of codes that were merged into it."""

from typing import Any

from clients.models import Client, ClientMerge, ClientReference
from clients.querysets import own_references


def citizen_section(user: Any, client: Client) -> dict[str, Any]:
    """The merges that stand, newest first; each with what the person's own organisations called the former code."""
    merges = list(ClientMerge.objects.filter(kept=client, undone_at=None).select_related("former"))
    if not merges:
        return {"merges": []}
    organisations = own_references(user).filter(client=client).values("organisation")
    aside = ClientReference.objects.filter(client__in=[each.former_id for each in merges])
    names: dict[int, list[str]] = {}
    for own in aside.filter(organisation__in=organisations):
        names.setdefault(own.client_id, []).append(str(own))
    for each in merges:
        each.own_names = ", ".join(name for name in names.get(each.former_id, []) if name)  # type: ignore[attr-defined]
        each.may_be_undone = each.is_undoable and each == merges[0]  # type: ignore[attr-defined]
    return {"merges": merges}
