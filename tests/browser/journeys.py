"""What the journeys through a day's work have in common."""

import datetime as dt

from django.urls import reverse
from django.utils.timezone import localdate

from interventions.models import NationalInterventionType
from interventions.services import log_intervention, offer_type

TODAY = localdate()
TOMORROW = TODAY + dt.timedelta(days=1)
# Invented, and of a form that identifies somebody.
CPR_NUMBER = "0101901234"
PHONE_NUMBER = "22334455"
E_MAIL = "nobody@example.org"


def ago(days):
    return TODAY - dt.timedelta(days=days)


def page_of(client):
    return reverse("casework:citizen", args=[client.project.code, client.code])


def offer(cast, key):
    """The project's own entry of a national type of intervention."""
    return offer_type(cast.project, national=NationalInterventionType.objects.get(key=key), by=None)


def begin(cast, client, key="individual_therapy", *, since=TODAY, at=None, by=None):
    """An intervention that runs, at the municipality unless `at` and `by` name another."""
    organisation = at or cast.municipality
    return log_intervention(
        client=client, type=offer(cast, key), starts_on=since, provider=organisation, logged_for=organisation,
        by=by or cast.coordinator,
    )  # fmt: skip
