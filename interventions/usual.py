"""What a new session most likely is: as the last one was, today."""

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from clients.models import Client
from interventions.forms import key_of
from interventions.models import Intervention, Session
from interventions.models.kinds import SessionKind
from interventions.querysets import logging_organisations
from projects.models import Project

USUAL = ("minutes", "kind")


def new_session(session: Session | None = None, *, again: bool = False) -> dict[str, Any]:
    """Today, and like `session`; `again` also about the same. A note is never repeated."""
    begun = {"held_on": localdate(), "attendance": Session.Attendance.ATTENDED, "kind": SessionKind.INDIVIDUAL}
    if session is None:
        return begun
    like = begun | {name: getattr(session, name) for name in USUAL if getattr(session, name)}
    if again:
        like["challenges"] = [topic.challenge for topic in session.topics.all()]
    return like


def own_held(user: Any, project: Project, **about: Any) -> QuerySet[Session]:
    """Attended sessions that the user's own organisations logged, `about` a citizen or an intervention."""
    own = logging_organisations(user, project)
    return Session.objects.filter(logged_for__in=own, attendance=Session.Attendance.ATTENDED, **about)


def last_session(user: Any, project: Project, **about: Any) -> Session | None:
    """The latest of them."""
    held = own_held(user, project, **about)
    return held.select_related("intervention__type").prefetch_related("topics").defer("note").first()


def quick_session(user: Any, client: Client, *, again: bool = False) -> dict[str, Any]:
    """With the type of the citizen's last session, else of what runs, else of the user's own last session."""
    last = last_session(user, client.project, client=client)
    if last is not None:
        return new_session(last, again=again) | {"type": key_of(last.intervention.type)}
    own = last_session(user, client.project, logged_by=user)
    running = Intervention.objects.filter(client=client).with_is_running().filter(is_running=True)
    intervention = running.select_related("type").first()
    if intervention is not None:
        return new_session(own) | {"type": key_of(intervention.type)}
    return new_session(own) | ({"type": key_of(own.intervention.type)} if own else {})
