"""Shown on to what stands outside the project: another offer, or the anti-trafficking action plan."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import REFERRAL, check_not_anonymous
from clients.models import Client, Offer, OnwardReferral
from clients.services import not_in_the_future


@transaction.atomic
def refer_onward(
    client: Client, *, kind: str, offer: Offer | None = None, referred_on: dt.date, by: Any
) -> OnwardReferral:
    """Note that the citizen was shown on to another offer or the anti-trafficking action plan.

    Raises ValidationError for an anonymous citizen, a day to come, or an offer that the project does not know.
    """
    check_not_anonymous(client, REFERRAL)
    not_in_the_future("referred_on", referred_on)
    if (
        offer is not None
        and not Offer.objects.known_to(client.project).open_on(referred_on).filter(pk=offer.pk).exists()
    ):
        raise ValidationError({"kind": _("The offer is not in the directory on that day. Choose another one.")})
    referral = OnwardReferral(project=client.project, client=client, kind=kind, offer=offer, referred_on=referred_on)
    referral.full_clean()
    referral.save()
    record(Action.CREATED, referral, by=by)
    return referral


@transaction.atomic
def note_onward_outcome(referral: OnwardReferral, *, outcome: str, outcome_on: dt.date, by: Any) -> OnwardReferral:
    """What came of it, the latest that is known. Raises ValidationError for a day to come or before the referral."""
    not_in_the_future("outcome_on", outcome_on)
    if outcome_on < referral.referred_on:
        raise ValidationError({"outcome_on": _("The citizen was referred later than that. Correct the date.")})
    referral.outcome, referral.outcome_on = outcome, outcome_on
    referral.full_clean()
    referral.save()
    record(Action.CHANGED, referral, by=by)
    return referral
