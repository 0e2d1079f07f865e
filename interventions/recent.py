"""The citizens that a person most likely means: those they met last."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from clients.finding import with_own_names
from clients.models import Client
from interventions.models import Session
from interventions.querysets import logging_organisations
from projects.access import Permission
from projects.models import Project


def recent_citizens(user: Any, project: Project) -> QuerySet[Client]:
    """Within reach for logging: first whom the person met last (`mine_on`), then whom their organisations did
    (`ours_on`), then the newest; each with `own_alias` and `own_reference`."""
    held = Session.objects.filter(client=OuterRef("pk")).order_by("-held_on").values("held_on")
    ours = held.filter(logged_for__in=logging_organisations(user, project))
    reached = Client.objects.visible_to(user, Permission.INTERVENTION_LOG).filter(project=project)
    known = with_own_names(reached, user).annotate(
        mine_on=Subquery(held.filter(logged_by=user)[:1]), ours_on=Subquery(ours[:1])
    )
    newest = (F("mine_on").desc(nulls_last=True), F("ours_on").desc(nulls_last=True), "-created_at", "-pk")
    return known.order_by(*newest)
