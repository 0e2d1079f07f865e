import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from projects.access import CITIZEN_PERMISSIONS, Permission, memberships_with, organisations_of

if TYPE_CHECKING:
    from clients.models import Client, ClientLink  # noqa: F401
    from projects.models import Project


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, user: Any, permission: Permission = Permission.CLIENT_VIEW) -> "ClientQuerySet":
        """The one row rule: citizens with a live link to an organisation for which `user` has, today, a
        membership that gives `permission` in the citizen's project (product.md, "one rule")."""
        from clients.models import ClientLink

        links = ClientLink.objects.reaching(user, permission).filter(client=OuterRef("pk"))
        return self.filter(Exists(links))

    def known_as(self, code: str) -> "ClientQuerySet":
        """The citizen of that code, also where the code was merged into another one."""
        from clients.models import ClientMerge

        merged = ClientMerge.objects.filter(former__code=code, undone_at=None).values("kept")
        return self.filter(Q(code=code) | Q(pk__in=merged))


class ClientLinkQuerySet(models.QuerySet["ClientLink"]):
    def live(self, day: dt.date | None = None) -> "ClientLinkQuerySet":
        """Links that open access on `day` (default: today)."""
        day = day or localdate()
        return self.not_closed(day).filter(opens_on__lte=day)

    def not_closed(self, day: dt.date | None = None) -> "ClientLinkQuerySet":
        """Links that open access on `day` (default: today) or may do so later."""
        return self.filter(Q(closes_on=None) | Q(closes_on__gt=day or localdate()))

    def reaching(self, user: Any, permission: Permission) -> "ClientLinkQuerySet":
        """Live links to the organisations for which `user` holds `permission` in the link's own project.

        Raises TypeError for a permission that reaches no citizen: a lead's right to figures opens nobody.
        """
        if permission not in CITIZEN_PERMISSIONS:
            raise TypeError(f"{permission} reaches no citizen.")
        own = memberships_with(permission).filter(user_id=user.pk)
        return self.live().filter(
            Exists(own.filter(project=OuterRef("project"), organisation=OuterRef("organisation")))
        )


class OfClientQuerySet(models.QuerySet[Any]):
    """Rows that belong to a citizen: seen by whoever sees the citizen, where nothing narrower is said."""

    def visible_to(self, user: Any, permission: Permission = Permission.CLIENT_VIEW) -> "OfClientQuerySet":
        from clients.models import Client

        return self.filter(client__in=Client.objects.visible_to(user, permission))


class ConsentQuerySet(OfClientQuerySet):
    def visible_to(self, user: Any, permission: Permission = Permission.CLIENT_VIEW) -> "ConsentQuerySet":
        """Whoever sees the citizen sees to whom the citizen is open. A consent that was given for a referral and has
        opened nothing would tell of the referral: it is for the two organisations concerned."""
        from clients.models import Referral

        concerned = Referral.objects.of_own_organisations(user).values("consent")
        seen = super().visible_to(user, permission)
        return cast("ConsentQuerySet", seen.filter(Q(link__isnull=False) | Q(pk__in=concerned)))


def acting_organisations(user: Any, client: "Client", permission: Permission) -> models.QuerySet[Any]:
    """The organisations on whose behalf `user` can do what `permission` allows for `client` today."""
    from clients.models import ClientLink
    from projects.models import Organisation

    links = ClientLink.objects.reaching(user, permission).filter(client=client, organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(links))


def own_references(user: Any) -> models.QuerySet[Any]:
    """References and aliases of the organisations through which `user` sees their citizens; nobody else's."""
    from clients.models import ClientLink, ClientReference

    links = ClientLink.objects.reaching(user, Permission.CLIENT_VIEW).filter(
        client=OuterRef("client"), organisation=OuterRef("organisation")
    )
    return ClientReference.objects.filter(Exists(links)).order_by("organisation__name")


def permissions_for(user: Any, client: "Client") -> dict[str, bool]:
    """What `user` may do with this very citizen, by permission name, in one query.

    A person's permission in the project does not say it: the organisation it was given for needs a live link.
    """
    from clients.models import Client, ClientLink

    reached = {
        permission.value: Exists(ClientLink.objects.reaching(user, permission).filter(client=OuterRef("pk")))
        for permission in CITIZEN_PERMISSIONS
    }
    found = Client.objects.filter(pk=client.pk).values(**reached).get()
    return {name: bool(value) for name, value in found.items()}


def registering_organisations(user: Any, project: "Project") -> models.QuerySet[Any]:
    """The organisations for which `user` may register a new citizen in `project` today."""
    return organisations_of(user, Permission.CLIENT_REGISTER, project)
