"""WHO-5: at the course's start, then as often as the programme counts a new wave (sources 002 §5.3; R-46, R-60)."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.due.base import NO_TARGET, Asked, Kind, on_day
from clients.models import ClientLink
from cti.models import Course
from projects.access import Permission
from projects.models import Project
from wellbeing.models import WellbeingResponse
from wellbeing.querysets import CONSENTED, INTAKE


class Who5Kind(Kind):
    """Asked of those who see all of the citizen's answers: to anybody else, what is due would tell of answers
    that others hold, or ask for them twice."""

    verb = _("Enter WHO-5")
    route = "wellbeing:new"
    permission = Permission.WELLBEING_RECORD


def with_last_wave(citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """`waved_on`: the day of the last answer that counts as a wave; only citizens whose answers the person sees."""
    links = ClientLink.objects.reaching(asked.user, Permission.WELLBEING_RECORD).filter(client=OuterRef("pk"))
    counted = WellbeingResponse.objects.current().filter(client=OuterRef("pk"), wave__isnull=False)
    last = Subquery(counted.order_by("-wave").values("answered_on")[:1])
    return citizens.filter(Exists(links.filter(INTAKE | CONSENTED))).annotate(waved_on=last, target=NO_TARGET)


class Who5First(Who5Kind):
    """A course runs, and no answer counts yet; due from the course's first day."""

    key = "who5-first"
    title = _("WHO-5 for the first time")
    tag = _("first WHO-5")

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        open_now = Q(ends_on=None) | Q(ends_on__gt=asked.today)
        courses = Course.objects.filter(open_now, client=OuterRef("pk"), starts_on__lte=asked.today)
        started = Subquery(courses.order_by("starts_on").values("starts_on")[:1])
        answered = with_last_wave(citizens, asked).annotate(counted_from=started)
        return answered.filter(waved_on=None, counted_from__isnull=False)

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("the course began on %(day)s"), due_on)


class Who5Again(Who5Kind):
    """As many days as the programme has between two waves have passed since the last answer that counts."""

    key = "who5"
    title = _("WHO-5 again")
    tag = _("WHO-5")

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        answered = with_last_wave(citizens, asked).annotate(counted_from=F("waved_on"))
        return answered.filter(waved_on__lte=asked.days_ago(self.days(asked.project)))

    def days(self, project: Project) -> int:
        return project.rules.who5_interval_days

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("due since %(day)s"), due_on)
