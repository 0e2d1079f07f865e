"""Sessions and interventions as events of the citizen's story."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from clients.models import Client
from clients.story import Kind, StoryEvent, up_to_today
from interventions.models import Intervention, Session
from interventions.sections import InterventionsSection


def story(user: Any, client: Client, told: Mapping[str, Any]) -> list[StoryEvent]:
    """Interventions begun and ended, and every session; the notes as far as `user` may read them."""
    section: InterventionsSection = told["interventions"]
    sessions = Session.objects.filter(client=client).with_notes_for(user).visible_to(user)
    sessions = sessions.select_related("intervention__type", "logged_for").prefetch_related("topics")
    events = [_of_session(session, client) for session in sessions]
    events += [
        event for intervention in [*section.running, *section.ended] for event in _of_intervention(intervention, client)
    ]
    return up_to_today(events)


def _of_session(session: Any, client: Client) -> StoryEvent:
    return StoryEvent(
        session.held_on,
        Kind.SESSION,
        title=str(session.intervention.type),
        detail=" · ".join(_details(session)),
        note=session.visible_note,
        addenda=tuple(session.visible_addenda),
        is_note_hidden=session.is_note_hidden,
        organisation=session.logged_for,
        url=_page(client, session.intervention_id),
        key=session.pk,
        **_mending(session, client),
    )


def _mending(session: Any, client: Client) -> dict[str, str]:
    """Where those who logged the session correct it, or add to its note once it is locked."""
    if not session.is_own or (session.is_locked and client.is_anonymous):
        return {}
    route, verb = "correct_session", gettext("Correct")
    if session.is_locked:
        route, verb = "add_to_note", gettext("Add to the note")
    where = [client.project.code, client.code, session.pk]
    return {"mend": verb, "mend_url": reverse(f"interventions:{route}", args=where)}


def _details(session: Session) -> Iterator[str]:
    if session.attendance != Session.Attendance.ATTENDED:
        yield session.get_attendance_display()
    if session.kind:
        yield capfirst(session.get_kind_display())
    if session.minutes:
        minutes = ngettext("%(number)s minute", "%(number)s minutes", session.minutes)
        yield minutes % {"number": session.minutes}
    if topics := [str(topic) for topic in session.topics.all()]:
        yield ", ".join(topics)


def _of_intervention(intervention: Intervention, client: Client) -> Iterator[StoryEvent]:
    """A provider that is no organisation of the project is told in the detail."""
    about: dict[str, Any] = {
        "kind": Kind.INTERVENTION,
        "organisation": intervention.provider,
        "detail": intervention.provider_text,
        "url": _page(client, intervention.pk),
        "key": intervention.pk,
    }
    name = {"type": intervention.type}
    if intervention.ends_on is not None:
        yield StoryEvent(intervention.ends_on, title=gettext("%(type)s ended") % name, **about)
    yield StoryEvent(intervention.starts_on, title=gettext("%(type)s begun") % name, **about)


def _page(client: Client, pk: int) -> str:
    return reverse("interventions:intervention", args=[client.project.code, client.code, pk])
