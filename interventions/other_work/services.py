"""Writing the project's other work: entered, corrected by a new row, removed with a reason."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import check_no_text
from clients.models import Client
from interventions.models import Intervention, InterventionType, NationalInterventionType
from interventions.other_work.models import (
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
    WorkEntry,
)
from interventions.other_work.querysets import partners_of
from interventions.querysets import offered_by
from interventions.services import log_intervention, offer_type
from projects.base import write
from projects.models import Organisation, Project

Row = TypeVar("Row", bound=WorkEntry)
NOT_KEPT = {"id", "entered_by", "entered_at", "replaces", "removed_by", "removed_at", "removed_because"}


@transaction.atomic
def log_outreach(
    *, project: Project, organisation: Organisation, held_on: dt.date, channel: str, people: int, minutes: int, by: Any
) -> OutreachContact:
    """Contacts with people who are no citizens of the project. Raises ValidationError for a day outside it."""
    entry = OutreachContact(
        project=project, organisation=organisation, held_on=held_on, channel=channel, people=people, minutes=minutes
    )
    return _entered(entry, by=by)


@transaction.atomic
def log_training(
    *,
    project: Project,
    organisation: Organisation,
    held_on: dt.date,
    kind: str,
    topic: str,
    workplace: str,
    department: str = "",
    professionals: int,
    knowledge_persons: int = 0,
    minutes: int,
    by: Any,
) -> ProfessionalTraining:
    """A presentation, course or workshop. Raises ValidationError for more knowledge persons than professionals."""
    entry = ProfessionalTraining(
        project=project, organisation=organisation, held_on=held_on, kind=kind, topic=topic, workplace=workplace,
        department=department, professionals=professionals, knowledge_persons=knowledge_persons, minutes=minutes,
    )  # fmt: skip
    return _entered(entry, by=by)


@transaction.atomic
def log_meeting(
    *,
    project: Project,
    organisation: Organisation,
    held_on: dt.date,
    topic: str,
    attending: Iterable[Organisation] = (),
    others: int = 0,
    departments: str = "",
    minutes: int,
    by: Any,
) -> NetworkMeeting:
    """A network meeting. Raises ValidationError where nobody attended, or one who is no partner of the project."""
    entry = NetworkMeeting(
        project=project, organisation=organisation, held_on=held_on, topic=topic, others=others,
        departments=departments, minutes=minutes,
    )  # fmt: skip
    return _entered(entry, attending, by=by)


@transaction.atomic
def log_consultation(
    *,
    project: Project,
    organisation: Organisation,
    held_on: dt.date,
    workplace: str,
    department: str = "",
    about: Iterable[str] = (),
    client: Client | None = None,
    minutes: int,
    by: Any,
) -> ProfessionalConsultation:
    """Counselling of a professional. About a citizen it is an intervention of that one day, too: a case, as in a
    workbook (docs/decisions/0026). The project offers the type from then on. `by` reaches the citizen.

    Raises ValidationError for a day outside the project, a citizen of another one, or a department's name where the
    citizen takes part anonymously.
    """
    if client is not None and client.project_id != project.pk:
        raise ValidationError({"client": _("The citizen takes part in another project.")})
    entry = ProfessionalConsultation(
        project=project, organisation=organisation, held_on=held_on, workplace=workplace, department=department,
        client=client, minutes=minutes,
    )  # fmt: skip
    entry.clean()  # before the intervention's own checks, which name its start
    entry.type = counselling_type(project, held_on, by=by)
    if client is not None:
        entry.intervention = log_intervention(
            client=client, type=entry.type, starts_on=held_on, ends_on=held_on, provider=organisation,
            logged_for=organisation, by=by,
        )  # fmt: skip
    return _entered(entry, about, by=by)


def counselling_type(project: Project, day: dt.date, *, by: Any) -> InterventionType:
    """The type under which counselling of a professional counts on `day`; offered from the national catalogue if
    need be. Where the project has closed it, the closed one, whose own check says so."""
    marked = {"is_professional_counselling": True}
    own = sorted(offered_by(project).filter(**marked), key=lambda type: not type.is_open_on(day))
    return own[0] if own else offer_type(project, national=NationalInterventionType.objects.filter(**marked)[0], by=by)


def _entered(entry: Row, listed: Iterable[Any] = (), *, by: Any) -> Row:
    entry.entered_by = by
    _write(entry, listed)
    record(Action.CREATED, entry, by=by)
    return entry


def _write(entry: WorkEntry, listed: Iterable[Any]) -> None:
    values = list(dict.fromkeys(listed))
    if isinstance(entry, NetworkMeeting):
        _somebody_attended(entry, values)
    if isinstance(entry, ProfessionalConsultation) and entry.client:
        check_no_text(entry.client, department=entry.department)
    write(entry)
    for row in entry.listed_rows(values):
        row.full_clean()
        row.save()


def _somebody_attended(meeting: NetworkMeeting, attending: list[Organisation]) -> None:
    if not attending and not meeting.others:
        raise ValidationError({"attending": _("Tick who attended, or write how many others did.")})
    if set(attending) - set(partners_of(meeting.project)):
        raise ValidationError({"attending": _("Only the project's partners can be ticked. Count the others below.")})


@transaction.atomic
def correct_entry(entry: Row, *, by: Any, **facts: Any) -> Row:
    """A new row of the same kind, organisation and citizen with `facts` changed, which counts instead of `entry`.

    Raises ValidationError where `entry` has been replaced or removed, and as entering the new row would.
    """
    entry = _still_current(entry)
    before = list(getattr(entry, entry.listed)) if entry.listed else []
    listed = facts.pop(entry.listed, before)
    kept = {
        each.attname: getattr(entry, each.attname) for each in entry._meta.concrete_fields if each.name not in NOT_KEPT
    }
    new = type(entry)(**{**kept, **facts}, replaces=entry, entered_by=by)
    _write(new, listed)
    if isinstance(new, ProfessionalConsultation) and new.intervention and new.held_on != entry.held_on:
        _move(new.intervention, new.held_on, by=by)
    changed = [name for name in facts if getattr(new, name) != getattr(entry, name)]
    changed += [entry.listed] if set(listed) != set(before) else []
    record(Action.CHANGED, new, by=by, fields=sorted(changed))
    return new


def _move(intervention: Intervention, day: dt.date, *, by: Any) -> None:
    _has_no_sessions(intervention)
    intervention.starts_on = intervention.ends_on = day
    intervention.full_clean()
    intervention.save(update_fields=["starts_on", "ends_on"])
    record(Action.CHANGED, intervention, by=by, fields=["ends_on", "starts_on"])


def _has_no_sessions(intervention: Intervention) -> None:
    """Or what was logged under it would go with it, or lie outside it."""
    if intervention.sessions.exists():
        raise ValidationError(_("Sessions are logged under this counselling on the citizen's page, so it stands."))


@transaction.atomic
def remove_entry(entry: Row, *, because: str, by: Any) -> Row:
    """`entry` counts nowhere from now on, nor does its intervention; it stays with the reason.

    Raises ValidationError without a reason, or where `entry` has been replaced or removed already.
    """
    entry = _still_current(entry)
    if not (because := because.strip()):
        raise ValidationError({"removed_because": _("Write why, so that others understand it later.")})
    entry.removed_by, entry.removed_at, entry.removed_because = by, timezone.now(), because
    entry.clean_fields()
    models.Model.save(entry, update_fields=["removed_by", "removed_at", "removed_because"])
    if isinstance(entry, ProfessionalConsultation) and entry.intervention:
        _has_no_sessions(entry.intervention)
        record(Action.ENDED, entry.intervention, by=by)
        entry.intervention.delete()
    record(Action.ENDED, entry, by=by)
    return entry


def _still_current(entry: Row) -> Row:
    """The row anew, locked, so that two changes take turns."""
    found = cast(Row, type(entry).objects.select_for_update().get(pk=entry.pk))
    if not found.is_current:
        raise ValidationError(_("This has been corrected or removed already. Open the page again to see how."))
    return found
