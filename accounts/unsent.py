"""What was typed into a form that was sent when its writer was no longer signed in: kept for ten minutes in the same
browser's session, given to the same person alone, and gone when anybody else signs in there."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

SECONDS = 10 * 60
NAME = "unsent"


@dataclass(frozen=True)
class Unsent:
    by: int
    at: str
    values: dict[str, Any]
    stood: dict[str, Any]
    refused: list[str] = field(default_factory=list)  # what could not be kept, and why, in words
    until: float = field(default_factory=lambda: time.time() + SECONDS)


def keep(session: SessionBase, unsent: Unsent, *, is_signed_in: bool) -> None:
    """A session of nobody's ends with what it keeps."""
    session[NAME] = session.get(NAME, {}) | {unsent.at: asdict(unsent)}
    if not is_signed_in:
        session.set_expiry(SECONDS)


def unsent_at(session: SessionBase, user: Any, address: str) -> Unsent | None:
    """What `user` did not get sent at `address`, until it is sent or too old."""
    settle(session, user)
    kept = session.get(NAME, {}).get(address)
    return Unsent(**kept) if kept else None


def forget(session: SessionBase, address: str) -> None:
    """For when it is sent."""
    if address in session.get(NAME, {}):
        session[NAME] = {at: kept for at, kept in session[NAME].items() if at != address}


def settle(session: SessionBase, user: Any) -> None:
    """Leave in `user`'s session only what is theirs and not too old."""
    if NAME in session:
        kept = {at: each for at, each in session[NAME].items() if each["by"] == user.pk and each["until"] > time.time()}
        if kept != session[NAME]:
            session[NAME] = kept


def on_sign_in(request: Any, user: Any, **kwargs: Any) -> None:
    """However somebody signs in, before they see anything."""
    if NAME in request.session:
        settle(request.session, user)
        request.session.set_expiry(None)  # a person's session lasts as long as any other
