import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import check_no_text
from clients.models import Client
from clients.services import not_in_the_future
from documents.numbers import long_date
from interventions.models import Intervention, InterventionType, NationalInterventionType, Session, SessionTopic
from interventions.querysets import offered_by
from projects.models import Organisation, Project


@transaction.atomic
def offer_type(project: Project, *, national: NationalInterventionType, by: Any) -> InterventionType:
    """The project's own entry for a national type; made if the project does not offer it yet."""
    existing = offered_by(project).filter(name=national.name).first()
    if existing is not None:
        return existing
    made = InterventionType(
        project=project, national=national, name=national.name, order=national.order,
        is_material_help=national.is_material_help, is_course=national.is_course,
        is_professional_counselling=national.is_professional_counselling,
    )  # fmt: skip
    made.full_clean()
    made.save()
    record(Action.CREATED, made, by=by)
    return made


@transaction.atomic
def offer_own_type(project: Project, *, name: str, is_material_help: bool = False, by: Any) -> InterventionType:
    """A type of the project's own, placed after the national ones. Raises ValidationError if the name is taken."""
    name = " ".join(name.split())
    made = InterventionType(project=project, name=name, order=1000, is_material_help=is_material_help)
    made.clean_fields()
    if offered_by(project).filter(name=name).exists():
        raise ValidationError({"name": _("The project has a type of this name already.")})
    made.full_clean()
    made.save()
    record(Action.CREATED, made, by=by)
    return made


@transaction.atomic
def log_intervention(
    *,
    client: Client,
    type: InterventionType | NationalInterventionType,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    provider: Organisation | None = None,
    provider_text: str = "",
    logged_for: Organisation,
    by: Any,
) -> Intervention:
    """An intervention within the project, which offers a national type from then on.

    Raises ValidationError for a date to come, a type of another project, a provider told twice, or words about an
    anonymous citizen.
    """
    check_no_text(client, provider_text=provider_text)
    not_in_the_future("starts_on", starts_on)
    if ends_on is not None:
        _not_before("ends_on", ends_on, starts_on)
    if provider is not None and provider_text:
        raise ValidationError({"provider_text": _("Choose a provider from the list or write another, not both.")})
    if isinstance(type, NationalInterventionType):
        type = offer_type(client.project, national=type, by=by)
    if type.project_id != client.project_id:
        raise ValidationError({"type": _("The project does not offer this type.")})
    intervention = Intervention(
        project=client.project, client=client, type=type, provider=provider, provider_text=provider_text,
        starts_on=starts_on, ends_on=ends_on, logged_for=logged_for,
    )  # fmt: skip
    intervention.full_clean()
    intervention.save()
    record(Action.CREATED, intervention, by=by)
    return intervention


@transaction.atomic
def end_intervention(intervention: Intervention, *, ends_on: dt.date, by: Any) -> Intervention:
    """Raises ValidationError when it has ended already, or the day lies before its start or is to come.

    An end that was planned and has not come yet can be moved.
    """
    not_in_the_future("ends_on", ends_on)
    intervention = Intervention.objects.select_for_update().get(pk=intervention.pk)
    if intervention.ends_on is not None and intervention.ends_on <= localdate():
        raise ValidationError(_("The intervention has ended already."))
    _not_before("ends_on", ends_on, intervention.starts_on)
    intervention.ends_on = ends_on
    intervention.full_clean()
    intervention.save()
    record(Action.ENDED, intervention, by=by)
    return intervention


@transaction.atomic
def log_session(
    intervention: Intervention,
    *,
    held_on: dt.date,
    attendance: str = Session.Attendance.ATTENDED,
    minutes: int | None = None,
    note: str = "",
    challenges: Iterable[str] = (),
    logged_for: Organisation,
    by: Any,
) -> Session:
    """One meeting, attended or not; raises ValidationError for a day to come or outside the intervention, and for a
    note about an anonymous citizen."""
    check_no_text(intervention.client, note=note)
    not_in_the_future("held_on", held_on)
    if held_on < intervention.starts_on:
        message = _("The intervention began on %(day)s. Choose that day or a later one.")
        raise ValidationError({"held_on": message % {"day": long_date(intervention.starts_on)}})
    if intervention.ends_on is not None and held_on > intervention.ends_on:
        message = _("The intervention ended on %(day)s. Choose that day or an earlier one.")
        raise ValidationError({"held_on": message % {"day": long_date(intervention.ends_on)}})
    session = Session(
        project=intervention.project, client=intervention.client, intervention=intervention, held_on=held_on,
        attendance=attendance, minutes=minutes, note=note, logged_by=by, logged_for=logged_for,
    )  # fmt: skip
    session.full_clean()
    session.save()
    for challenge in sorted(set(challenges)):
        topic = SessionTopic(session=session, challenge=challenge)
        topic.full_clean()
        topic.save()
    record(Action.CREATED, session, by=by)
    return session


def _not_before(field: str, end: dt.date, start: dt.date) -> None:
    if end < start:
        message = _("The end (%(end)s) lies before the start (%(start)s). Correct the date.")
        raise ValidationError({field: message % {"end": long_date(end), "start": long_date(start)}})
