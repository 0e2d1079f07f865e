"""Rules for days that several of a citizen's records share."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clients.models import Client
from documents.numbers import long_date


def not_before_the_citizen(field: str, day: dt.date, client: Client) -> None:
    """Raises ValidationError on `field` for a day before the citizen's first enrolment."""
    first = client.enrolments.order_by("starts_on").first()
    if first is not None and day < first.starts_on:
        message = _("The citizen came on %(day)s. Choose that day or a later one.")
        raise ValidationError({field: message % {"day": long_date(first.starts_on)}})
