"""What every room of the work tells of a citizen, each under its own keys."""

from typing import Any

from casework.merging import sections as merging
from casework.referrals import sections as referrals
from clients.assignments import sections as assignments
from clients.models import Client
from clients.visitation import sections as visitation
from cti import sections as courses
from interventions import sections as interventions
from wellbeing import sections as wellbeing

ROOMS = (assignments, interventions, courses, wellbeing, visitation, referrals, merging)


def rooms_tell(user: Any, client: Client) -> dict[str, Any]:
    """As far as `user` may see it."""
    told: dict[str, Any] = {}
    for room in ROOMS:
        told |= room.citizen_section(user, client)
    return told
