"""Every state × every act: what it leads to, or a refusal that names the state and what is possible."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from clients.models import Referral
from clients.referrals import services
from clients.referrals.states import OPEN, TRANSITIONS, WORDS, Act, State, after, refusal
from clients.services import withdraw_consent
from clients.tests.referring import IN_STATE, now
from projects.base import write

# Written out by hand, or the test would only say that the table is what it is.
ALLOWED = {
    ("drafted", "change"): "drafted",
    ("drafted", "send"): "sent",
    ("drafted", "withdraw"): "withdrawn",
    ("sent", "accept"): "accepted",
    ("sent", "decline"): "declined",
    ("sent", "withdraw"): "withdrawn",
    ("accepted", "finish"): "done",
}
POSSIBLE = {
    "drafted": "a draft. What can be done with it now: change it, send it, withdraw it.",
    "sent": "sent. What can be done with it now: accept it, decline it, withdraw it.",
    "accepted": "accepted. What can be done with it now: note what came of it.",
    "declined": "declined, and nothing more",
    "withdrawn": "withdrawn, and nothing more",
    "done": "completed, and nothing more",
}
DO = {
    "change": lambda c, r: services.change_draft(
        r, to_organisation=c.ngo, how_we_meet="sender_calls", wish="Ro", by=c.coordinator
    ),
    "send": lambda c, r: services.send_referral(r, consent_given_how="spoken", by=c.coordinator),
    "accept": lambda c, r: services.accept_referral(r, by=c.caseworker),
    "decline": lambda c, r: services.decline_referral(r, reason="no_room", by=c.caseworker),
    "withdraw": lambda c, r: services.withdraw_referral(r, reason="citizen", by=c.coordinator),
    "finish": lambda c, r: services.finish_referral(r, outcome="partly", done_on=localdate(), by=c.caseworker),
}


@pytest.mark.parametrize("act", DO)
@pytest.mark.parametrize("state", IN_STATE)
def test_every_act_in_every_state(cast, state, act):
    referral = IN_STATE[state](cast)
    assert now(referral).state == state
    if reached := ALLOWED.get((state, act)):
        assert DO[act](cast, referral).state == reached
        assert now(referral).state == reached
        return
    before = Referral.objects.filter(pk=referral.pk).values().get()
    with pytest.raises(ValidationError) as error:
        DO[act](cast, referral)
    assert error.value.messages[0].startswith(f"The referral is {POSSIBLE[state]}")
    assert Referral.objects.filter(pk=referral.pk).values().get() == before


@pytest.mark.parametrize("state", IN_STATE)
def test_a_withdrawn_consent_ends_what_is_open(cast, state):
    """By the consent that gives NGO one its access, or the one that waits for the answer."""
    referral = IN_STATE[state](cast)
    consent = referral.consent or services._consent_for(referral, "spoken", cast.coordinator)
    withdraw_consent(consent, by=cast.coordinator)
    was_open = state in ("drafted", "sent", "accepted")
    assert now(referral).state == ("withdrawn" if was_open else state)
    assert (now(referral).withdrawn_because == "consent") is was_open


def test_every_state_and_every_act_is_in_the_table():
    assert set(TRANSITIONS) == set(State) == {State(name) for name in IN_STATE}
    assert {act for acts in TRANSITIONS.values() for act in acts} == set(Act)
    assert {act.value for act in Act} == {*DO, "consent_ends"}
    assert set(OPEN) == {State.DRAFTED, State.SENT, State.ACCEPTED}


def test_what_only_the_citizen_does_is_offered_to_nobody():
    assert Act.CONSENT_ENDS not in WORDS
    assert after(State.SENT, Act.CONSENT_ENDS) == State.WITHDRAWN
    assert "consent" not in refusal(State.ACCEPTED)


@pytest.mark.parametrize(
    ("state", "wrong"),
    [
        ("drafted", {"state": "sent"}),
        ("sent", {"state": "drafted"}),
        ("sent", {"sent_by": None}),
        ("sent", {"state": "accepted"}),
        ("accepted", {"answered_by": None}),
        ("declined", {"decline_reason": ""}),
        ("accepted", {"decline_reason": "no_room"}),
        ("withdrawn", {"withdrawn_because": ""}),
        ("withdrawn", {"withdrawn_by": None}),
        ("done", {"outcome": ""}),
        ("done", {"done_on": None}),
        ("accepted", {"outcome": "helped", "done_on": dt.date(2024, 1, 1)}),
    ],
)
def test_the_database_refuses_a_state_without_its_facts(cast, state, wrong):
    referral = now(IN_STATE[state](cast))
    for name, value in wrong.items():
        setattr(referral, name, value)
    with pytest.raises(ValidationError):
        write(referral)
