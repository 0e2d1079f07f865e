"""The list of citizens as a file: exactly what the page shows of each, in the same order."""

from collections.abc import Callable
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.listing import Listing, Value
from projects.models import Project

# Heading and value, as the page's columns; a column that the list gets is a line here.
COLUMNS: tuple[tuple[Any, Callable[[Any, int], Value]], ...] = (
    (_("Code"), lambda citizen, phases: citizen.code),
    (_("Own alias or reference"), lambda citizen, phases: citizen.own_alias or citizen.own_reference),
    (_("Gender"), lambda citizen, phases: citizen.get_gender_display()),
    (_("Age at the first enrolment"), lambda citizen, phases: citizen.age),
    (_("Enrolled since"), lambda citizen, phases: None if citizen.ended_on else citizen.enrolled_on),
    (_("Ended"), lambda citizen, phases: citizen.ended_on),
    (_("CTI course"), lambda citizen, phases: standing(citizen, phases)),
    (_("Last contact"), lambda citizen, phases: citizen.last_contact_on),
    (_("Next appointment"), lambda citizen, phases: citizen.next_appointment_on),
)


def citizens_listing(project: Project, citizens: list[Any]) -> Listing:
    """`citizens` as `listed_citizens` annotates them; headings and words in the active language."""
    phases = project.rules.phases
    return Listing(
        title=gettext("Citizens"),
        columns=tuple(str(heading) for heading, _value in COLUMNS),
        rows=tuple(tuple(value(citizen, phases) for _heading, value in COLUMNS) for citizen in citizens),
        as_of=localdate(),
    )


def standing(citizen: Any, phases: int) -> str:
    """The phase of the citizen's open course, as casework/phase.html says it."""
    if citizen.phase_number:
        return gettext("Phase %(number)s of %(phases)s") % {"number": citizen.phase_number, "phases": phases}
    if citizen.course_starts_on:
        return gettext("CTI course")
    return gettext("Contact period") if citizen.has_course else ""
