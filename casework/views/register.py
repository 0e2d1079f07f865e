from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from casework.forms.registration import RegistrationForm
from casework.lookup import MOST, alike
from casework.registration import register_citizen, visitating_organisations
from clients.drafts.pages import DraftPage
from clients.models import Client
from clients.pages import ClientView
from clients.querysets import permissions_for
from clients.visitation.querysets import proposing_organisations
from projects.access import Permission
from projects.models import Organisation, Project
from projects.pages import PageForm


class RegisterPage(DraftPage, is_abstract=True):
    """The registration form for `organisations`; whoever may be the same citizen is shown with it."""

    template_name = "casework/register.html"
    organisations: Any

    def form(self, data: Any = None) -> RegistrationForm:
        return RegistrationForm(
            data, project=self.project, organisations=self.organisations, partners=self.partners()
        )  # fmt: skip

    def partners(self) -> Any:
        partners = Organisation.objects.taking_part_in(self.project, localdate())
        return partners.exclude(pk=self.organisations[0].pk) if len(self.organisations) == 1 else partners

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        self.alike = self._alike(form) if "is_new_confirmed" in form.errors else []
        return super().show(form, status)

    def _alike(self, form: PageForm) -> list[Client]:
        names = ("starts_on", "birth_year", "gender", "source")
        facts: dict[str, Any] = {name: form.cleaned_data.get(name) for name in names}
        found = list(alike(self.user, self.project, **facts)[:MOST])
        record(Action.LISTED, found, by=self.user, project_id=self.project.pk)
        return found

    def context(self) -> dict[str, Any]:
        return super().context() | {"alike": self.alike}


class RegisterView(RegisterPage):
    permission = Permission.CLIENT_REGISTER
    is_sent_once = True
    keeps_draft = True
    title = _("Register a citizen")
    lead = _("Only the start date is needed. The rest can wait until the citizen is ready.")
    verb = _("Register citizen")

    def prepare(self, **kwargs: Any) -> None:
        self.organisations = visitating_organisations(self.user, self.project)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request, **kwargs) if self.organisations else self._propose()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request, **kwargs) if self.organisations else self._propose()

    def form(self, data: Any = None) -> RegistrationForm:
        form = super().form(data)
        # What was searched for; a value that the list does not hold chooses nothing.
        form.initial.update({name: self.request.GET[name] for name in ("gender", "source") if name in self.request.GET})
        return form

    def save(self, form: Any) -> str:
        code = register_citizen(project=self.project, by=self.user, **form.facts).code
        return reverse("casework:registered", args=[self.project.code, code])

    def cancel_url(self) -> str:
        return reverse("casework:citizens", args=[self.project.code])

    def _propose(self) -> HttpResponse:
        """Visitation is the host's: a partner proposes."""
        if proposing_organisations(self.user, self.project):
            return redirect("casework:propose", self.project.code)
        return elsewhere(self.request, self.project)


def elsewhere(request: HttpRequest, project: Project) -> HttpResponse:
    """Nothing is proposed or registered by this person here: a page that says who does, and whom to turn to."""
    host = project.partnerships.filter(is_host=True).select_related("organisation").first()
    if host is None:
        raise Http404
    context = {"host": host.organisation, "is_central": project.visitation == Project.Visitation.CENTRAL}
    return render(request, "casework/register_elsewhere.html", context, status=403)


class RegisteredView(ClientView):
    """The new citizen's code, large enough to copy onto a card, and what to do next."""

    permission = Permission.CLIENT_REGISTER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record(Action.VIEWED, self.client, by=self.user)
        can = permissions_for(self.user, self.client)
        return render(request, "casework/registered.html", {"client": self.client, "can": can})
