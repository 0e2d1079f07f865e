"""Rows gathered in memory and written in a constant number of queries per thousand, with one audit event a batch."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models

from audit.models import Action
from audit.services import record
from casework.models import CourseIntervention
from clients.models import (
    Assignment,
    Client,
    ClientLink,
    ClientReference,
    Consent,
    Cover,
    Enrolment,
    IntakeDecision,
    OnwardReferral,
    Proposal,
    Referral,
    ReferralSource,
)
from cti.models import Course, CourseGoal, Phase, PhaseFocus, PlannedActivity
from exchange.inserting import insert
from interventions.models import (
    GroupSession,
    GroupSessionTopic,
    Intervention,
    InterventionType,
    Session,
    SessionAddendum,
    SessionTopic,
)
from interventions.other_work.models import (
    ConsultationTopic,
    MeetingAttendance,
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
)
from projects.models import Project
from wellbeing.models import WellbeingResponse

# What others point to comes first.
CREATION_ORDER: tuple[type[models.Model], ...] = (
    ReferralSource,
    InterventionType,
    Client,
    Consent,
    ClientLink,
    ClientReference,
    Enrolment,
    Assignment,
    Cover,
    IntakeDecision,
    Proposal,
    OnwardReferral,
    Referral,
    Intervention,
    Course,
    CourseIntervention,
    CourseGoal,
    Phase,
    PhaseFocus,
    PlannedActivity,
    GroupSession,
    GroupSessionTopic,
    Session,
    SessionTopic,
    SessionAddendum,
    WellbeingResponse,
    OutreachContact,
    ProfessionalTraining,
    NetworkMeeting,
    MeetingAttendance,
    ProfessionalConsultation,
    ConsultationTopic,
)


def create_rows(
    created: Mapping[type[models.Model], list[Any]], written: Callable[[int], None] = lambda count: None
) -> None:
    """In the caller's transaction; `written` hears how many rows each statement has stored.

    Raises ValueError for a model that CREATION_ORDER has no place for.
    """
    for model in sorted(created, key=CREATION_ORDER.index):
        for count in insert(model, created[model]):
            written(count)


def record_batch(action: Action, rows: Iterable[models.Model], *, project: Project, by: Any, **detail: Any) -> None:
    """One event for the whole batch: the ids of its rows by kind, and the citizens they belong to."""
    written: dict[str, list[int]] = {}
    touched: set[int] = set()
    for row in rows:
        written.setdefault(str(row._meta.model_name), []).append(row.pk)
        key = row.pk if isinstance(row, Client) else getattr(row, "client_id", None)
        touched |= {key} if key is not None else set()
    clients = sorted(touched)
    record(action, [], by=by, clients=clients, project_id=project.pk, subject_type="client", rows=written, **detail)
