"""What has happened to a citizen, told in time. Each room offers its own events by a `story(user, client, told)`,
read from what its `citizen_section` has told already; casework merges them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Consent, Enrolment, IntakeDecision, OnwardReferral
from projects.models import Organisation


class Kind(models.TextChoices):
    """What the story can be narrowed to; the address names it by its value."""

    SESSION = "session", _("Session")
    INTERVENTION = "intervention", _("Intervention")
    COURSE = "course", _("CTI course")
    WELLBEING = "who5", _("WHO-5")
    ENROLMENT = "enrolment", _("Enrolment")
    CONSENT = "consent", _("Consent")
    REFERRAL = "referral", _("Referral")


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One thing that happened on `day`, holding nothing that the reader may not know.

    `note` is what they may read of one, `addenda` what was added to it later; `is_note_hidden` says that there is one
    they may not read. `url` leads to the row's own page, `mend_url` to where it is corrected or added to, which
    `mend` names; `key` is the row's, for the log of whose notes were read.
    """

    day: dt.date
    kind: Kind
    title: str
    detail: str = ""
    note: str = ""
    addenda: tuple[Any, ...] = ()
    is_note_hidden: bool = False
    organisation: Organisation | None = None
    url: str = ""
    mend: str = ""
    mend_url: str = ""
    key: int | None = None

    @property
    def has_text(self) -> bool:
        return bool(self.note or self.addenda)


def story(user: Any, client: Client, told: Mapping[str, Any]) -> list[StoryEvent]:
    """Decisions at intake, stays, consents and onward referrals up to today."""
    stays = Enrolment.objects.filter(client=client).visible_to(user)
    consents = Consent.objects.filter(client=client).visible_to(user).select_related("organisation")
    events = [event for stay in stays for event in _of_stay(stay)]
    events += [event for consent in consents for event in _of_consent(consent)]
    events += [_of_decision(decision) for decision in told["intake_decisions"]]
    events += [_of_referral(referral) for referral in told["onward_referrals"]]
    return up_to_today(events)


def up_to_today(events: list[StoryEvent]) -> list[StoryEvent]:
    """A story tells what has happened, not what is planned."""
    today = localdate()
    return [event for event in events if event.day <= today]


def _of_stay(stay: Enrolment) -> Iterator[StoryEvent]:
    if stay.ends_on is not None:
        yield StoryEvent(stay.ends_on, Kind.ENROLMENT, gettext("Enrolment ended"))
    yield StoryEvent(stay.starts_on, Kind.ENROLMENT, gettext("Enrolled"))


def _of_decision(decision: IntakeDecision) -> StoryEvent:
    title = gettext("Decision at intake: %(decision)s") % {"decision": decision.get_decision_display()}
    return StoryEvent(decision.decided_on, Kind.ENROLMENT, title)


def _of_consent(consent: Consent) -> Iterator[StoryEvent]:
    about: dict[str, Any] = {"kind": Kind.CONSENT, "organisation": consent.organisation}
    if consent.withdrawn_on is not None:
        yield StoryEvent(consent.withdrawn_on, title=gettext("Consent withdrawn"), **about)
    elif consent.expires_on is not None:
        yield StoryEvent(consent.expires_on, title=gettext("Last day of the consent"), **about)
    yield StoryEvent(consent.starts_on, title=gettext("Consent given"), detail=covered_by(consent), **about)


def covered_by(consent: Consent) -> str:
    """How it was given and what it opens beyond knowing of the citizen: "In writing, reads notes, sees WHO-5"."""
    covered = [
        consent.get_given_how_display(),
        gettext("reads notes") if consent.covers_notes else "",
        gettext("sees WHO-5") if consent.covers_wellbeing else "",
    ]
    return capfirst(", ".join(part for part in covered if part))


def _of_referral(referral: OnwardReferral) -> StoryEvent:
    title = gettext("Referred onward")
    return StoryEvent(referral.referred_on, Kind.REFERRAL, title, detail=referral.get_kind_display())
