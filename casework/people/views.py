from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.people.forms import AgreementForm, EndAnonymityForm, HomeForm, LegalBasisForm
from casework.people.homes import home_warning
from casework.people.querysets import organisations_with_access
from clients.anonymity import AGREEMENT
from clients.homes import agree_with_home, change_agreement, change_home
from clients.legal import state_legal_basis
from clients.pages import ClientFormPage
from clients.participation import end_anonymity
from clients.records import HomeAgreement
from projects.access import Permission
from projects.conflicts import Concern, concern


class EndAnonymityView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    title = _("Turn into an ordinary participation")
    lead = _(
        "Only because the citizen wishes it. From then on texts, consents and referrals are possible. "
        "It cannot be taken back."
    )
    verb = _("Turn into an ordinary participation")

    def form(self, data: Any = None) -> EndAnonymityForm:
        return EndAnonymityForm(data)

    def save(self, form: Any) -> str:
        end_anonymity(self.client, by=self.user, **form.cleaned_data)
        return self.citizen_url()

    def done(self) -> str:
        return gettext("The citizen takes part in the ordinary way from now on.")


class HomeView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    title = _("Home municipality")
    verb = _("Save home municipality")
    anchor = "home"

    def concerns(self) -> Concern:
        return concern(self.client, home_municipality=self.client.home_municipality_id)

    def form(self, data: Any = None) -> HomeForm:
        return HomeForm(data, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        self.client = change_home(self.client, by=self.user, **form.cleaned_data)
        if warning := home_warning(self.client):
            messages.warning(self.request, warning)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The home municipality is saved.")


class AgreementPage(ClientFormPage, is_abstract=True):
    permission = Permission.CLIENT_ENROL
    template_name: ClassVar[str] = "casework/people/agreement.html"
    title = _("Agreement with the home municipality")
    verb = _("Save agreement")
    anchor = "home"
    left_out = AGREEMENT

    def done(self) -> str:
        return gettext("The agreement is saved.")


class NewAgreementView(AgreementPage):
    permission = Permission.CLIENT_ENROL
    is_sent_once = True

    def form(self, data: Any = None) -> AgreementForm:
        return AgreementForm(data)

    def context(self) -> dict[str, Any]:
        return super().context() | {"municipality": self.client.home_municipality}

    def save(self, form: Any) -> str:
        agree_with_home(self.client, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)


class AgreementView(AgreementPage):
    """An agreement as it stands, to read and to change."""

    permission = Permission.CLIENT_ENROL
    agreement: HomeAgreement

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        agreement = self.client.home_agreements.select_related("municipality").filter(pk=kwargs["pk"]).first()
        if agreement is None:
            raise Http404
        self.agreement = agreement

    def concerns(self) -> Concern:
        return concern(self.agreement, *AgreementForm.base_fields)

    def form(self, data: Any = None) -> AgreementForm:
        return AgreementForm(data, initial=self.concerns().values)

    def context(self) -> dict[str, Any]:
        return super().context() | {"municipality": self.agreement.municipality}

    def save(self, form: Any) -> str:
        change_agreement(self.agreement, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)


class LegalBasisView(ClientFormPage):
    permission = Permission.CONSENT_RECORD
    is_sent_once = True
    title = _("Record a legal basis")
    lead = _(
        "On what ground the organisation keeps what it knows of the citizen. Consent to share and consent to the "
        "questionnaire are records of their own."
    )
    verb = _("Save legal basis")
    anchor = "legal-basis"

    def form(self, data: Any = None) -> LegalBasisForm:
        return LegalBasisForm(data, organisations=organisations_with_access(self.client))

    def save(self, form: Any) -> str:
        state_legal_basis(self.client, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The legal basis is saved.")
