"""What a consent opens to an organisation, or had opened until it ended; in counts, never in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from audit.models import Action
from audit.services import record
from clients.models import ClientLink, Consent
from clients.pages import ClientView
from interventions.models import Session
from projects.access import Permission
from wellbeing.models import WellbeingResponse
from wellbeing.querysets import sees_all_answers


@dataclass(frozen=True)
class Shared:
    """`opened_on` is None for a consent that was given for a referral which has not been accepted. `last_day` is None
    while nothing ends the access. `notes` and `answers` are what others had written by then,
    None where the consent does not cover them. Answers are counted only for those who see all of them."""

    consent: Consent
    opened_on: dt.date | None
    last_day: dt.date | None
    notes: int | None
    answers: int | None
    is_answer_count_hidden: bool

    @property
    def is_ended(self) -> bool:
        return self.is_over or self.consent.withdrawn_on is not None

    @property
    def is_over(self) -> bool:
        return self.last_day is not None and self.last_day < localdate()


def shared_by(consent: Consent, user: Any) -> Shared:
    """As `user` may know it."""
    is_hidden = consent.covers_wellbeing and not sees_all_answers(user, consent.client)
    last_day = consent.withdrawn_on or consent.expires_on
    until = min(last_day or localdate(), localdate())
    return Shared(
        consent=consent,
        opened_on=ClientLink.objects.filter(consent=consent).values_list("opens_on", flat=True).first(),
        last_day=last_day,
        notes=_notes(consent, until) if consent.covers_notes else None,
        answers=_answers(consent, until) if consent.covers_wellbeing and not is_hidden else None,
        is_answer_count_hidden=is_hidden,
    )


def _notes(consent: Consent, until: dt.date) -> int:
    written = Session.objects.filter(client=consent.client_id, logged_at__date__lte=until).exclude(note="")
    return written.exclude(logged_for=consent.organisation_id).count()


def _answers(consent: Consent, until: dt.date) -> int:
    current = WellbeingResponse.objects.current().filter(client=consent.client_id, recorded_at__date__lte=until)
    return current.exclude(recorded_for=consent.organisation_id).count()


class SharedView(ClientView):
    """What one consent shares or had shared."""

    permission = Permission.CONSENT_RECORD

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        found = Consent.objects.visible_to(self.user, self.permission).filter(client=self.client, pk=pk)
        consent = found.select_related("organisation").first()
        if consent is None:
            raise Http404
        record(Action.VIEWED, consent, by=self.user)
        context = {
            "client": self.client,
            "own_aliases": self.own_aliases(),
            "shared": shared_by(consent, self.user),
            "back_url": self.citizen_url("access"),
        }
        return render(request, "casework/people/shared.html", context)
