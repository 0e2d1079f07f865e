"""Keys that let a form be sent once: a second sending leads to what the first one made.

The back button, a double click and a form left open in another window all send the same key again.
"""

import secrets
from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

KEPT = 50  # forms that were opened or sent lately
NAME = "sent_once"


def new_key(session: SessionBase) -> str:
    """A key for a form that is about to be shown; the oldest ones are forgotten."""
    key = secrets.token_urlsafe(12)
    keys = list(session.get(NAME, {}).items())[1 - KEPT :]
    session[NAME] = dict([*keys, (key, "")])
    return key


def is_known(session: SessionBase, key: str) -> bool:
    return key in session.get(NAME, {})


def result_of(session: SessionBase, key: str) -> str:
    """What the key's form made; empty while it was not sent."""
    return str(session.get(NAME, {}).get(key, ""))


def once(session: SessionBase, key: str, make: Callable[[], str]) -> str:
    """The result of `make`, which runs for the key's first sending only.

    The session's row is locked and read anew, so that two sendings at the same moment take turns.
    """
    with transaction.atomic():
        Session.objects.select_for_update().filter(pk=session.session_key).first()
        keys = session.load().get(NAME, {})
        if not keys.get(key):
            session[NAME] = {**keys, key: make()}
            session.save()
            return str(session[NAME][key])
        return str(keys[key])
