"""Referrals within the project as events of the citizen's story."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext

from clients.models import Client, Referral
from clients.referrals.states import State
from clients.story import Kind, StoryEvent


def story(user: Any, client: Client, told: Mapping[str, Any]) -> list[StoryEvent]:
    """What happened to the referrals to and from the person's own organisations; a draft has not happened yet."""
    return [event for each in told["referrals"] for event in _of_referral(each["row"])]


def _of_referral(referral: Referral) -> Iterator[StoryEvent]:
    """The newest of it first. Words that were written in it stay on its own line of the page."""
    names = {"sender": referral.from_organisation, "receiver": referral.to_organisation}
    if referral.done_on:
        detail = capfirst(referral.get_outcome_display())
        yield _event(referral.done_on, gettext("Referral to %(receiver)s completed") % names, detail)
    if referral.withdrawn_at and referral.sent_at:
        detail = capfirst(referral.get_withdrawn_because_display())
        yield _event(localdate(referral.withdrawn_at), gettext("Referral to %(receiver)s withdrawn") % names, detail)
    if referral.answered_at:
        said = gettext("%(receiver)s accepted the referral")
        if referral.state == State.DECLINED:
            said = gettext("%(receiver)s declined the referral")
        detail = capfirst(referral.get_decline_reason_display())
        yield _event(localdate(referral.answered_at), said % names, detail)
    if referral.sent_at:
        title = gettext("Referred from %(sender)s to %(receiver)s") % names
        yield _event(localdate(referral.sent_at), title, capfirst(referral.get_how_we_meet_display()))


def _event(day: dt.date, title: str, detail: str) -> StoryEvent:
    return StoryEvent(day, Kind.REFERRAL, title, detail)
