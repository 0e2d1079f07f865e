from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.citizen import AppointmentForm, FactsForm, ReferenceForm
from casework.registration import correct_facts, plan_appointment
from clients.anonymity import OWN_NAMES
from clients.models import ClientReference
from clients.pages import ClientFormPage
from clients.querysets import acting_organisations
from clients.services import set_reference
from projects.access import Permission
from projects.conflicts import Concern, concern


class FactsView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    title = _("Correct facts")
    verb = _("Save facts")
    anchor = "facts"

    def concerns(self) -> Concern:
        return concern(self.client, "birth_year", "gender", "source", "wish")

    def form(self, data: Any = None) -> FactsForm:
        return FactsForm(data, client=self.client)

    def save(self, form: Any) -> str:
        correct_facts(self.client, by=self.user, **{"source": None} | form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The facts are saved.")


class AppointmentView(ClientFormPage):
    permission = Permission.INTERVENTION_LOG
    title = _("Next appointment")
    verb = _("Save appointment")

    def concerns(self) -> Concern:
        return concern(self.client, "next_appointment_on", "next_appointment_time", "next_appointment_place")

    def form(self, data: Any = None) -> AppointmentForm:
        return AppointmentForm(data, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        day, time, place = (form.cleaned_data[f"next_appointment_{part}"] for part in ("on", "time", "place"))
        plan_appointment(self.client, day=day, time=time, place=place, by=self.user)
        return self.citizen_url()

    def done(self) -> str:
        return gettext("The next appointment is saved.")


class ReferenceView(ClientFormPage):
    """The alias and reference of the organisation that `?organisation=` names, else of the person's first."""

    permission = Permission.INTERVENTION_LOG
    title = _("Own alias and reference")
    verb = _("Save alias and reference")
    template_name = "casework/reference.html"
    anchor = "reference"
    left_out = OWN_NAMES

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.organisations = list(acting_organisations(self.user, self.client, self.permission).order_by("name"))
        named = self.request.GET.get("organisation", str(self.organisations[0].pk))
        own = next((each for each in self.organisations if str(each.pk) == named), None)
        if own is None:
            raise Http404
        self.organisation = own

    def address(self) -> str:
        """Each organisation's form is one of its own: what was not sent for one is never offered for another."""
        named = self.request.GET.get("organisation", "")
        return f"{super().address()}?organisation={named}" if named else super().address()

    def context(self) -> dict[str, Any]:
        return super().context() | {"organisation": self.organisation, "organisations": self.organisations}

    def concerns(self) -> Concern:
        own = ClientReference.objects.filter(client=self.client, organisation=self.organisation).first()
        own = own or ClientReference()
        return concern(self.client, alias=own.alias, reference=own.reference)

    def form(self, data: Any = None) -> ReferenceForm:
        return ReferenceForm(data, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        set_reference(self.client, self.organisation, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The alias and the reference are saved.")
