"""Proposing a citizen where visitation is central: the form, the list, one proposal, and the answers to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.services import record
from casework.forms.registration import RegistrationForm
from casework.forms.visitation import DeclineForm, ProposalForm, RecogniseForm
from casework.registration import admit, recognise, visitating_organisations
from casework.views.citizens import PAGE_SIZE
from casework.views.register import RegisterPage, elsewhere
from clients.drafts.pages import DraftPage
from clients.models import Client, Proposal
from clients.visitation.querysets import answer_days, proposing_organisations
from clients.visitation.services import check_waiting, decline, propose, withdraw
from projects.access import AccessView, Permission
from projects.pages import FormPage, PageForm


class ProposeView(DraftPage):
    permission = Permission.CLIENT_PROPOSE
    is_sent_once = True
    keeps_draft = True
    title = _("Propose a citizen")
    lead = _("The coordinators meet the citizen and decide. Only they and your organisation see what you write.")
    verb = _("Send proposal")

    def prepare(self, **kwargs: Any) -> None:
        self.organisations = proposing_organisations(self.user, self.project)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request, **kwargs) if self.organisations else elsewhere(request, self.project)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request, **kwargs) if self.organisations else elsewhere(request, self.project)

    def form(self, data: Any = None) -> ProposalForm:
        carried = {name: self.request.GET[name] for name in ("gender", "source") if name in self.request.GET}
        return ProposalForm(data, initial=carried, project=self.project, organisations=self.organisations)

    def save(self, form: Any) -> str:
        propose(project=self.project, by=self.user, **form.facts)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("casework:proposals", args=[self.project.code])

    def done(self) -> str:
        return gettext("The proposal is sent. You will see here what comes of it.")


class ProposalsView(AccessView):
    """One's own organisation's proposals; for the host's coordinators all of them, the waiting ones first."""

    permission = Permission.CLIENT_PROPOSE

    def get(self, request: HttpRequest) -> HttpResponse:
        visible = Proposal.objects.visible_to(self.user).filter(project=self.project)
        ordered = visible.with_lateness(answer_days(self.project)).select_related("organisation")
        page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        about: dict[str, Any] = {} if shown else {"subject_type": "proposal"}
        record(Action.LISTED, shown, by=self.user, project_id=self.project.pk, **about)
        answers = Proposal.objects.filter(project=self.project).answered_by(self.user)
        context = {
            "page": page,
            "shown": shown,
            "today": localdate(),
            "may_propose": proposing_organisations(self.user, self.project).exists(),
            "late": answers.late(answer_days(self.project)).count(),
        }
        return render(request, "casework/proposals.html", context)


class ProposalPage(AccessView, is_abstract=True):
    """A page about the proposal that the address names, within reach, else 404."""

    proposal: Proposal
    answered_by_host = True

    def prepare(self, **kwargs: Any) -> None:
        reached = Proposal.objects.answered_by(self.user) if self.answered_by_host else self.seen()
        found = reached.filter(project=self.project, pk=kwargs["pk"]).select_related("organisation", "source")
        proposal = found.first()
        if proposal is None:
            raise Http404
        self.proposal = proposal

    def seen(self) -> Any:
        return Proposal.objects.visible_to(self.user)

    def proposal_url(self) -> str:
        return reverse("casework:proposal", args=[self.project.code, self.proposal.pk])


class ProposalView(ProposalPage):
    permission = Permission.CLIENT_PROPOSE
    answered_by_host = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record(Action.VIEWED, self.proposal, by=self.user)
        mine = Proposal.objects.filter(pk=self.proposal.pk)
        admitted = Client.objects.visible_to(self.user).filter(proposals=self.proposal)
        context = {
            "proposal": mine.with_lateness(answer_days(self.project)).select_related("organisation", "source").get(),
            "citizen": admitted.first(),  # nothing more than the outcome where there is no link
            "answers": mine.answered_by(self.user).exists(),
            "is_own": proposing_organisations(self.user, self.project)
            .filter(pk=self.proposal.organisation_id)
            .exists(),
        }
        return render(request, "casework/proposal.html", context)


class ProposalFormPage(ProposalPage, FormPage, is_abstract=True):
    """An answer to the proposal; one that has got its answer is shown in place of the form."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            check_waiting(self.proposal)
        except ValidationError as error:
            messages.info(request, error.messages[0])
            return HttpResponseRedirect(self.proposal_url())
        return super().get(request, **kwargs)

    def cancel_url(self) -> str:
        return self.proposal_url()

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        record(Action.VIEWED, self.proposal, by=self.user)
        return super().show(form, status)


def whose_page_is_seen(proposal: Proposal) -> str:
    """What the proposer sees after a yes."""
    words = gettext("%(organisation)s will see that the citizen is admitted, and nothing more.")
    if proposal.citizen_agrees:
        words = gettext("%(organisation)s will see the citizen's page: the citizen has agreed.")
    return words % {"organisation": proposal.organisation.name}


class AdmitView(ProposalFormPage, RegisterPage):
    """The registration form, with what the proposal says."""

    permission = Permission.CLIENT_REGISTER
    is_sent_once = True
    keeps_draft = True
    title = _("Admit the citizen")
    verb = _("Admit and register")

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        host = self.project.partnerships.filter(is_host=True).values("organisation")
        self.organisations = visitating_organisations(self.user, self.project).filter(pk__in=host)
        if not self.organisations:
            raise Http404

    def context(self) -> dict[str, Any]:
        return super().context() | {"lead": whose_page_is_seen(self.proposal)}

    def form(self, data: Any = None) -> RegistrationForm:
        form = super().form(data)
        names = ("birth_year", "gender", "source", "wish")
        form.initial.update({name: getattr(self.proposal, name) for name in names}, decision="admitted")
        return form

    def partners(self) -> Any:
        partners = super().partners()
        return partners.exclude(pk=self.proposal.organisation_id) if self.proposal.citizen_agrees else partners

    def save(self, form: Any) -> str:
        code = admit(self.proposal, by=self.user, **form.facts).code
        return reverse("casework:registered", args=[self.project.code, code])


class RecogniseView(ProposalFormPage):
    """For a citizen who turns out to be registered already."""

    permission = Permission.CLIENT_REGISTER
    title = _("The citizen is registered already")
    verb = _("Admit as this citizen")

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.lead = whose_page_is_seen(self.proposal)

    def form(self, data: Any = None) -> RecogniseForm:
        return RecogniseForm(data, user=self.user, project=self.project)

    def save(self, form: Any) -> str:
        client = form.cleaned_data["client"]
        recognise(self.proposal, client, by=self.user)
        return reverse("casework:citizen", args=[self.project.code, client.code])

    def done(self) -> str:
        return gettext("The proposal is answered. Nobody was registered twice.")


class DeclineView(ProposalFormPage):
    permission = Permission.CLIENT_REGISTER
    title = _("Decline the proposal")
    lead = _("The partner sees your answer and the reason.")
    verb = _("Decline")
    is_dangerous = True

    def form(self, data: Any = None) -> DeclineForm:
        return DeclineForm(data)

    def save(self, form: Any) -> str:
        decline(self.proposal, by=self.user, **form.cleaned_data)
        return reverse("casework:proposals", args=[self.project.code])

    def done(self) -> str:
        return gettext("The proposal is declined, and the partner sees why.")


class WithdrawProposalView(ProposalFormPage):
    permission = Permission.CLIENT_PROPOSE
    answered_by_host = False
    title = _("Withdraw the proposal")
    lead = _("The coordinators see that it is withdrawn. A new one can be made at any time.")
    verb = _("Withdraw")
    is_dangerous = True

    def seen(self) -> Any:
        own = proposing_organisations(self.user, self.project)
        return Proposal.objects.filter(organisation__in=own)

    def form(self, data: Any = None) -> PageForm:
        return PageForm(data)

    def save(self, form: Any) -> str:
        withdraw(self.proposal, by=self.user)
        return reverse("casework:proposals", args=[self.project.code])

    def done(self) -> str:
        return gettext("The proposal is withdrawn.")
