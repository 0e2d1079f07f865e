"""The one table of what can be done with a referral, and what it then is."""

import enum
from collections.abc import Mapping
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


class State(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("a referral is", "a draft")
    SENT = "sent", pgettext_lazy("a referral is", "sent")
    ACCEPTED = "accepted", pgettext_lazy("a referral is", "accepted")
    DECLINED = "declined", pgettext_lazy("a referral is", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("a referral is", "withdrawn")
    DONE = "done", pgettext_lazy("a referral is", "completed")


class Act(enum.Enum):
    CHANGE = "change"
    SEND = "send"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    FINISH = "finish"
    CONSENT_ENDS = "consent_ends"  # the citizen's own, which nobody chooses on a page


WORDS = {
    Act.CHANGE: gettext_lazy("change it"),
    Act.SEND: gettext_lazy("send it"),
    Act.ACCEPT: gettext_lazy("accept it"),
    Act.DECLINE: gettext_lazy("decline it"),
    Act.WITHDRAW: gettext_lazy("withdraw it"),
    Act.FINISH: gettext_lazy("note what came of it"),
}
TRANSITIONS: Mapping[State, Mapping[Act, State]] = MappingProxyType(
    {
        State.DRAFTED: {
            Act.CHANGE: State.DRAFTED,
            Act.SEND: State.SENT,
            Act.WITHDRAW: State.WITHDRAWN,
            Act.CONSENT_ENDS: State.WITHDRAWN,
        },
        State.SENT: {
            Act.ACCEPT: State.ACCEPTED,
            Act.DECLINE: State.DECLINED,
            Act.WITHDRAW: State.WITHDRAWN,
            Act.CONSENT_ENDS: State.WITHDRAWN,
        },
        State.ACCEPTED: {Act.FINISH: State.DONE, Act.CONSENT_ENDS: State.WITHDRAWN},
        State.DECLINED: {},
        State.WITHDRAWN: {},
        State.DONE: {},
    }
)
OPEN = tuple(state for state, acts in TRANSITIONS.items() if acts)


def after(state: str, act: Act) -> State:
    """The state that `act` leads to. Raises ValidationError where it cannot be done, saying what can."""
    present = State(state)
    if act not in TRANSITIONS[present]:
        raise ValidationError(refusal(present), code="state")
    return TRANSITIONS[present][act]


def refusal(state: State) -> str:
    """Which state the referral is in, and what is possible then."""
    possible = ", ".join(str(WORDS[act]) for act in TRANSITIONS[state] if act in WORDS)
    if not possible:
        return _("The referral is %(state)s, and nothing more can be done with it. A new one can be written.") % {
            "state": state.label
        }
    return _("The referral is %(state)s. What can be done with it now: %(possible)s.") % {
        "state": state.label, "possible": possible
    }  # fmt: skip
