"""What comes next for one citizen, read from what the page shows anyway: it asks the database nothing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from clients.models import Client
from cti.models import PlannedActivity
from cti.progress import CourseProgress, PhaseProgress
from cti.sections import CoursesSection
from documents.numbers import long_date
from wellbeing.sections import WellbeingSection

SOON = 14  # days before the end of a phase


@dataclass(frozen=True)
class NextStep:
    """`url` leads to where it is done, for those who may do it."""

    text: str
    url: str = ""
    is_late: bool = False


def next_steps(
    client: Client, *, courses: CoursesSection, wellbeing: WellbeingSection, can: dict[str, bool]
) -> list[NextStep]:
    """The appointment, the phase, the activity plan and WHO-5, in this order; what is in order is left out."""
    steps = [*_appointment(client, can)]
    if courses.running is not None:
        steps += _course(client, courses.running)
    return [*steps, *_wellbeing(client, wellbeing, can)]


def _appointment(client: Client, can: dict[str, bool]) -> Iterator[NextStep]:
    day = client.next_appointment_on
    url = reverse("casework:appointment", args=[client.project.code, client.code]) if can["intervention_log"] else ""
    if day is None:
        yield NextStep(gettext("Agree on the next appointment."), url)
    elif day < localdate():
        text = gettext("The appointment of %(day)s has passed. Agree on a new one.") % {"day": long_date(day)}
        yield NextStep(text, url, is_late=True)


def _course(client: Client, progress: CourseProgress) -> Iterator[NextStep]:
    phase = progress.present
    if phase is None:
        return
    url = reverse("cti:course", args=[client.project.code, client.code, progress.course.pk])
    if text := _end_of(phase):
        yield NextStep(text, url, is_late=phase.days_left is None)
    if text := _plan_of(phase):
        yield NextStep(text, url)


def _end_of(phase: PhaseProgress) -> str:
    """A sentence where the phase's end is near or past."""
    if phase.days_left is None:
        return gettext("The end of the last phase has passed. End the course, or agree on how it goes on.")
    if phase.days_left > SOON:
        return ""
    text = ngettext(
        "Phase %(number)s ends in %(days)s day. Look the activity plan through together.",
        "Phase %(number)s ends in %(days)s days. Look the activity plan through together.",
        phase.days_left,
    )
    return text % {"number": phase.phase.number, "days": phase.days_left}


def _plan_of(phase: PhaseProgress) -> str:
    """A sentence where the phase has no focus areas, or activities that nobody has begun."""
    if not phase.focus:
        return gettext("Choose the focus areas of phase %(number)s.") % {"number": phase.phase.number}
    waiting = sum(activity.status == PlannedActivity.Status.PLANNED for activity in phase.activities)
    text = ngettext(
        "%(count)s activity of phase %(number)s has not begun.",
        "%(count)s activities of phase %(number)s have not begun.",
        waiting,
    )
    return text % {"count": waiting, "number": phase.phase.number} if waiting else ""


def _wellbeing(client: Client, section: WellbeingSection, can: dict[str, bool]) -> Iterator[NextStep]:
    """From the day on which another answer counts as the next wave; for those who see all answers."""
    if not can["wellbeing_record"] or section.is_partial:
        return
    url = reverse("wellbeing:new", args=[client.project.code, client.code])
    counted = [reading.answer.answered_on for reading in section.rows if reading.answer.wave is not None]
    if not counted:
        yield NextStep(gettext("Offer the first WHO-5."), url)
    elif max(counted) + dt.timedelta(days=section.interval_days) <= localdate():
        text = gettext("Offer WHO-5 again. The last one is from %(day)s.") % {"day": long_date(max(counted))}
        yield NextStep(text, url)
