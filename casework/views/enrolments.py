from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.citizen import EndEnrolmentForm, EnrolForm
from clients.pages import ClientFormPage
from clients.services import end_enrolment, enrol
from projects.access import Permission
from projects.conflicts import Concern, concern


class EnrolView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    is_sent_once = True
    title = _("Enrol again")
    lead = _("The citizen keeps the code. Earlier enrolments and everything that was logged stay as they are.")
    verb = _("Enrol citizen")
    anchor = "enrolments"

    def form(self, data: Any = None) -> EnrolForm:
        return EnrolForm(data)

    def save(self, form: Any) -> str:
        enrol(self.client, starts_on=form.cleaned_data["starts_on"], by=self.user)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The citizen is enrolled again.")


class EndEnrolmentView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    title = _("End the enrolment")
    verb = _("End enrolment")
    anchor = "enrolments"

    def concerns(self) -> Concern | None:
        last = self.client.enrolments.last()
        return concern(last, "ends_on") if last else None

    def form(self, data: Any = None) -> EndEnrolmentForm:
        return EndEnrolmentForm(data)

    def context(self) -> dict[str, Any]:
        return super().context() | {"lead": self._what_happens()}

    def _what_happens(self) -> str:
        """What ending means, and since when the citizen has been here; or that there is nothing to end."""
        enrolment = self.client.enrolments.filter(ends_on=None).first()
        if enrolment is None:
            return gettext("The citizen is not enrolled now.")
        since = date_format(enrolment.starts_on, "DATE_FORMAT")
        return gettext(
            "Enrolled since %(day)s. Interventions and a CTI course are not ended by this, "
            "and the citizen can be enrolled again later."
        ) % {"day": since}

    def save(self, form: Any) -> str:
        end_enrolment(self.client, ends_on=form.cleaned_data["ends_on"], by=self.user)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The enrolment has ended.")
