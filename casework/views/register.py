from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from casework.forms.registration import RegistrationForm
from casework.registration import register_citizen, visitating_organisations
from clients.drafts.pages import DraftPage
from clients.pages import ClientView
from clients.querysets import permissions_for
from projects.access import Permission
from projects.models import Organisation


class RegisterView(DraftPage):
    permission = Permission.CLIENT_REGISTER
    is_sent_once = True
    keeps_draft = True
    title = _("Register a citizen")
    lead = _("Only the start date is needed. The rest can wait until the citizen is ready.")
    verb = _("Register citizen")
    template_name = "casework/register.html"

    def prepare(self, **kwargs: Any) -> None:
        self.organisations = visitating_organisations(self.user, self.project)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request, **kwargs) if self.organisations else self._elsewhere()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request, **kwargs) if self.organisations else self._elsewhere()

    def form(self, data: Any = None) -> RegistrationForm:
        partners = Organisation.objects.taking_part_in(self.project, localdate())
        if len(self.organisations) == 1:
            partners = partners.exclude(pk=self.organisations[0].pk)
        return RegistrationForm(data, project=self.project, organisations=self.organisations, partners=partners)

    def save(self, form: Any) -> str:
        code = register_citizen(project=self.project, by=self.user, **form.facts).code
        return reverse("casework:registered", args=[self.project.code, code])

    def cancel_url(self) -> str:
        return reverse("casework:citizens", args=[self.project.code])

    def _elsewhere(self) -> HttpResponse:
        """Visitation is the host's: a page that says so, and whom to turn to."""
        host = self.project.partnerships.filter(is_host=True).select_related("organisation").first()
        if host is None:
            raise Http404
        return render(self.request, "casework/register_elsewhere.html", {"host": host.organisation}, status=403)


class RegisteredView(ClientView):
    """The new citizen's code, large enough to copy onto a card, and what to do next."""

    permission = Permission.CLIENT_REGISTER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record(Action.VIEWED, self.client, by=self.user)
        can = permissions_for(self.user, self.client)
        return render(request, "casework/registered.html", {"client": self.client, "can": can})
