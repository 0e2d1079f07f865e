import datetime as dt
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.due.base import NO_TARGET, Asked, Kind, on_day
from clients.assignments.querysets import with_worker
from clients.models import Assignment, Enrolment
from interventions.models import Session
from projects.access import Permission
from projects.models import Project

NEW_DAYS = 14


def last_contact() -> Subquery:
    """The day of the last session that the citizen attended, whoever held it."""
    attended = Session.objects.filter(client=OuterRef("pk"), attendance=Session.Attendance.ATTENDED)
    return Subquery(attended.order_by("-held_on").values("held_on")[:1])


def latest_stay() -> Subquery:
    """The day from which the citizen is enrolled now, or was last."""
    stays = Enrolment.objects.filter(client=OuterRef("pk"))
    return Subquery(stays.order_by("-starts_on", "-pk").values("starts_on")[:1])


class Silent(Kind):
    """As many days as the project says have passed since the last contact; without one, since the enrolment."""

    key = "silent"
    title = _("Silent")
    tag = _("silent")
    verb = _("Plan an appointment")
    route = "casework:appointment"
    permission = Permission.INTERVENTION_LOG

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        heard = citizens.annotate(heard_on=last_contact(), enrolled_from=latest_stay())
        counted = heard.annotate(counted_from=latest_of("heard_on", "enrolled_from"), target=NO_TARGET)
        return counted.filter(counted_from__lte=asked.days_ago(asked.project.silent_days))

    def days(self, project: Project) -> int:
        return project.silent_days

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("no contact since %(day)s"), counted_from)


def latest_of(heard: str, enrolled: str) -> Any:
    """The later of the two days: a citizen who came back is not silent for having been away."""
    return Case(When(**{f"{heard}__gt": F(enrolled)}, then=F(heard)), default=Coalesce(F(enrolled), F(heard)))


class New(Kind):
    """Enrolled, or given the contact person of today, in the last 14 days; today is the first of them."""

    key = "new"
    title = _("New citizens")
    tag = _("new")
    verb = _("Open")
    route = "casework:citizen"
    permission = Permission.CLIENT_VIEW

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        assigned = Assignment.objects.of_outer_client().values("since")
        dated = citizens.annotate(enrolled_from=latest_stay(), assigned_on=Subquery(assigned))
        counted = dated.annotate(counted_from=latest_of("assigned_on", "enrolled_from"), target=NO_TARGET)
        return counted.filter(counted_from__gt=asked.days_ago(NEW_DAYS))

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("new from %(day)s"), due_on)


class WithoutWorker(Kind):
    """A contact person was named, and does not see the citizen any more; or the last change named nobody."""

    key = "without-worker"
    title = _("Without a contact person")
    tag = _("no contact person")
    verb = _("Choose a contact person")
    route = "casework:assign"
    permission = Permission.CLIENT_ENROL  # the coordinator's to mend

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        since = Subquery(Assignment.objects.of_outer_client().values("since"))
        lost = with_worker(citizens).annotate(counted_from=since, target=NO_TARGET)
        return lost.filter(counted_from__isnull=False, worker_reaches=False)

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return gettext("nobody who sees the citizen is the contact person")
