"""What the guide to the method expects in each phase (source 003, Table 1): guide rail, not form."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

FOCUS_AREAS_ADVISED = (3, 5)


@dataclass(frozen=True)
class PhaseGuide:
    name: Any
    activities: list[Any]


GUIDES = {
    1: PhaseGuide(
        _("Planning and starting the course"),
        [
            _("Uncover the citizen's needs at the start of the course and throughout the phase"),
            _("Draw up the activity plan"),
            _("Start activities"),
            _("Coordinate contact between the private and public bodies that take part in the course"),
            _("Begin building a support network"),
            _("Close contact between citizen and CTI worker"),
        ],
    ),
    2: PhaseGuide(
        _("Trying out and adjusting the course"),
        [
            _("Keep the focus on the citizen's needs"),
            _("Less intensive contact, depending on the citizen's needs"),
            _("Evaluate and adjust the activity plan"),
            _("Observe whether the support network works as intended"),
        ],
    ),
    3: PhaseGuide(
        _("Handing over responsibility and anchoring it"),
        [
            _("See whether the support network is in place"),
            _("Meetings with the support network to mark the handing over of support"),
            _("Draw up a long-term plan for further support, if any"),
            _("Hand over responsibility for further support to someone in the support network"),
        ],
    ),
}
