"""What an anonymous participation leaves out: own reference and alias, referral, links beyond the organisation that
received the citizen, and every text in words (product.md, "What a citizen is here").

A citizen is anonymous from the registration or never. So a row that was read a while ago refuses too much at worst.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client

CODE = "anonymous"
# What is left out, as a sentence names it.
CONSENT = gettext_lazy("a consent that lets other organisations see the citizen")
REFERRAL = gettext_lazy("a referral")
OWN_NAMES = gettext_lazy("an own alias or reference")
ACTIVITY = gettext_lazy("an activity that is described in words")
AGREEMENT = gettext_lazy("an agreement with the home municipality")


def left_out(what: Any) -> str:
    """That `what` is not for an anonymous citizen, and what to do where the citizen wishes it."""
    message = _(
        "The citizen takes part anonymously. That leaves out %(what)s. Where the citizen wishes it, "
        "turn the participation into an ordinary one first."
    )
    return message % {"what": what}


def check_not_anonymous(client: Client, what: Any) -> None:
    """Raises ValidationError where the citizen takes part anonymously; `what` says in the active language, with its
    article, what that leaves out ("a referral")."""
    if client.is_anonymous:
        raise ValidationError(left_out(what), code=CODE)


def check_no_text(client: Client, **texts: str) -> None:
    """Raises ValidationError on each field of `texts` that holds words about an anonymous citizen."""
    message = _("The citizen takes part anonymously, so nothing is written in words. Leave this empty.")
    written = [name for name, text in texts.items() if text]
    if client.is_anonymous and written:
        raise ValidationError({name: ValidationError(message, code=CODE) for name in written})


def drop_texts(form: forms.Form, client: Client, *names: str) -> None:
    """Take the named fields out of a form about an anonymous citizen: what cannot be written is not asked."""
    if client.is_anonymous:
        for name in names:
            form.fields.pop(name, None)
