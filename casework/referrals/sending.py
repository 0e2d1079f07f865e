"""The sender's pages: writing a referral, sending it with the citizen's consent, withdrawing it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.referrals.forms import ReferralForm, SendForm, WithdrawForm
from clients.anonymity import REFERRAL
from clients.directory.models import RoutingRule
from clients.models import Client, ClientLink, Referral
from clients.pages import ClientFormPage
from clients.referrals.card import card_of
from clients.referrals.services import (
    change_draft,
    draft_referral,
    send_referral,
    withdraw_referral,
)
from clients.referrals.states import Act, State, after
from projects.access import Permission
from projects.conflicts import Concern, concern


class SenderPage(ClientFormPage, is_abstract=True):
    """A form about the referral that the address names, of an organisation for which the person refers.

    A referral that has moved on in another window is shown as it now is, in place of the form.
    """

    permission = Permission.REFERRAL_SEND
    anchor = "referrals"
    act: Act
    referral: Referral

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        written = Referral.objects.written_for(self.user, self.client).filter(pk=kwargs["pk"])
        referral = written.select_related("client", "from_organisation", "to_organisation").first()
        if referral is None:
            raise Http404
        self.referral = referral

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            after(self.referral.state, self.act)
        except ValidationError as error:
            return self.show_in_place(*error.messages)
        return super().get(request, **kwargs)

    def context(self) -> dict[str, Any]:
        return super().context() | {"referral": self.referral, "card": card_of(self.referral)}


class DraftView(ClientFormPage):
    permission = Permission.REFERRAL_SEND
    is_sent_once = True
    keeps_draft = True
    left_out = REFERRAL
    title = _("Refer the citizen")
    lead = _("Write the referral together with the citizen. Nobody else sees it before you send it.")
    verb = _("Save and go on to sending")
    anchor = "referrals"

    def form(self, data: Any = None) -> ReferralForm:
        rule = RoutingRule.objects.proposing_for(self.client)
        return ReferralForm(data, user=self.user, client=self.client, rule=rule)

    def save(self, form: Any) -> str:
        referral = draft_referral(self.client, from_organisation=form.organisation, **form.facts, by=self.user)
        return reverse("casework:send_referral", args=[self.project.code, self.client.code, referral.pk])

    def done(self) -> str:
        return gettext("The referral is saved as a draft.")


class ChangeDraftView(SenderPage):
    permission = Permission.REFERRAL_SEND
    act = Act.CHANGE
    keeps_draft = True
    title = _("Change the referral")
    verb = _("Save and go on to sending")

    def concerns(self) -> Concern:
        return concern(self.referral, "to_organisation", "how_we_meet", "wish")

    def form(self, data: Any = None) -> ReferralForm:
        form = ReferralForm(data, user=self.user, client=self.client)
        form.fields.pop("acting_for", None)  # the sender stays who wrote it
        form.initial = self.concerns().values
        return form

    def save(self, form: Any) -> str:
        change_draft(self.referral, by=self.user, **form.facts)
        return reverse("casework:send_referral", args=[self.project.code, self.client.code, self.referral.pk])

    def done(self) -> str:
        return gettext("The referral is saved as a draft.")


class SendView(SenderPage):
    """The card as the receiver will see it, and what the citizen says to it."""

    permission = Permission.REFERRAL_SEND
    act = Act.SEND
    title = _("Send the referral")
    verb = _("Send the referral")
    template_name = "casework/referrals/send.html"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        links = ClientLink.objects.live().filter(client=self.client, organisation=self.referral.to_organisation)
        self.needs_consent = not links.exists()

    def context(self) -> dict[str, Any]:
        return super().context() | {"needs_consent": self.needs_consent}

    def form(self, data: Any = None) -> SendForm:
        overriding = Client.objects.visible_to(self.user, Permission.REFERRAL_OVERRIDE)
        may_override = overriding.filter(pk=self.client.pk).exists()
        return SendForm(data, needs_consent=self.needs_consent, may_override=may_override)

    def save(self, form: Any) -> str:
        self.referral = send_referral(self.referral, by=self.user, **form.facts)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The referral is sent.")


class WithdrawReferralView(SenderPage):
    permission = Permission.REFERRAL_SEND
    act = Act.WITHDRAW
    title = _("Withdraw the referral")
    verb = _("Withdraw the referral")
    is_dangerous = True

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        name = self.referral.to_organisation.name
        if self.referral.state == State.SENT:
            self.lead = gettext("%(organisation)s no longer sees the card.") % {"organisation": name}
        else:
            self.lead = gettext("%(organisation)s has not seen the referral.") % {"organisation": name}

    def form(self, data: Any = None) -> WithdrawForm:
        return WithdrawForm(data)

    def save(self, form: Any) -> str:
        withdraw_referral(self.referral, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The referral is withdrawn.")
