"""Days outside a citizen's enrolment: they happen, so they are confirmed, and never pass unseen."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client, Enrolment
from documents.numbers import long_date
from projects.pages import PageForm

OUTSIDE = "outside_enrolment"


def ask_about_enrolment(client: Client, **days: dt.date | None) -> None:
    """Raises ValidationError with code OUTSIDE at the fields, named by keyword, whose day the enrolments leave out.

    A citizen who was never enrolled has no enrolment to lie outside of.
    """
    stays = list(client.enrolments.values_list("starts_on", "ends_on").order_by("starts_on"))
    found = {field: _reason(stays, day) for field, day in days.items() if day is not None and _is_outside(stays, day)}
    if found:
        raise ValidationError({field: ValidationError(reason, code=OUTSIDE) for field, reason in found.items()})


def outside_enrolment(clients: Iterable[Client], day: dt.date) -> list[Client]:
    """Those of `clients` whom `day` finds before their enrolment or after its end, in one query."""
    clients = list(clients)
    stays: dict[int, list[tuple[dt.date, dt.date | None]]] = {}
    rows = Enrolment.objects.filter(client__in=clients).values_list("client", "starts_on", "ends_on")
    for client, starts_on, ends_on in rows:
        stays.setdefault(client, []).append((starts_on, ends_on))
    return [client for client in clients if _is_outside(stays.get(client.pk, []), day)]


def _is_outside(stays: list[tuple[dt.date, dt.date | None]], day: dt.date) -> bool:
    return bool(stays) and not any(start <= day and (end is None or day <= end) for start, end in stays)


def _reason(stays: list[tuple[dt.date, dt.date | None]], day: dt.date) -> str:
    ended = [end for _start, end in stays if end is not None and end < day]
    if ended:
        return _("The citizen's enrolment ended on %(day)s. Correct the date, or confirm it at the bottom.") % {
            "day": long_date(max(ended))
        }
    message = _("The citizen was enrolled on %(day)s only. Correct the date, or confirm it at the bottom.")
    return message % {"day": long_date(stays[0][0])}


class ConfirmedForm(PageForm):
    """A form that, once a day lies outside the enrolment, shows why and a box to confirm it with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("is_confirmed"):
            self._ask()

    def _ask(self) -> None:
        label = gettext_lazy("The date is right, although the citizen was not enrolled")
        self.fields["is_confirmed"] = forms.BooleanField(label=label, required=False)

    @property
    def is_confirmed(self) -> bool:
        return bool(self.cleaned_data.get("is_confirmed"))

    def refuse(self, error: ValidationError) -> None:
        if any(each.code == OUTSIDE for each in errors_of(error)):
            self._ask()
        super().refuse(error)


def errors_of(error: ValidationError) -> list[Any]:
    """The single errors of a ValidationError, whether it names fields or not."""
    if hasattr(error, "error_dict"):
        return [each for errors in error.error_dict.values() for each in errors]
    return list(error.error_list)
