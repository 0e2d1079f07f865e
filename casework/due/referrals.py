import datetime as dt
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.due.base import NO_TARGET, Asked, Kind, on_day
from clients.models import Referral
from projects.access import Permission


class Unanswered(Kind):
    """A referral that the person's own organisation sent, and whose day for an answer has passed without one."""

    key = "unanswered"
    title = _("Referrals that nobody has answered")
    tag = _("referral not answered")
    verb = _("See the referral")
    route = "casework:citizen"
    anchor = "referrals"
    permission = Permission.REFERRAL_SEND

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        late = Referral.objects.filter(client=OuterRef("pk")).sent_by(asked.user).late(asked.today)
        first = late.order_by("answer_due_on").values("answer_due_on")
        dated = citizens.annotate(counted_from=Subquery(first[:1]), target=NO_TARGET)
        return dated.filter(counted_from__isnull=False)

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        return on_day(gettext("the answer was due on %(day)s"), due_on)
