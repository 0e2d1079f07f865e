from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from clients.models import Client
from clients.querysets import acting_organisations
from cti.models import Course
from cti.progress import CourseProgress, course_progress
from projects.access import Permission


@dataclass(frozen=True)
class CoursesSection:
    """`running` is the open course or contact period, if there is one; `earlier` the ended ones, newest first."""

    running: CourseProgress | None
    earlier: list[CourseProgress]
    may_start: bool
    may_run: bool

    @property
    def latest(self) -> CourseProgress | None:
        """The running course, else the one that ended last."""
        return self.running or next(iter(self.earlier), None)


def citizen_section(user: Any, client: Client) -> dict[str, CoursesSection]:
    """The citizen's CTI courses, as `user` may see them today."""
    courses = Course.objects.filter(client=client).with_plan().visible_to(user)
    progress = [course_progress(course, localdate()) for course in courses]
    section = CoursesSection(
        running=next((each for each in progress if each.is_running), None),
        earlier=[each for each in progress if not each.is_running],
        may_start=acting_organisations(user, client, Permission.COURSE_START).exists(),
        may_run=acting_organisations(user, client, Permission.COURSE_RUN).exists(),
    )
    return {"courses": section}
