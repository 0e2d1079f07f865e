"""Logging what a citizen receives: interventions, their sessions, their dates and end."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from clients.pages import ClientFormPage, ClientView
from clients.querysets import acting_organisations
from interventions import services, usual
from interventions.forms import DatesForm, EndForm, InterventionForm, SessionForm
from interventions.models import Intervention, Session
from projects.access import Permission
from projects.conflicts import Concern, concern


class InterventionPage(ClientView, is_abstract=True):
    """A page about one of the citizen's interventions, here `self.intervention`."""

    intervention: Intervention

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        found = Intervention.objects.filter(client=self.client, pk=kwargs["pk"]).with_is_running()
        intervention = found.select_related("type", "provider").visible_to(self.user, self.permission).first()
        if intervention is None:
            raise Http404
        self.intervention = intervention

    def intervention_url(self) -> str:
        place = [self.project.code, self.client.code, self.intervention.pk]
        return reverse("interventions:intervention", args=place)


class NewIntervention(ClientFormPage):
    permission = Permission.INTERVENTION_LOG
    is_sent_once = True
    anchor: ClassVar[str] = "interventions"
    title = _("Log an intervention")
    verb = _("Save intervention")

    def form(self, data: Any = None) -> InterventionForm:
        own = acting_organisations(self.user, self.client, self.permission)
        return InterventionForm(
            data,
            user=self.user,
            client=self.client,
            permission=self.permission,
            project=self.project,
            initial={"starts_on": localdate(), "provider": own.first()},
        )

    def save(self, form: Any) -> str:
        fields = ("type", "provider", "provider_text", "starts_on", "ends_on")
        self.intervention = services.log_intervention(
            client=self.client,
            logged_for=form.organisation,
            is_confirmed=form.is_confirmed,
            by=self.user,
            **{name: form.cleaned_data[name] for name in fields if name in form.cleaned_data},
        )
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("%(type)s is logged.") % {"type": self.intervention.type}


class InterventionDetail(InterventionPage):
    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record(Action.VIEWED, self.intervention, by=self.user)
        sessions: list[Any] = self.sessions()
        context = {
            "client": self.client,
            "own_aliases": self.own_aliases(),
            "intervention": self.intervention,
            "sessions": sessions,
            "may_repeat": any(each.is_own and each.attendance == Session.Attendance.ATTENDED for each in sessions),
            "may_log": acting_organisations(self.user, self.client, Permission.INTERVENTION_LOG).exists(),
        }
        return render(request, "interventions/intervention.html", context)

    def sessions(self) -> list[Session]:
        own = Session.objects.filter(intervention=self.intervention).with_notes_for(self.user)
        return list(own.select_related("logged_for").prefetch_related("topics").visible_to(self.user))


class OfInterventionForm(InterventionPage, ClientFormPage, is_abstract=True):
    """A form about one intervention, which its page names above the fields."""

    permission = Permission.INTERVENTION_LOG

    def cancel_url(self) -> str:
        return self.intervention_url()

    def context(self) -> dict[str, Any]:
        return super().context() | {"lead": str(self.intervention.type)}


class EndIntervention(OfInterventionForm):
    permission = Permission.INTERVENTION_LOG
    title = _("End the intervention")
    verb = _("End the intervention")

    def concerns(self) -> Concern:
        return concern(self.intervention, "ends_on", "end_reason")

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data, initial={"ends_on": localdate()})

    def save(self, form: Any) -> str:
        facts = {name: form.cleaned_data[name] for name in ("ends_on", "end_reason")}
        services.end_intervention(self.intervention, is_confirmed=form.is_confirmed, by=self.user, **facts)
        return self.intervention_url()

    def done(self) -> str:
        return gettext("The intervention is ended.")


class ChangeDates(OfInterventionForm):
    permission = Permission.INTERVENTION_LOG
    title = _("Correct the dates")
    verb = _("Save dates")

    def concerns(self) -> Concern:
        return concern(self.intervention, "starts_on", "ends_on", "end_reason")

    def form(self, data: Any = None) -> DatesForm:
        return DatesForm(data, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        facts = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "end_reason")}
        services.change_dates(self.intervention, is_confirmed=form.is_confirmed, by=self.user, **facts)
        return self.intervention_url()

    def done(self) -> str:
        return gettext("The dates are saved.")


class NewSession(OfInterventionForm):
    """A session of the intervention; with `?again` in the address it begins like the last one."""

    permission = Permission.INTERVENTION_LOG
    is_sent_once = True
    keeps_draft = True
    template_name: ClassVar[str] = "interventions/form_with_columns.html"
    anchor: ClassVar[str] = "interventions"
    title = _("Log a session")
    verb = _("Save session")

    def form(self, data: Any = None) -> SessionForm:
        last = usual.last_session(self.user, self.project, intervention=self.intervention)
        begun = usual.new_session(last, again="again" in self.request.GET)
        return SessionForm(data, user=self.user, client=self.client, permission=self.permission, initial=begun)

    def save(self, form: Any) -> str:
        organisation, is_confirmed = form.organisation, form.is_confirmed
        services.log_session(
            self.intervention, logged_for=organisation, is_confirmed=is_confirmed, by=self.user, **form.facts()
        )
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The session is logged.")

    def cancel_url(self) -> str:
        return self.citizen_url(self.anchor)
