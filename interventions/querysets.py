import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Prefetch, Q, Value, When
from django.utils.timezone import localdate

from clients.models import ClientLink
from clients.querysets import OfClientQuerySet
from projects.access import Permission, organisations_of
from projects.models import Organisation

if TYPE_CHECKING:
    from interventions.models import GroupSession, InterventionType, NationalInterventionType  # noqa: F401
    from projects.models import Project


class InterventionQuerySet(OfClientQuerySet):
    def with_sessions_counted(self) -> "InterventionQuerySet":
        """Each with `attended` (sessions that took place), `sessions_logged` and `last_session_on`."""
        took_place = Q(sessions__attendance="attended")
        return self.annotate(
            attended=Count("sessions", filter=took_place),
            sessions_logged=Count("sessions"),
            last_session_on=Max("sessions__held_on"),
        )

    def with_is_running(self, day: dt.date | None = None) -> "InterventionQuerySet":
        """Each with `is_running`: not ended on `day` (default: today); an end to come counts as open."""
        is_open = Q(ends_on=None) | Q(ends_on__gt=day or localdate())
        return self.annotate(is_running=Case(When(is_open, then=Value(True)), default=Value(False)))

    def running_of(
        self, type: "InterventionType", day: dt.date, organisation: "Organisation"
    ) -> "InterventionQuerySet":
        """Those of the type into which a session of `day` fits; what the organisation itself logged comes first."""
        fits = self.filter(Q(ends_on=None) | Q(ends_on__gte=day), type=type, starts_on__lte=day)
        is_own = Case(When(logged_for=organisation, then=Value(0)), default=Value(1))
        return fits.order_by(is_own, "-starts_on", "-pk")


class SessionQuerySet(OfClientQuerySet):
    def with_notes_for(self, user: Any) -> "SessionQuerySet":
        """Each session with `visible_note`, `is_note_hidden`, `visible_addenda`, and `is_own`: whether it was logged
        for an organisation that `user` logs for. The note itself stays in the database.

        A note is for the organisation that logged it, and for one that the citizen's live consent lets read
        notes. That an organisation made the intake opens the citizen, not what others wrote.
        """
        from interventions.models import SessionAddendum

        may_read = may_read_notes(user, client=OuterRef("client"), logged_for=OuterRef("logged_for"))
        addenda = Prefetch("addenda", SessionAddendum.objects.readable_by(user), to_attr="visible_addenda")
        loggers = ClientLink.objects.reaching(user, Permission.INTERVENTION_LOG)
        own = loggers.filter(client=OuterRef("client"), organisation=OuterRef("logged_for"))
        has_note = ~Q(note="")
        return (
            self.defer("note")
            .annotate(
                visible_note=Case(When(may_read, then=F("note")), default=Value(""), output_field=models.CharField()),
                is_note_hidden=Case(When(has_note & ~may_read, then=Value(True)), default=Value(False)),
                is_own=Case(When(Exists(own), then=Value(True)), default=Value(False)),
            )
            .select_related("project")
            .prefetch_related(addenda)
        )


class AddendumQuerySet(OfClientQuerySet):
    def readable_by(self, user: Any) -> "AddendumQuerySet":
        """The addenda of sessions whose note `user` may read."""
        writer = OuterRef("session__logged_for")
        return self.filter(may_read_notes(user, client=OuterRef("client"), logged_for=writer))


def may_read_notes(user: Any, *, client: OuterRef, logged_for: OuterRef) -> Exists:
    """Whether `user` reads what the organisation `logged_for` wrote of `client`."""
    readers = ClientLink.objects.reaching(user, Permission.CLIENT_VIEW).filter(client=client)
    return Exists(readers.filter(Q(organisation=logged_for) | Q(consent__covers_notes=True)))


class GroupSessionQuerySet(models.QuerySet["GroupSession"]):
    def led_by_own(self, user: Any, project: "Project") -> "GroupSessionQuerySet":
        """Those of the organisations for which `user` logs in `project` today; no other organisation's."""
        return self.filter(project=project, logged_for__in=logging_organisations(user, project))

    def with_people_counted(self) -> "GroupSessionQuerySet":
        """Each with `citizens`: how many took part with a code."""
        return self.annotate(citizens=Count("sessions"))


def logging_organisations(user: Any, project: "Project") -> "models.QuerySet[Organisation]":
    """The organisations for which `user` may log in `project` today."""
    return organisations_of(user, Permission.INTERVENTION_LOG, project)


def offered_by(project: "Project") -> "models.QuerySet[InterventionType]":
    """The project's own entries, closed ones among them, in the order of its catalogue."""
    from interventions.models import InterventionType

    return InterventionType.objects.filter(project=project)


def open_types(project: "Project", day: dt.date | None = None) -> "models.QuerySet[InterventionType]":
    """What the project offers on `day` (default: today)."""
    return offered_by(project).filter(Q(closed_on=None) | Q(closed_on__gt=day or localdate()))


def not_yet_offered_by(project: "Project") -> "models.QuerySet[NationalInterventionType]":
    """What stands in the national catalogue and not, renamed or under that name, among the project's own types."""
    from interventions.models import NationalInterventionType

    own = offered_by(project).filter(Q(name=OuterRef("name")) | Q(national=OuterRef("pk")))
    return NationalInterventionType.objects.filter(~Exists(own))
