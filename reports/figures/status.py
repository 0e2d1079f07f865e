"""In which kind of course the registered citizens are on a day: each in exactly one (figures.md, `report status`)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan

from clients.models import Goal, OnwardReferral
from cti.models import Course, CourseGoal, CourseQuerySet
from reports.figures.grouping import Ids, counted
from reports.figures.population import begun

IN_COURSE_EXIT = "in_course_exit"
IN_COURSE_IMPROVE = "in_course_improve"
COURSE_ENDED = "course_ended"
ORIENTATION = "orientation"
REFERRED_ON = "referred_on"
SUPPORT = "support"
STATUSES = (IN_COURSE_EXIT, IN_COURSE_IMPROVE, COURSE_ENDED, ORIENTATION, REFERRED_ON, SUPPORT)


@dataclass(frozen=True)
class Standing:
    """`counts` by status; of the registered citizens, `left` are no longer enrolled, `came_back` were enrolled anew."""

    counts: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    came_back: int = 0

    @property
    def registered(self) -> int:
        return sum(self.counts.values())

    def __add__(self, other: "Standing") -> "Standing":
        counts = {status: self.counts.get(status, 0) + other.counts.get(status, 0) for status in STATUSES}
        return Standing(counts, self.left + other.left, self.came_back + other.came_back)


def standing(projects: Ids, day: dt.date) -> Standing:
    """Of all the projects together: each citizen's stays are looked at once, and the citizens counted by status."""
    stays = begun(projects, day).annotate(status=_status(projects, day)).values("client", "status")
    citizens = stays.annotate(
        left=Case(When(Exact(Count("pk", filter=_not_by("ends_on", day)), 0), then=1), default=0),
        came_back=Case(When(GreaterThan(Count("pk"), 1), then=1), default=0),
    )
    rows = counted(citizens, "status", sums=("left", "came_back"))
    counts = {status: count for status, count, _left, _came_back in rows}
    return Standing(
        counts={one: counts.get(one, 0) for one in STATUSES},
        left=sum(left for _status, _count, left, _came_back in rows),
        came_back=sum(came_back for *_others, came_back in rows),
    )


def _status(projects: Ids, day: dt.date) -> Case:
    """The first that fits. Each condition is a set of citizens that the database finds once."""
    running = _running(projects, day)
    referred = OnwardReferral.objects.filter(project__in=projects, referred_on__lte=day).order_by()
    started = Course.objects.filter(project__in=projects, starts_on__lte=day).order_by()
    return Case(
        When(client__in=running.filter(goal_on_day=Goal.LEAVE).values("client"), then=Value(IN_COURSE_EXIT)),
        When(client__in=running.values("client"), then=Value(IN_COURSE_IMPROVE)),
        When(client__in=started.values("client"), then=Value(COURSE_ENDED)),
        When(client__in=_in_contact(projects, day).values("client"), then=Value(ORIENTATION)),
        When(client__in=referred.values("client"), then=Value(REFERRED_ON)),
        default=Value(SUPPORT),
        output_field=CharField(),
    )


def _running(projects: Ids, day: dt.date) -> CourseQuerySet:
    """Courses started and not ended by `day`, with the goal that they have then; the first where none is that old."""
    goals = CourseGoal.objects.filter(course=OuterRef("pk")).values("goal")
    on_day = Subquery(goals.filter(since__lte=day).order_by("-since")[:1])
    courses = Course.objects.filter(_not_by("ends_on", day), project__in=projects, starts_on__lte=day).order_by()
    return courses.annotate(goal_on_day=Coalesce(on_day, Subquery(goals.order_by("since")[:1])))


def _in_contact(projects: Ids, day: dt.date) -> CourseQuerySet:
    """Contact periods begun by `day`, neither ended nor followed by their course by then."""
    courses = Course.objects.filter(_not_by("ends_on", day), _not_by("starts_on", day), contact_starts_on__lte=day)
    return courses.filter(project__in=projects).order_by()


def _not_by(name: str, day: dt.date) -> Q:
    """That has not happened by `day`: never, or later."""
    return Q(**{name: None}) | Q(**{f"{name}__gt": day})
