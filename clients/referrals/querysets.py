"""Who sees which referral. The receiver sees a card before the answer; a citizen only ever through a link."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from clients.referrals.states import OPEN, State
from projects.access import Permission, memberships_with

if TYPE_CHECKING:
    from clients.models import Client
    from clients.referrals.models import Referral  # noqa: F401


def _member(user: Any, permission: Permission, organisation: str) -> Exists:
    """Whether `user` has the permission today for the row's `organisation`, in the row's own project."""
    own = memberships_with(permission).filter(user_id=user.pk)
    return Exists(own.filter(project=OuterRef("project"), organisation=OuterRef(organisation)))


def _linked(user: Any, permission: Permission, organisation: str) -> Exists:
    """Whether the row's `organisation` is one through which `user` reaches the row's citizen."""
    from clients.models import ClientLink

    links = ClientLink.objects.reaching(user, permission)
    return Exists(links.filter(client=OuterRef("client"), organisation=OuterRef(organisation)))


def _consented() -> Q:
    """The consent that was given for the referral holds today."""
    lasting = Q(consent__expires_on=None) | Q(consent__expires_on__gte=localdate())
    return lasting & Q(consent__isnull=False, consent__withdrawn_on=None)


def _receiver_is_linked() -> Exists:
    """Whether the receiver sees the citizen today without the referral."""
    from clients.models import ClientLink

    links = ClientLink.objects.live()
    return Exists(links.filter(client=OuterRef("client"), organisation=OuterRef("to_organisation")))


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> "ReferralQuerySet":
        return self.filter(state__in=OPEN)

    def late(self, day: dt.date | None = None) -> "ReferralQuerySet":
        """Sent, and not answered by the end of the day on which the answer was due."""
        return self.filter(state=State.SENT, answer_due_on__lt=day or localdate())

    def received_by(self, user: Any) -> "ReferralQuerySet":
        """Sent to an organisation for which `user` may answer, whatever came of it. Says nothing about who sees
        the citizen: see `shown_as_card_to`."""
        sent = self.exclude(sent_at=None)
        return sent.filter(_member(user, Permission.REFERRAL_ANSWER, "to_organisation"))

    def awaiting_answer_from(self, user: Any) -> "ReferralQuerySet":
        """Those that `user` may answer now; the longest due first."""
        return self.shown_as_card_to(user).filter(state=State.SENT).order_by("answer_due_on", "pk")

    def shown_as_card_to(self, user: Any) -> "ReferralQuerySet":
        """Received, and either not answered or accepted without a consent, which opens nothing but the card. One that
        was sent by the citizen's consent is shown as long as that holds."""
        waiting = Q(state=State.SENT) & (~Q(override_reason="") | _consented() | Q(_receiver_is_linked()))
        card = waiting | (Q(state=State.ACCEPTED) & ~Q(override_reason=""))
        return self.received_by(user).filter(card)

    def of_own_organisations(self, user: Any) -> "ReferralQuerySet":
        """Sent or received by an organisation through which `user` sees the citizen; a draft is its writer's
        organisation's alone."""
        from_own, to_own = (_linked(user, Permission.CLIENT_VIEW, f"{end}_organisation") for end in ("from", "to"))
        return self.filter(from_own | (to_own & ~Q(sent_at=None)))

    def sent_by(self, user: Any) -> "ReferralQuerySet":
        """Written by an organisation through which `user` sees the citizen; drafts too."""
        return self.filter(_linked(user, Permission.CLIENT_VIEW, "from_organisation"))

    def written_for(self, user: Any, client: "Client") -> "ReferralQuerySet":
        """The citizen's referrals that `user` may change, send or withdraw on behalf of the sender."""
        return self.filter(_linked(user, Permission.REFERRAL_SEND, "from_organisation"), client=client)

    def finished_by(self, user: Any) -> "ReferralQuerySet":
        """Those whose outcome `user` may note: either side, while it sees the citizen, or the card."""
        ends = Q()
        for end in ("from_organisation", "to_organisation"):
            ends |= Q(_linked(user, Permission.REFERRAL_ANSWER, end))
        card = Q(pk__in=self.model._default_manager.shown_as_card_to(user).values("pk"))
        return self.exclude(sent_at=None).filter(ends | card)

    def overridden(self) -> "ReferralQuerySet":
        """Sent without the citizen's consent, the newest first."""
        return self.exclude(override_reason="").order_by("-sent_at", "-pk")

    def with_sight(self, user: Any) -> "ReferralQuerySet":
        """`is_card`: the receiver's card is shown; `is_reached`: the citizen's page opens to `user`.

        Where neither holds, the row may say nothing of the citizen, not even the code.
        """
        from clients.models import Client

        cards = self.model._default_manager.shown_as_card_to(user).filter(pk=OuterRef("pk"))
        reached = Client.objects.visible_to(user).filter(pk=OuterRef("client"))
        return self.annotate(is_card=Exists(cards), is_reached=Exists(reached))

    def most_urgent_first(self) -> "ReferralQuerySet":
        """What awaits an answer by the day it is due, then the rest, newest first."""
        waiting = models.Case(models.When(state=State.SENT, then=F("answer_due_on")))
        return self.order_by(waiting.asc(nulls_last=True), F("sent_at").desc(nulls_first=True), "-pk")
