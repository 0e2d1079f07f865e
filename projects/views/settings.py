"""What a lead sets for the project, and what everybody sets for themselves."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.services import choose_settings
from projects.access import Permission
from projects.conflicts import Concern
from projects.models import Partnership
from projects.pages import FormPage
from projects.services import change_project_settings
from projects.settings_forms import SETTINGS, OwnSettingsForm, ProjectSettingsForm, present


class ProjectSettings(FormPage):
    permission = Permission.PROJECT_CONFIGURE
    title = _("Project")
    lead = _("The rules that daily work follows in this project. What is changed, by whom and when stands in the log.")
    verb = _("Save settings")
    partnerships: list[Partnership]

    def prepare(self, **kwargs: Any) -> None:
        current = Partnership.objects.on(localdate()).filter(project=self.project)
        self.partnerships = list(current.select_related("organisation"))
        self.project.refresh_from_db(fields=SETTINGS)  # the page may be prepared anew, under a lock

    def concerns(self) -> Concern:
        return Concern(self.project, present(self.project, self.partnerships))

    def form(self, data: Any = None) -> ProjectSettingsForm:
        return ProjectSettingsForm(data, project=self.project, partnerships=self.partnerships)

    def save(self, form: Any) -> str:
        change_project_settings(self.project, answer_days=form.answer_days, by=self.user, **form.settings)
        return reverse("projects:settings", args=[self.project.code])

    def done(self) -> str:
        return gettext("The settings are saved.")


class OwnSettings(FormPage):
    """Language and mails of the person who is signed in."""

    permission = Permission.OWN_PAGES
    title = _("My settings")
    verb = _("Save settings")

    def form(self, data: Any = None) -> OwnSettingsForm:
        return OwnSettingsForm(data, initial={"language": self.user.language, "wants_digest": self.user.wants_digest})

    def save(self, form: Any) -> str:
        choose_settings(self.user, by=self.user, **form.cleaned_data)
        return reverse("projects:own_settings")

    def done(self) -> str:
        """In the language that was just chosen: the next page speaks it."""
        with override(self.user.language):
            return gettext("The settings are saved.")
