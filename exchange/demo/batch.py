"""One project's rows, gathered and validated in memory, then written at once."""

from collections import defaultdict
from functools import cache
from typing import Any, TypeVar

from django.db import models

from audit.models import Action
from clients.models import Assignment, Client, Enrolment, IntakeDecision, OnwardReferral, Proposal
from clients.services import not_in_the_future
from cti.models import Course
from exchange.bulk import create_rows, record_batch
from interventions.models import GroupSession, Intervention, Session
from interventions.other_work.models import (
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
)
from projects.models import Project
from wellbeing.models import WellbeingResponse
from wellbeing.waves import renumber

Row = TypeVar("Row", bound=models.Model)
# Days that have come, whoever writes them; an intervention's end may be a planned one.
HAPPENED: dict[type[models.Model], tuple[str, ...]] = {
    Enrolment: ("starts_on", "ends_on"),
    Assignment: ("since",),
    IntakeDecision: ("decided_on",),
    Proposal: ("proposed_on", "closed_on"),
    OnwardReferral: ("referred_on",),
    Intervention: ("starts_on",),
    Course: ("contact_starts_on", "starts_on", "ends_on"),
    Session: ("held_on",),
    GroupSession: ("held_on",),
    WellbeingResponse: ("answered_on",),
    **dict.fromkeys((OutreachContact, ProfessionalTraining, NetworkMeeting, ProfessionalConsultation), ("held_on",)),
}


class Batch:
    """The services' checks of one row happen as it is added; the database's constraints as all are written."""

    def __init__(self, project: Project, *, by: Any) -> None:
        self.project, self.by = project, by
        self.rows: dict[type[models.Model], list[Any]] = defaultdict(list)

    def add(self, row: Row) -> Row:
        """Raises ValidationError where a field's own rules or the text guard refuse it, or a day is to come."""
        row.clean_fields(exclude=_relations(type(row)))
        for name in HAPPENED.get(type(row), ()):
            if getattr(row, name) is not None:
                not_in_the_future(name, getattr(row, name))
        self.rows[type(row)].append(row)
        return row

    def of(self, model: type[Row]) -> list[Row]:
        return list(self.rows[model])

    def write(self) -> None:
        """In the caller's transaction: rows, WHO-5 waves, and one audit event."""
        create_rows(self.rows)
        renumber([client.pk for client in self.rows[Client]], self.project.rules.who5_interval_days)
        rows = [row for rows in self.rows.values() for row in rows]
        record_batch(Action.CREATED, rows, project=self.project, by=self.by)


@cache
def _relations(model: type[models.Model]) -> frozenset[str]:
    """Fields whose check would be a query; the database refuses a key that points nowhere."""
    return frozenset(field.name for field in model._meta.fields if field.is_relation)
