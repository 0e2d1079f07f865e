"""Whose lists a citizen stands in. Nothing here opens a citizen to anybody."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from accounts.models import User
from clients.querysets import OfClientQuerySet
from projects.access import Permission, memberships_with

if TYPE_CHECKING:
    from clients.models import Client
    from clients.querysets import ClientQuerySet
    from projects.models import Project


class AssignmentQuerySet(OfClientQuerySet):
    def of_outer_client(self) -> "AssignmentQuerySet":
        """The latest one of each citizen of the outer query; one that begins later than today is none yet."""
        return self.filter(client=OuterRef("pk"), since__lte=localdate()).order_by("-since", "-pk")[:1]


class CoverQuerySet(models.QuerySet[Any]):
    def in_force(self, day: dt.date | None = None) -> "CoverQuerySet":
        """Covers on `day` (default: today), the first and the last day included."""
        day = day or localdate()
        return self.filter(ended_at=None, starts_on__lte=day, ends_on__gte=day)

    def not_over(self) -> "CoverQuerySet":
        return self.filter(ended_at=None, ends_on__gte=localdate())

    def during(self, first: dt.date, last: dt.date) -> "CoverQuerySet":
        """Covers that share a day with the days from `first` to `last`."""
        return self.filter(ended_at=None, starts_on__lte=last, ends_on__gte=first)


def workers_of(project: "Project") -> "models.QuerySet[User]":
    """Everybody who has citizens in `project` today, whichever."""
    return User.objects.filter(Exists(_memberships(project).filter(user=OuterRef("pk")))).order_by("name", "pk")


def people_reaching(client: "Client") -> "models.QuerySet[User]":
    """Everybody who sees `client` today: memberships of the organisations with a live link."""
    from clients.models import ClientLink

    organisations = ClientLink.objects.live().filter(client=client).values("organisation")
    reaching = _memberships(client.project).filter(user=OuterRef("pk"), organisation__in=organisations)
    return User.objects.filter(Exists(reaching)).order_by("name", "pk")


def _memberships(project: Any) -> Any:
    return memberships_with(Permission.CLIENT_VIEW).filter(project=project)


def with_worker(citizens: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Each with its `worker_id` and `backup_id` of today, and `worker_reaches`: whether that person still sees
    the citizen. A contact person who does not is none (`worker_name` is empty then)."""
    from clients.models import Assignment, ClientLink

    latest = Assignment.objects.of_outer_client()
    workers = _memberships(OuterRef("project")).filter(
        user=OuterRef(OuterRef("worker_id")), organisation=OuterRef("organisation")
    )
    reach = ClientLink.objects.live().filter(Exists(workers), client=OuterRef("pk"))
    named = citizens.annotate(
        worker_id=Subquery(latest.values("worker")), backup_id=Subquery(latest.values("backup"))
    ).annotate(worker_reaches=Exists(reach))
    names = User.objects.filter(pk=OuterRef("worker_id")).values("name")
    return named.annotate(
        worker_name=models.Case(models.When(worker_reaches=True, then=Subquery(names)), default=models.Value(""))
    )


def own_citizens(user: Any, project: "Project") -> "ClientQuerySet":
    """The citizens in `user`'s own lists today: assigned to them, or to somebody for whom they cover.

    While a colleague covers for `user`, those that the colleague sees stand in the colleague's lists; the
    others stay. Everything is within what `user` sees.
    """
    from clients.models import Assignment, Client, Cover

    covers = Cover.objects.in_force().filter(project=project)
    latest = Subquery(Assignment.objects.of_outer_client().values("worker"))
    reached = Client.objects.visible_to(user).filter(project=project).annotate(listed_for=latest)
    away = covers.filter(person=user.pk).select_related("colleague").first()
    mine = Q(listed_for=user.pk)
    if away is not None:
        mine &= ~Q(pk__in=Client.objects.visible_to(away.colleague).values("pk"))
    return reached.filter(mine | Q(listed_for__in=covers.filter(colleague=user.pk).values("person")))


def assigned_to(user: Any, project: "Project", *, seen_by: Any, told_to: Any) -> tuple[int, int]:
    """How many citizens are assigned to `user` whom `seen_by` sees, and how many there are that `user` sees; `told_to`
    is told of nobody whom they do not see themselves."""
    from clients.models import Assignment, Client

    latest = Subquery(Assignment.objects.of_outer_client().values("worker"))
    citizens = Client.objects.visible_to(user).filter(project=project).annotate(listed_for=latest)
    own = citizens.filter(listed_for=user.pk, pk__in=Client.objects.visible_to(told_to).values("pk"))
    return own.filter(pk__in=Client.objects.visible_to(seen_by).values("pk")).count(), own.count()
