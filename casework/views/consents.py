from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.citizen import ConsentForm
from casework.people.sharing import shared_by
from casework.querysets import without_access
from clients.anonymity import CONSENT
from clients.models import Client, Consent
from clients.pages import ClientFormPage
from clients.services import give_consent, withdraw_consent
from projects.access import Permission
from projects.pages import PageForm


class GiveConsentView(ClientFormPage):
    permission = Permission.CONSENT_RECORD
    is_sent_once = True
    title = _("Record a consent")
    lead = _("The organisation can see the citizen's page and log its own work from the day you choose.")
    verb = _("Save consent")
    anchor = "access"
    left_out = CONSENT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.client.is_anonymous and not without_access(self.client).exists():
            return self.show_in_place(
                gettext("Every organisation in the project has access to this citizen already."),
                gettext("To change what a consent covers, withdraw it first and record a new one."),
            )
        return super().get(request, **kwargs)

    def form(self, data: Any = None) -> ConsentForm:
        return ConsentForm(data, organisations=without_access(self.client))

    def save(self, form: Any) -> str:
        give_consent(self.client, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The consent is saved.")


class WithdrawConsentView(ClientFormPage):
    permission = Permission.CONSENT_RECORD
    title = _("Withdraw a consent")
    verb = _("Withdraw consent")
    template_name = "casework/consent_withdraw.html"
    is_dangerous = True
    anchor = "access"
    consent: Consent

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        consents = Consent.objects.visible_to(self.user, self.permission).filter(client=self.client)
        consent = consents.filter(pk=kwargs["pk"]).select_related("organisation").first()
        if consent is None:
            raise Http404
        self.consent = consent

    def context(self) -> dict[str, Any]:
        return super().context() | {"consent": self.consent, "shared": shared_by(self.consent, self.user)}

    def form(self, data: Any = None) -> PageForm:
        return PageForm(data)

    def save(self, form: Any) -> str:
        withdraw_consent(self.consent, by=self.user)
        if Client.objects.visible_to(self.user).filter(pk=self.client.pk).exists():
            return self.citizen_url(self.anchor)
        # Whoever withdraws the consent of their own organisation sees the citizen no more.
        return reverse("casework:citizens", args=[self.project.code])

    def done(self) -> str:
        name = self.consent.organisation.name
        return gettext("The consent is withdrawn. %(organisation)s no longer has access.") % {"organisation": name}
