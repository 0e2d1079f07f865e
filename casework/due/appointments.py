import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.due.base import NO_TARGET, Asked, Kind, on_day
from interventions.models import Session
from projects.access import Permission


class AppointmentToday(Kind):
    """The next appointment is today, and nothing is logged of it yet."""

    key = "appointment"
    title = _("Appointments today")
    tag = _("appointment today")
    verb = _("Log a session")
    route = "interventions:quick_session"
    permission = Permission.INTERVENTION_LOG

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        return without_log(citizens.filter(next_appointment_on=asked.today))

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return gettext("today")


class AppointmentPassed(Kind):
    """The appointment's day has passed, and no session is logged of that day or a later one."""

    key = "passed"
    title = _("Appointments of which nothing is logged")
    tag = _("appointment not logged")
    verb = _("Log a session")
    route = "interventions:quick_session"
    permission = Permission.INTERVENTION_LOG

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        return without_log(citizens.filter(next_appointment_on__lt=asked.today))

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("the appointment was on %(day)s"), due_on)


def without_log(citizens: QuerySet[Any]) -> QuerySet[Any]:
    """Without a session, attended or not, on the day of the appointment or later."""
    logged = Session.objects.filter(client=OuterRef("pk"), held_on__gte=OuterRef("next_appointment_on"))
    return citizens.filter(~Exists(logged)).annotate(counted_from=F("next_appointment_on"), target=NO_TARGET)
