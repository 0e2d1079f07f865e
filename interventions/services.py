import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import check_no_text
from clients.models import Client
from clients.services import not_in_the_future
from documents.numbers import long_date
from interventions.catalogue.services import offer_own_type as offer_own_type
from interventions.catalogue.services import offer_type
from interventions.enrolled import ask_about_enrolment
from interventions.models import Intervention, InterventionType, NationalInterventionType, Session, SessionTopic
from projects.models import Organisation, Project

AnyType = InterventionType | NationalInterventionType


@transaction.atomic
def log_intervention(
    *,
    client: Client,
    type: AnyType,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    provider: Organisation | None = None,
    provider_text: str = "",
    is_confirmed: bool = True,
    logged_for: Organisation,
    by: Any,
) -> Intervention:
    """An intervention within the project, which offers a national type from then on.

    Raises ValidationError for a date to come, a type of another project or closed by then, a provider told twice, or
    words about an anonymous citizen. A form sends `is_confirmed` false until a day outside the enrolment is confirmed.
    """
    check_no_text(client, provider_text=provider_text)
    not_in_the_future("starts_on", starts_on)
    not_before_start("ends_on", ends_on, starts_on)
    if provider is not None and provider_text:
        raise ValidationError({"provider_text": _("Choose a provider from the list or write another, not both.")})
    own = open_own_type(client.project, type, starts_on, by=by)
    if not is_confirmed:
        ask_about_enrolment(client, starts_on=starts_on, ends_on=ends_on)
    intervention = Intervention(
        project=client.project, client=client, type=own, provider=provider, provider_text=provider_text,
        starts_on=starts_on, ends_on=ends_on, logged_for=logged_for,
    )  # fmt: skip
    intervention.full_clean()
    intervention.save()
    record(Action.CREATED, intervention, by=by)
    return intervention


def open_own_type(project: Project, type: AnyType, day: dt.date, *, by: Any) -> InterventionType:
    """The project's own entry, open on `day`; raises ValidationError for a foreign type or a closed one."""
    own = offer_type(project, national=type, by=by) if isinstance(type, NationalInterventionType) else type
    if own.project_id != project.pk:
        raise ValidationError({"type": _("The project does not offer this type.")})
    if own.closed_on is not None and not own.is_open_on(day):
        raise ValidationError({"type": closed_message(own, own.closed_on)})
    return own


def closed_message(type: InterventionType, closed_on: dt.date) -> str:
    words = {"type": type, "day": long_date(closed_on), "other": type.replaced_by}
    if type.replaced_by is not None:
        return _("%(type)s was replaced by %(other)s on %(day)s. Choose that, or an earlier day.") % words
    return _("%(type)s is not offered since %(day)s. Choose another type, or an earlier day.") % words


@transaction.atomic
def end_intervention(
    intervention: Intervention, *, ends_on: dt.date, end_reason: str = "", is_confirmed: bool = True, by: Any
) -> Intervention:
    """Raises ValidationError when it has ended already, or the day lies before its start or is to come.

    An end that was planned and has not come yet can be moved.
    """
    not_in_the_future("ends_on", ends_on)
    intervention = Intervention.objects.select_for_update().get(pk=intervention.pk)
    if intervention.ends_on is not None and intervention.ends_on <= localdate():
        raise ValidationError(_("The intervention has ended already."))
    not_before_start("ends_on", ends_on, intervention.starts_on)
    if not is_confirmed:
        ask_about_enrolment(intervention.client, ends_on=ends_on)
    intervention.ends_on, intervention.end_reason = ends_on, end_reason
    intervention.full_clean()
    intervention.save()
    record(Action.ENDED, intervention, by=by)
    return intervention


@transaction.atomic
def change_dates(
    intervention: Intervention,
    *,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    end_reason: str = "",
    is_confirmed: bool = True,
    by: Any,
) -> Intervention:
    """Other dates; without an end it runs again. Raises ValidationError for a start to come, an end before it, a
    session that the new dates would leave outside, and another start than that of the CTI course that runs as it."""
    not_in_the_future("starts_on", starts_on)
    not_before_start("ends_on", ends_on, starts_on)
    intervention = Intervention.objects.select_for_update().get(pk=intervention.pk)
    if end_reason and ends_on is None:
        raise ValidationError({"end_reason": _("A reason belongs to an end. Write the date of the end, or no reason.")})
    if starts_on != intervention.starts_on and hasattr(intervention, "course_link"):
        message = _("A CTI course runs as this intervention, so the start is the course's and stays.")
        raise ValidationError({"starts_on": message})
    _keep_sessions_within(intervention, starts_on, ends_on)
    if not is_confirmed:
        ask_about_enrolment(intervention.client, starts_on=starts_on, ends_on=ends_on)
    intervention.starts_on, intervention.ends_on, intervention.end_reason = starts_on, ends_on, end_reason
    intervention.full_clean()
    intervention.save()
    record(Action.CHANGED, intervention, by=by, fields=["end_reason", "ends_on", "starts_on"])
    return intervention


def _keep_sessions_within(intervention: Intervention, starts_on: dt.date, ends_on: dt.date | None) -> None:
    days = intervention.sessions.aggregate(first=Min("held_on"), last=Max("held_on"))
    if days["first"] is not None and days["first"] < starts_on:
        message = _("There is a session on %(day)s. Choose that day or an earlier one, or correct the session first.")
        raise ValidationError({"starts_on": message % {"day": long_date(days["first"])}})
    if days["last"] is not None and ends_on is not None and days["last"] > ends_on:
        message = _("There is a session on %(day)s. Choose that day or a later one, or correct the session first.")
        raise ValidationError({"ends_on": message % {"day": long_date(days["last"])}})


@transaction.atomic
def log_session(
    intervention: Intervention,
    *,
    held_on: dt.date,
    attendance: str = Session.Attendance.ATTENDED,
    minutes: int | None = None,
    kind: str = "",
    note: str = "",
    challenges: Iterable[str] = (),
    is_confirmed: bool = True,
    logged_for: Organisation,
    by: Any,
) -> Session:
    """One meeting, attended or not; raises ValidationError as `check_session` does."""
    session = Session(
        project=intervention.project, client=intervention.client, intervention=intervention, held_on=held_on,
        attendance=attendance, minutes=minutes, kind=kind, note=note, logged_by=by, logged_for=logged_for,
    )  # fmt: skip
    check_session(session, is_confirmed=is_confirmed)
    session.save()
    set_topics(session, challenges)
    record(Action.CREATED, session, by=by)
    return session


def check_session(session: Session, *, is_confirmed: bool) -> None:
    """Raises ValidationError for a day to come, outside the intervention, or, unconfirmed, outside the enrolment,
    and for a note about a citizen who takes part anonymously."""
    not_in_the_future("held_on", session.held_on)
    intervention = session.intervention
    if session.held_on < intervention.starts_on:
        message = _("The intervention began on %(day)s. Choose that day or a later one.")
        raise ValidationError({"held_on": message % {"day": long_date(intervention.starts_on)}})
    if intervention.ends_on is not None and session.held_on > intervention.ends_on:
        message = _("The intervention ended on %(day)s. Choose that day or an earlier one.")
        raise ValidationError({"held_on": message % {"day": long_date(intervention.ends_on)}})
    check_no_text(session.client, note=session.note)
    if not is_confirmed:
        ask_about_enrolment(session.client, held_on=session.held_on)
    session.full_clean()


def set_topics(session: Session, challenges: Iterable[str]) -> None:
    """What the session was about, in place of what was said before."""
    session.topics.all().delete()
    for challenge in sorted(set(challenges)):
        topic = SessionTopic(session=session, challenge=challenge)
        topic.full_clean()
        topic.save()


@transaction.atomic
def log_session_of_type(
    client: Client,
    *,
    type: AnyType,
    held_on: dt.date,
    is_confirmed: bool = True,
    logged_for: Organisation,
    by: Any,
    **facts: Any,
) -> Session:
    """A session in the citizen's running intervention of that type, or in one that begins with it, that day.

    `facts` are those of `log_session`. Raises ValidationError where either service does.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    not_in_the_future("held_on", held_on)
    intervention = None
    if isinstance(type, InterventionType):
        running = Intervention.objects.running_of(type, held_on, logged_for)
        intervention = running.filter(client=client).select_related("project", "client").first()
    if intervention is None:
        intervention = _begin_with_session(client, type, held_on, is_confirmed, logged_for, by=by)
    return log_session(intervention, held_on=held_on, is_confirmed=is_confirmed, logged_for=logged_for, by=by, **facts)


def _begin_with_session(
    client: Client, type: AnyType, day: dt.date, is_confirmed: bool, organisation: Organisation, *, by: Any
) -> Intervention:
    """What is wrong with the start is said of the session that the intervention begins with."""
    try:
        return log_intervention(
            client=client, type=type, starts_on=day, provider=organisation, is_confirmed=is_confirmed,
            logged_for=organisation, by=by,
        )  # fmt: skip
    except ValidationError as error:
        fields = getattr(error, "error_dict", None)
        if fields is None or "starts_on" not in fields:
            raise
        raise ValidationError({"held_on": fields["starts_on"]}) from error


@transaction.atomic
def log_visit(client: Client, *, type: InterventionType, logged_for: Organisation, by: Any) -> Session | None:
    """Today's visit or handing out, once a day for each organisation; None where it was logged before."""
    Client.objects.select_for_update().get(pk=client.pk)
    today = localdate()
    same = Session.objects.filter(client=client, intervention__type=type, held_on=today, logged_for=logged_for)
    if same.exists():
        return None
    return log_session_of_type(client, type=type, held_on=today, kind=type.one_tap_kind, logged_for=logged_for, by=by)


def not_before_start(field: str, end: dt.date | None, start: dt.date) -> None:
    if end is not None and end < start:
        message = _("The end (%(end)s) lies before the start (%(start)s). Correct the date.")
        raise ValidationError({field: message % {"end": long_date(end), "start": long_date(start)}})
