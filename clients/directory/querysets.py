import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from projects.models import Organisation, Project

if TYPE_CHECKING:
    from clients.directory.models import Offer, RoutingRule  # noqa: F401
    from clients.models import Client


class OfferQuerySet(models.QuerySet["Offer"]):
    def known_to(self, project: Project) -> "OfferQuerySet":
        """The project's own offers and the national ones, past ones included."""
        return self.filter(Q(project=project) | Q(project=None))

    def open_on(self, day: dt.date) -> "OfferQuerySet":
        """Offers that can be used on `day`, their last day included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    def proposing_for(self, client: "Client") -> "RoutingRule | None":
        """The project's rule for the citizen's age, while its organisation takes part; none for an unknown age.

        The age is the number of years since the birth year, as everywhere where only the year is known.
        """
        today = localdate()
        if client.birth_year is None:
            return None
        age = today.year - client.birth_year
        taking_part = Organisation.objects.taking_part_in(client.project, today)
        rules = self.filter(project=client.project, age_from__lte=age, age_to__gte=age, organisation__in=taking_part)
        return rules.select_related("organisation").first()
