"""Logging in few steps: whom, what, done."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from clients.codes import normalised
from clients.finding import found_by
from clients.guard import refuse_identifiers
from clients.models import Client
from clients.pages import ClientFormPage, ClientView
from clients.querysets import acting_organisations
from interventions import services
from interventions.forms import QuickForm, key_of
from interventions.models import GroupSession
from interventions.querysets import open_types
from interventions.recent import recent_citizens
from interventions.usual import quick_session
from projects.access import AccessView, Permission

SHOWN = 15
LONGEST_SEARCH = 60


class QuickLog(AccessView):
    """Whom the session was with: the citizens met last first. With `?citizen=CODE` on to that citizen's form."""

    permission = Permission.INTERVENTION_LOG

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "citizen" in request.GET:
            return HttpResponseRedirect(self._address_of(request.GET["citizen"]))
        words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        try:
            refuse_identifiers(words)
        except ValidationError as error:
            about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk, "subject_type": "client"}
            record(Action.REFUSED, [], fields=["q"], **about)
            return self._page([], "", error.messages, status=422)
        citizens = recent_citizens(self.user, self.project)
        shown = list((found_by(citizens, self.user, words) if words else citizens)[:SHOWN])
        self._record(words, shown)
        return self._page(shown, words, [])

    def _address_of(self, code: str) -> str:
        visible = Client.objects.visible_to(self.user, self.permission).filter(project=self.project)
        client = visible.filter(code=normalised(code.replace("\0", ""))).first()
        if client is None:
            raise Http404
        return reverse("interventions:quick_session", args=[self.project.code, client.code])

    def _record(self, words: str, shown: list[Client]) -> None:
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk}
        if words:
            record(Action.SEARCHED, [], subject_type="client", found=len(shown), **about)
        if shown:
            record(Action.LISTED, shown, **about)

    def _page(self, shown: list[Client], words: str, refusals: list[str], status: int = 200) -> HttpResponse:
        groups = GroupSession.objects.led_by_own(self.user, self.project).select_related("type").with_people_counted()
        context = {"shown": shown, "words": words, "refusals": refusals, "groups": groups[:5]}
        return render(self.request, "interventions/quick.html", context, status=status)


class QuickSession(ClientFormPage):
    """A session of any type, begun like the last one; with `?again` in the address also about the same."""

    permission = Permission.INTERVENTION_LOG
    is_sent_once = True
    keeps_draft = True
    template_name: ClassVar[str] = "interventions/quick_session.html"
    anchor: ClassVar[str] = "interventions"
    title = _("Log a session")
    verb = _("Save session")

    def form(self, data: Any = None) -> QuickForm:
        begun = quick_session(self.user, self.client, again="again" in self.request.GET)
        if "type" in self.request.GET:
            begun["type"] = self.request.GET["type"]
        return QuickForm(
            data, user=self.user, client=self.client, permission=self.permission, project=self.project, initial=begun
        )

    def save(self, form: Any) -> str:
        organisation, is_confirmed, kind = form.organisation, form.is_confirmed, form.cleaned_data["type"]
        services.log_session_of_type(
            self.client, type=kind, logged_for=organisation, is_confirmed=is_confirmed, by=self.user, **form.facts()
        )
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The session is logged.")

    def context(self) -> dict[str, Any]:
        one_tap = [type for type in open_types(self.project) if type.one_tap_kind]
        return super().context() | {"one_tap": one_tap}


class LogVisit(ClientView):
    """One tap: the citizen came by, or was given something, today. A second tap on the same day logs nothing more."""

    permission = Permission.INTERVENTION_LOG

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        type = get_object_or_404(open_types(self.project), pk=kwargs["pk"])
        organisations = acting_organisations(self.user, self.client, self.permission)
        if not type.one_tap_kind:
            raise Http404
        if len(organisations) > 1:  # which of them, only a form can ask
            address = reverse("interventions:quick_session", args=[self.project.code, self.client.code])
            return HttpResponseRedirect(f"{address}?type={key_of(type)}")
        made = services.log_visit(self.client, type=type, logged_for=organisations[0], by=self.user)
        said = gettext("%(type)s is logged for today.") if made else gettext("%(type)s was logged today already.")
        messages.success(request, said % {"type": type})
        return HttpResponseRedirect(self.citizen_url("interventions"))
