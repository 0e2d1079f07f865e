"""Shown on to something outside the project: another offer or the anti-trafficking action plan."""

from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.referrals.forms import OnwardForm, OnwardOutcomeForm
from clients.anonymity import REFERRAL
from clients.models import Offer, OnwardReferral
from clients.onward import note_onward_outcome, refer_onward
from clients.pages import ClientFormPage
from projects.access import Permission
from projects.conflicts import Concern, concern


class OnwardView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    is_sent_once = True
    left_out = REFERRAL
    title = _("Note an onward referral")
    verb = _("Save referral")
    anchor = "onward"

    def form(self, data: Any = None) -> OnwardForm:
        return OnwardForm(data, offers=Offer.objects.known_to(self.project).open_on(localdate()))

    def save(self, form: Any) -> str:
        refer_onward(self.client, by=self.user, **form.facts)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The referral is saved.")


class OnwardOutcomeView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    title = _("What came of the onward referral")
    verb = _("Save")
    anchor = "onward"
    referral: OnwardReferral

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        referral = OnwardReferral.objects.filter(client=self.client, pk=kwargs["pk"]).select_related("offer").first()
        if referral is None:
            raise Http404
        self.referral = referral
        self.lead = str(referral)

    def concerns(self) -> Concern:
        return concern(self.referral, "outcome", "outcome_on")

    def form(self, data: Any = None) -> OnwardOutcomeForm:
        noted = {name: value for name, value in self.concerns().values.items() if value}
        return OnwardOutcomeForm(data, initial=noted)

    def save(self, form: Any) -> str:
        note_onward_outcome(self.referral, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("It is noted what came of the referral.")
