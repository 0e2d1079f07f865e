from typing import Any

from django.utils.timezone import localdate

from clients.models import Client, OnwardReferral, Referral


def citizen_section(user: Any, client: Client) -> dict[str, Any]:
    """The citizen's referrals to and from the person's own organisations, and where else the citizen was shown on."""
    own = Referral.objects.filter(client=client).of_own_organisations(user)
    rows = own.select_related("from_organisation", "to_organisation", "consent")
    written = set(Referral.objects.written_for(user, client).values_list("pk", flat=True))
    onward = OnwardReferral.objects.filter(client=client).visible_to(user)
    return {
        "referrals": [{"row": row, "is_own": row.pk in written} for row in rows.order_by("-written_at", "-pk")],
        "onward_referrals": list(onward.select_related("offer")),
        "today": localdate(),
    }
