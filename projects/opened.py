"""A form's page says, under seal, who opened it, where, and how the row stood: sent back, it tells whose words they
are although nobody is signed in any more, and what has changed since."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

SALT = "projects.opened"


@dataclass(frozen=True)
class Opened:
    by: int  # the person's key
    at: str  # the address, without its query
    stood: dict[str, Any]  # plain values, by the form's fields

    def seal(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def opened_by_seal(seal: str) -> Opened | None:
    """None where there is no seal, or one that this installation has not made."""
    try:
        return Opened(**signing.loads(seal, salt=SALT)) if seal else None
    except signing.BadSignature:
        return None
