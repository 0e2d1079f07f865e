"""What comes next for one citizen: what is due, by the definitions of My day, then what the course's plan lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from casework.due.contact import New, Silent
from casework.due.day import Line, asked_by, due_of
from clients.models import Client
from cti.models import PlannedActivity
from cti.progress import PhaseProgress
from cti.sections import CoursesSection


@dataclass(frozen=True)
class NextStep:
    """`text` says what to do and `words` why; `url` leads to where it is done, for those who may do it."""

    text: str
    url: str = ""
    words: str = ""
    is_late: bool = False


def next_steps(user: Any, client: Client, courses: CoursesSection, can: dict[str, bool]) -> list[NextStep]:
    """What is due for `user` to do, the appointment, and the activity plan; what is in order is left out."""
    lines = [line for line in due_of(client, asked_by(user, client.project)) if line.kind.key != New.key]
    is_asked = any(line.kind.key == Silent.key for line in lines)  # and leads to the appointment
    appointment = [] if is_asked else _appointment(client, can)
    return [*map(_of_line, lines), *appointment, *_plan(client, courses)]


def _of_line(line: Line) -> NextStep:
    is_late = line.due_on is not None and line.due_on < localdate()
    return NextStep(str(line.kind.verb), line.address, line.words, is_late)


def _appointment(client: Client, can: dict[str, bool]) -> Iterator[NextStep]:
    day = client.next_appointment_on
    if day is None or day < localdate():
        address = reverse("casework:appointment", args=[client.project.code, client.code])
        yield NextStep(gettext("Agree on the next appointment."), address if can["intervention_log"] else "")


def _plan(client: Client, courses: CoursesSection) -> Iterator[NextStep]:
    phase = courses.running.present if courses.running else None
    if courses.running is None or phase is None:
        return
    if text := _plan_of(phase):
        yield NextStep(text, reverse("cti:course", args=[client.project.code, client.code, courses.running.course.pk]))


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
