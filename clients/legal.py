"""On what ground an organisation keeps what it knows of a citizen."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.days import not_before_the_citizen
from clients.models import Client, ClientLink
from clients.records import LegalBasis
from clients.services import not_in_the_future
from projects.base import write
from projects.models import Organisation


@transaction.atomic
def state_legal_basis(
    client: Client, organisation: Organisation, *, kind: str, act: str = "", since: dt.date, by: Any
) -> LegalBasis:
    """The organisation's legal basis from `since` on; an earlier one stays on record.

    Raises ValidationError where the organisation has no access to the citizen, the day is to come or before the
    citizen came, or the law is named without its act.
    """
    if not ClientLink.objects.live().filter(client=client, organisation=organisation).exists():
        raise ValidationError({"organisation": _("The organisation has no access to the citizen.")})
    not_in_the_future("since", since)
    not_before_the_citizen("since", since, client)
    if kind == LegalBasis.Kind.LAW and not act:
        raise ValidationError({"act": _("Choose the act.")})
    basis = write(
        LegalBasis(
            project=client.project, client=client, organisation=organisation, kind=kind,
            act=act if kind == LegalBasis.Kind.LAW else "", since=since, recorded_by=by,
        )
    )  # fmt: skip
    record(Action.CREATED, basis, by=by)
    return basis


def present_bases(client: Client) -> dict[int, LegalBasis]:
    """The newest legal basis of each organisation, by the organisation's id."""
    oldest_first = client.legal_bases.order_by("since", "pk").select_related("organisation")
    return {basis.organisation_id: basis for basis in oldest_first}
