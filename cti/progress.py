"""A course read as of a day: which phase it is in, what is past, what was never reached."""

import datetime as dt
import enum
from dataclasses import dataclass, field

from cti.method import FOCUS_AREAS_ADVISED, GUIDES, PhaseGuide
from cti.models import Course, CourseGoal, Phase, PhaseFocus, PlannedActivity


class PhaseStatus(enum.Enum):
    PAST = "past"
    PRESENT = "present"
    OVERRUN = "overrun"  # the last phase, its end past while the course runs
    TO_COME = "to_come"
    ENDED_HERE = "ended_here"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True)
class PhaseProgress:
    """A phase as of a day; `percent` is how much of its days has passed, None where today isn't in it."""

    phase: Phase
    status: PhaseStatus
    percent: int | None = None
    days_left: int | None = None
    focus: list[PhaseFocus] = field(default_factory=list)
    activities: list[PlannedActivity] = field(default_factory=list)

    @property
    def guide(self) -> PhaseGuide | None:
        """None for a phase that the guide doesn't know, in a programme of more than three."""
        return GUIDES.get(self.phase.number)

    @property
    def is_focus_unusual(self) -> bool:
        fewest, most = FOCUS_AREAS_ADVISED
        return bool(self.focus) and not fewest <= len(self.focus) <= most


@dataclass(frozen=True)
class CourseProgress:
    """`present` is the phase under way: the last one also after its end, as long as the course runs."""

    course: Course
    phases: list[PhaseProgress]
    goal: CourseGoal | None
    is_running: bool

    @property
    def present(self) -> PhaseProgress | None:
        under_way = (PhaseStatus.PRESENT, PhaseStatus.OVERRUN)
        return next((phase for phase in self.phases if phase.status in under_way), None)

    @property
    def is_overrun(self) -> bool:
        return any(phase.status is PhaseStatus.OVERRUN for phase in self.phases)

    @property
    def is_contact(self) -> bool:
        return self.is_running and self.course.starts_on is None


def course_progress(course: Course, day: dt.date) -> CourseProgress:
    """Reads the course's prefetched phases (with focus and activities) and goals; an end after `day` is open."""
    is_running = course.ends_on is None or course.ends_on > day
    phases = list(course.phases.all())
    return CourseProgress(
        course=course,
        phases=[_phase_progress(course, phase, phase is phases[-1], day, is_running) for phase in phases],
        goal=goal_on(course, day),
        is_running=is_running,
    )


def goal_on(course: Course, day: dt.date) -> CourseGoal | None:
    """The goal that holds on `day`; before the first one, the first."""
    goals = list(course.goals.all())
    return next((goal for goal in reversed(goals) if goal.since <= day), goals[0] if goals else None)


def _phase_progress(course: Course, phase: Phase, is_last: bool, day: dt.date, is_running: bool) -> PhaseProgress:
    status = _running_status(phase, is_last, day) if is_running else _ended_status(course, phase, is_last)
    is_present = status is PhaseStatus.PRESENT
    length = (phase.ends_on - phase.starts_on).days + 1
    return PhaseProgress(
        phase=phase,
        status=status,
        percent=100 * (day - phase.starts_on).days // length if is_present else None,
        days_left=(phase.ends_on - day).days if is_present else None,
        focus=list(phase.focus.all()),
        activities=list(phase.activities.all()),
    )


def _running_status(phase: Phase, is_last: bool, day: dt.date) -> PhaseStatus:
    if day < phase.starts_on:
        return PhaseStatus.TO_COME
    if day <= phase.ends_on:
        return PhaseStatus.PRESENT
    return PhaseStatus.OVERRUN if is_last else PhaseStatus.PAST


def _ended_status(course: Course, phase: Phase, is_last: bool) -> PhaseStatus:
    if course.ends_on is None or course.ends_on < phase.starts_on:
        return PhaseStatus.NOT_REACHED
    return PhaseStatus.ENDED_HERE if is_last or course.ends_on < phase.ends_on else PhaseStatus.PAST
