import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.due.base import NO_TARGET, Asked, Kind, on_day
from clients.models import ClientLink
from projects.access import Permission

SOON_DAYS = 30


class ConsentExpiring(Kind):
    """A consent's last day is today or within the next 30 days, and nothing keeps the access open after it."""

    key = "consent"
    title = _("Consents that expire")
    tag = _("consent expires")
    verb = _("See the consents")
    route = "casework:citizen"
    anchor = "access"
    permission = Permission.CONSENT_RECORD

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        first = expiring(asked).filter(client=OuterRef("pk")).order_by("consent__expires_on")
        dated = citizens.annotate(counted_from=Subquery(first.values("consent__expires_on")[:1]), target=NO_TARGET)
        return dated.filter(counted_from__isnull=False)

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("the last day is %(day)s"), due_on)


def expiring(asked: Asked) -> QuerySet[ClientLink]:
    """Live links whose consent runs out, without another link of the same organisation that lasts longer."""
    last = asked.today + dt.timedelta(days=SOON_DAYS)
    longer = ClientLink.objects.filter(client=OuterRef("client"), organisation=OuterRef("organisation")).filter(
        Q(closes_on=None) | Q(closes_on__gt=OuterRef("closes_on"))
    )
    links = ClientLink.objects.live(asked.today).filter(consent__withdrawn_on=None)
    return links.filter(consent__expires_on__range=(asked.today, last)).filter(~Exists(longer))
