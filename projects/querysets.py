import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from projects.models import Membership, Organisation, Partnership, Project  # noqa: F401


class ProjectQuerySet(models.QuerySet["Project"]):
    pass


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def taking_part_in(self, project: "Project", day: dt.date) -> "OrganisationQuerySet":
        """The organisations with a partnership in `project` on `day`."""
        from projects.models import Partnership

        current = Partnership.objects.on(day).filter(project=project, organisation=models.OuterRef("pk"))
        return self.filter(models.Exists(current))


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def on(self, day: dt.date) -> "PartnershipQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: dt.date) -> "MembershipQuerySet":
        """Approved, begun, and not ended on `day` (the last day included); the person's account is open."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), approved_at__isnull=False, starts_on__lte=day, user__is_active=True
        )

    def running_beyond(self, day: dt.date) -> "MembershipQuerySet":
        """Approved and not ended by the end of `day`: an earlier end can still be set."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), approved_at__isnull=False)

    def with_can_be_ended(self, day: dt.date) -> "MembershipQuerySet":
        running = self.model._default_manager.filter(pk=models.OuterRef("pk"))
        return self.annotate(can_be_ended=models.Exists(running.running_beyond(day)))

    def waiting(self) -> "MembershipQuerySet":
        return self.filter(approved_at=None, declined_at=None)
