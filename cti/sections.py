from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from clients.models import Client
from cti.models import Course
from cti.progress import CourseProgress, course_progress


@dataclass(frozen=True)
class CoursesSection:
    """`running` is the open course or contact period, if there is one; `earlier` the ended ones, newest first."""

    running: CourseProgress | None
    earlier: list[CourseProgress]

    @property
    def every(self) -> list[CourseProgress]:
        return [self.running, *self.earlier] if self.running else self.earlier

    @property
    def latest(self) -> CourseProgress | None:
        """The running course, else the one that ended last."""
        return next(iter(self.every), None)


def citizen_section(user: Any, client: Client) -> dict[str, CoursesSection]:
    """The citizen's CTI courses, as `user` may see them today."""
    courses = Course.objects.filter(client=client).with_plan().visible_to(user)
    progress = [course_progress(course, localdate()) for course in courses]
    section = CoursesSection(
        running=next((each for each in progress if each.is_running), None),
        earlier=[each for each in progress if not each.is_running],
    )
    return {"courses": section}
