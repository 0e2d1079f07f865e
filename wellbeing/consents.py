"""The citizen's yes to answering the questionnaire: a record beside the consent to share and the legal basis.

It is never a wall: an answer without one is kept, and the form asks whether the citizen has said yes.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.days import not_before_the_citizen
from clients.models import Client
from clients.services import not_in_the_future
from wellbeing.models import QuestionnaireConsent

# The wording of what a citizen hears before answering (templates/casework/sheet/body.html). A new wording is a new
# version, so that each consent tells what it was given to.
INFORMATION_VERSION = 1


def present_consent(client: Client) -> QuestionnaireConsent | None:
    """The yes that has not been withdrawn, if there is one."""
    return QuestionnaireConsent.objects.filter(client=client, withdrawn_on=None).first()


def latest_consent(client: Client) -> QuestionnaireConsent | None:
    """The present yes, else the one that was withdrawn last."""
    return QuestionnaireConsent.objects.filter(client=client).order_by("-given_on", "-pk").first()


@transaction.atomic
def say_yes(client: Client, *, given_on: dt.date, given_how: str, by: Any) -> QuestionnaireConsent:
    """The citizen has heard what the answers are for and said yes.

    Raises ValidationError where a yes stands already, or the day is to come or before the citizen came.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    not_in_the_future("given_on", given_on)
    not_before_the_citizen("given_on", given_on, client)
    if present_consent(client) is not None:
        raise ValidationError(_("The citizen has said yes already. It can be withdrawn on the citizen's page."))
    consent = QuestionnaireConsent(
        project=client.project, client=client, given_on=given_on, given_how=given_how,
        information_version=INFORMATION_VERSION, recorded_by=by,
    )  # fmt: skip
    consent.full_clean()
    consent.save()
    record(Action.CREATED, consent, by=by)
    return consent


@transaction.atomic
def take_back_yes(client: Client, *, by: Any) -> QuestionnaireConsent:
    """The citizen answers no more from today; what has been answered stays. Raises ValidationError without a yes."""
    consent = QuestionnaireConsent.objects.select_for_update().filter(client=client, withdrawn_on=None).first()
    if consent is None:
        raise ValidationError(_("There is no consent to the questionnaire that could be withdrawn."))
    consent.withdrawn_on, consent.withdrawn_by = localdate(), by
    consent.full_clean()
    consent.save()
    record(Action.ENDED, consent, by=by)
    return consent
