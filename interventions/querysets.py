import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Value, When
from django.utils.timezone import localdate

from clients.models import ClientLink
from clients.querysets import OfClientQuerySet
from projects.access import Permission

if TYPE_CHECKING:
    from interventions.models import InterventionType, NationalInterventionType
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


class SessionQuerySet(OfClientQuerySet):
    def with_notes_for(self, user: Any) -> "SessionQuerySet":
        """Each session with `visible_note` and `is_note_hidden`; the note itself stays in the database.

        A note is for the organisation that logged it, and for one that the citizen's live consent lets read
        notes. That an organisation made the intake opens the citizen, not what others wrote.
        """
        readers = ClientLink.objects.reaching(user, Permission.CLIENT_VIEW).filter(client=OuterRef("client"))
        own_or_consented = Q(organisation=OuterRef("logged_for")) | Q(consent__covers_notes=True)
        may_read = Exists(readers.filter(own_or_consented))
        has_note = ~Q(note="")
        return self.defer("note").annotate(
            visible_note=Case(When(may_read, then=F("note")), default=Value(""), output_field=models.CharField()),
            is_note_hidden=Case(When(has_note & ~may_read, then=Value(True)), default=Value(False)),
        )


def offered_by(project: "Project") -> "models.QuerySet[InterventionType]":
    """The project's own entries, in the order of its catalogue."""
    from interventions.models import InterventionType

    return InterventionType.objects.filter(project=project)


def not_yet_offered_by(project: "Project") -> "models.QuerySet[NationalInterventionType]":
    """What stands in the national catalogue and not, under that name, among the project's own types."""
    from interventions.models import NationalInterventionType

    own = offered_by(project).filter(name=OuterRef("name"))
    return NationalInterventionType.objects.filter(~Exists(own))
