"""What a session says, as one word: two people who correct it at the same time find that they differ."""

import hashlib
from typing import Any

from interventions.models import Session


def facts(session: Session) -> dict[str, Any]:
    """What a correction can change, as a form begins with it."""
    names = ("held_on", "attendance", "minutes", "kind", "note")
    topics = sorted(topic.challenge for topic in session.topics.all())
    return {name: getattr(session, name) for name in names} | {"challenges": topics}


def state(session: Session) -> str:
    """The same for the same facts; it gives nothing of them away."""
    said = [f"{name}: {value}" for name, value in sorted(facts(session).items())]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
