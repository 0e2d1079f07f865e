"""Reading the project's other work. `current()` is what counts today; a correction therefore applies backwards."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from clients.models import Client
from projects.access import Permission, organisations_of
from projects.models import Organisation, Project


class EntryQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """The entries that are neither replaced nor removed."""
        return self.filter(replaced_by=None, removed_at=None)

    def set_aside(self) -> Self:
        """Those that count no longer."""
        return self.exclude(replaced_by=None, removed_at=None)

    def between(self, since: dt.date | None, until: dt.date | None) -> Self:
        """Those of the days from `since` to `until`, both included; a limit that is None is none."""
        limits = {"held_on__gte": since, "held_on__lte": until}
        return self.filter(**{name: day for name, day in limits.items() if day is not None})

    def visible_to(self, user: Any, permission: Permission = Permission.CLIENT_VIEW) -> Self:
        """Who may open the page sees all of the project's entries; what concerns a citizen is narrower."""
        return self


class ConsultationQuerySet(EntryQuerySet):
    def about_none(self) -> Self:
        return self.filter(client=None)

    def visible_to(self, user: Any, permission: Permission = Permission.CLIENT_VIEW) -> Self:
        """Those about no citizen, and those about a citizen whom `user` reaches."""
        return self.filter(Q(client=None) | Q(client__in=Client.objects.visible_to(user, permission)))


def working_organisations(user: Any, project: Project) -> models.QuerySet[Organisation]:
    """The organisations for which `user` may log other work in `project` today."""
    return organisations_of(user, Permission.OTHER_WORK_LOG, project)


def partners_of(project: Project) -> models.QuerySet[Organisation]:
    """Everybody who takes or took part: an old meeting may be logged with a partner who has left."""
    return Organisation.objects.filter(partnerships__project=project, partnerships__starts_on__lte=localdate())
