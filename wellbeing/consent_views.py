from typing import Any, ClassVar

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.pages import ClientFormPage
from projects.access import Permission
from projects.pages import PageForm
from wellbeing.consent_forms import YesForm
from wellbeing.consents import say_yes, take_back_yes


class QuestionnaireYes(ClientFormPage):
    permission = Permission.WELLBEING_RECORD
    is_sent_once = True
    anchor: ClassVar[str] = "wellbeing"
    title = _("Record the consent to the questionnaire")
    lead = _("The citizen has heard what the answers are for and who sees them, and wants to answer.")
    verb = _("Save consent")

    def form(self, data: Any = None) -> YesForm:
        return YesForm(data, initial={"given_on": localdate()})

    def save(self, form: Any) -> str:
        say_yes(self.client, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The consent is saved.")


class QuestionnaireNo(ClientFormPage):
    permission = Permission.WELLBEING_RECORD
    anchor: ClassVar[str] = "wellbeing"
    title = _("Withdraw the consent to the questionnaire")
    lead = _("The citizen answers no more. The answers that were given stay. The citizen can say yes again later.")
    verb = _("Withdraw consent")
    is_dangerous = True

    def form(self, data: Any = None) -> PageForm:
        return PageForm(data)

    def save(self, form: Any) -> str:
        take_back_yes(self.client, by=self.user)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The consent to the questionnaire is withdrawn.")
