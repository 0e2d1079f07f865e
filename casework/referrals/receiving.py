"""The receiver's pages: the card, the answer to it, and what came of it.

Before the answer they show the card; once the referral has moved on they say so, and name the citizen only to those
who reach the citizen's page.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from casework.referrals.forms import DeclineForm, FinishForm
from clients.models import Client, Referral
from clients.referrals.card import card_of
from clients.referrals.services import accept_referral, decline_referral, finish_referral
from clients.referrals.states import State, refusal
from projects.access import AccessView, Permission
from projects.pages import FormPage, PageForm


class OfReceiver(AccessView, is_abstract=True):
    """A page about the referral that the address names, sent to an organisation for which the person answers."""

    permission = Permission.REFERRAL_ANSWER
    referral: Referral
    is_card: bool

    def rows(self) -> Any:
        return Referral.objects.received_by(self.user)

    def prepare(self, **kwargs: Any) -> None:
        self.fetch(kwargs["pk"])

    def fetch(self, pk: int) -> None:
        rows = self.rows().filter(project=self.project, pk=pk).with_sight(self.user)
        referral = rows.select_related("client", "from_organisation", "to_organisation").first()
        if referral is None:
            raise Http404
        self.referral, self.is_card = referral, referral.is_card

    def clients_named(self, **kwargs: Any) -> list[int]:
        return list(Referral.objects.filter(pk=kwargs["pk"]).values_list("client_id", flat=True))

    def list_url(self) -> str:
        return reverse("casework:referrals", args=[self.project.code])

    def citizen_url(self) -> str:
        """The citizen's page for those who reach it; else the list of referrals."""
        if not Client.objects.visible_to(self.user).filter(pk=self.referral.client_id).exists():
            return self.list_url()
        return reverse("casework:citizen", args=[self.project.code, self.referral.client.code])

    def moved_on(self, status: int = 200) -> HttpResponse:
        """What has become of it, without a word about the citizen."""
        context = {"referral": self.referral, "refusal": self._why(), "list_url": self.list_url()}
        return render(self.request, "casework/referrals/closed.html", context, status=status)

    def _why(self) -> str:
        """A referral that awaits an answer is shown, unless the consent that it was sent by has ended."""
        state = State(self.referral.state)
        if state != State.SENT:
            return refusal(state)
        message = gettext("The citizen's consent has ended, so the referral cannot be accepted. Ask %(organisation)s.")
        return message % {"organisation": self.referral.from_organisation}

    def card_context(self) -> dict[str, Any]:
        record(Action.VIEWED, self.referral, by=self.user)
        return {"referral": self.referral, "card": card_of(self.referral)}


class CardView(OfReceiver):
    permission = Permission.REFERRAL_ANSWER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.is_card:
            return self.moved_on()
        return render(request, "casework/referrals/card.html", self.card_context() | {"list_url": self.list_url()})


class AnswerPage(OfReceiver, FormPage, is_abstract=True):
    """A form beneath the card. It is the one window's only: the other sees what was answered."""

    template_name = "casework/referrals/answer.html"
    states = (State.SENT,)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        self.fetch(self.referral.pk)
        is_hidden = self.referral.state == State.SENT and not self.is_card
        if is_hidden or self.referral.state not in self.states:
            return self.moved_on(status)
        return super().show(form, status)

    def context(self) -> dict[str, Any]:
        return self.card_context()

    def cancel_url(self) -> str:
        return reverse("casework:referral", args=[self.project.code, self.referral.pk])


class AcceptView(AnswerPage):
    permission = Permission.REFERRAL_ANSWER
    title = _("Accept the referral")
    lead = _("You take over as agreed on the card. Where the citizen has consented, the citizen's page opens to you.")
    verb = _("Accept the referral")

    def form(self, data: Any = None) -> PageForm:
        return PageForm(data)

    def save(self, form: Any) -> str:
        accept_referral(self.referral, by=self.user)
        return self.citizen_url()

    def done(self) -> str:
        return gettext("The referral is accepted. The sender is told.")


class DeclineView(AnswerPage):
    permission = Permission.REFERRAL_ANSWER
    title = _("Decline the referral")
    lead = _("The sender is told the reason. You no longer see the card.")
    verb = _("Decline the referral")

    def form(self, data: Any = None) -> DeclineForm:
        return DeclineForm(data)

    def save(self, form: Any) -> str:
        decline_referral(self.referral, by=self.user, **form.cleaned_data)
        return self.list_url()

    def done(self) -> str:
        return gettext("The referral is declined. The sender is told.")


class FinishView(AnswerPage):
    """Either side notes it, as long as it sees the citizen; the receiver of a mere card does, too."""

    permission = Permission.REFERRAL_ANSWER
    title = _("What came of the referral")
    lead = _("Both organisations see it.")
    verb = _("Save")
    states = (State.ACCEPTED,)

    def rows(self) -> Any:
        return Referral.objects.finished_by(self.user)

    def form(self, data: Any = None) -> FinishForm:
        return FinishForm(data)

    def save(self, form: Any) -> str:
        finish_referral(self.referral, by=self.user, **form.cleaned_data)
        return self.citizen_url()

    def cancel_url(self) -> str:
        return self.citizen_url()

    def done(self) -> str:
        return gettext("It is noted what came of the referral.")
