"""The decision at intake, on a page of its own from the citizen's page."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.visitation import IntakeForm
from clients.pages import ClientFormPage
from clients.visitation.services import decide_intake
from projects.access import Permission


class IntakeView(ClientFormPage):
    permission = Permission.CLIENT_ENROL
    is_sent_once = True
    keeps_draft = True
    title = _("Decision at intake")
    lead = _("The target group is a judgement, not a wall. A “no” asks for a reason and lets you go on.")
    verb = _("Save decision")
    anchor = "intake"

    def form(self, data: Any = None) -> IntakeForm:
        return IntakeForm(data, client=self.client)

    def save(self, form: Any) -> str:
        decide_intake(self.client, by=self.user, **form.judgement)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The decision is saved.")
