import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.due.base import Asked, Kind, on_day
from cti.models import Course, Phase
from projects.access import Permission
from projects.models import Project

SOON_DAYS = 14
CONTACT_DAYS = 56  # eight weeks


class CourseKind(Kind):
    """Something due in a CTI course; it leads to the course's page."""

    route = "cti:course"
    permission = Permission.COURSE_RUN
    takes_target = True
    verb = _("Open the course")

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        rows, day, key = self.found(asked)
        first = rows.order_by(day, "pk")
        dated = citizens.annotate(counted_from=Subquery(first.values(day)[:1]), target=Subquery(first.values(key)[:1]))
        return dated.filter(counted_from__isnull=False)

    def found(self, asked: Asked) -> tuple[QuerySet[Any], str, str]:
        """Rows of the outer citizen, the name of the day to count from and that of the course's key."""
        raise NotImplementedError


def running(asked: Asked, prefix: str = "") -> Q:
    """Courses of the outer citizen, or contact periods, that have not ended."""
    open_now = Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": asked.today})
    return open_now & Q(**{f"{prefix}client": OuterRef("pk")})


class PhaseEnding(CourseKind):
    """The present phase has at most 14 days left, its last day being one of them."""

    key = "phase-ending"
    title = _("Phases that end soon")
    tag = _("phase ends")

    def found(self, asked: Asked) -> tuple[QuerySet[Any], str, str]:
        last = asked.today + dt.timedelta(days=SOON_DAYS)
        phases = Phase.objects.filter(running(asked, "course__"), starts_on__lte=asked.today)
        return phases.filter(ends_on__gte=asked.today, ends_on__lt=last), "ends_on", "course"

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("the phase ends on %(day)s"), due_on)


class CourseOverrun(CourseKind):
    """The last phase's last day has passed, and the course is not ended."""

    key = "overrun"
    title = _("Courses past their planned end")
    tag = _("course past its end")

    def found(self, asked: Asked) -> tuple[QuerySet[Any], str, str]:
        later = Phase.objects.filter(course=OuterRef("course"), number__gt=OuterRef("number"))
        phases = Phase.objects.filter(running(asked, "course__"), ends_on__lt=asked.today)
        return phases.filter(~Exists(later)), "ends_on", "course"

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("the course was planned to end on %(day)s"), due_on)


class ContactLong(CourseKind):
    """A contact period has been open for eight weeks, and no course has begun."""

    key = "contact-period"
    title = _("Contact periods of more than eight weeks")
    tag = _("long contact period")

    def found(self, asked: Asked) -> tuple[QuerySet[Any], str, str]:
        begun = Course.objects.filter(running(asked), contact_starts_on__lt=asked.days_ago(CONTACT_DAYS))
        return begun.filter(Q(starts_on=None) | Q(starts_on__gt=asked.today)), "contact_starts_on", "pk"

    def days(self, project: Project) -> int:
        return CONTACT_DAYS

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("the contact period passed eight weeks on %(day)s"), due_on)
