"""From an anonymous participation to an ordinary one."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.days import not_before_the_citizen
from clients.models import Client
from clients.records import EndOfAnonymity
from clients.services import not_in_the_future
from projects.base import write


@transaction.atomic
def end_anonymity(client: Client, *, wished_on: dt.date, told_how: str, by: Any) -> Client:
    """The citizen has said that the participation may be an ordinary one; it cannot be taken back.

    Raises ValidationError where it is ordinary already, or the day is to come or before the citizen came.
    """
    client = Client.objects.select_for_update().get(pk=client.pk)
    if not client.is_anonymous:
        raise ValidationError(_("The citizen takes part in the ordinary way already. There is nothing to change."))
    not_in_the_future("wished_on", wished_on)
    not_before_the_citizen("wished_on", wished_on, client)
    write(
        EndOfAnonymity(
            project=client.project, client=client, wished_on=wished_on, told_how=told_how, recorded_by=by
        )
    )  # fmt: skip
    client.is_anonymous = False
    client.save(update_fields=["is_anonymous"])
    record(Action.CHANGED, client, by=by, fields=["is_anonymous"])
    return client
