"""The lead's page of offers and of who is proposed to whom; the referrals without a consent are one link away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.referrals.directory_forms import OfferForm, RoutingForm
from clients.directory.services import add_offer, add_routing_rule, change_offer, remove_routing_rule
from clients.models import Offer, Referral, RoutingRule
from projects.access import AccessView, Permission
from projects.conflicts import Concern, concern
from projects.pages import FormPage


def directory_url(view: AccessView) -> str:
    return reverse("casework:directory", args=[view.project.code])


class DirectoryView(AccessView):
    permission = Permission.PROJECT_CONFIGURE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {
            "offers": Offer.objects.known_to(self.project),
            "rules": RoutingRule.objects.filter(project=self.project).select_related("organisation"),
            "overrides": Referral.objects.filter(project=self.project).overridden().count(),
            "today": localdate(),
        }
        return render(request, "casework/directory/directory.html", context)


class AddOfferView(FormPage):
    permission = Permission.PROJECT_CONFIGURE
    is_sent_once = True
    title = _("Add an offer")
    lead = _("Something outside the project that citizens can be shown on to.")
    verb = _("Add the offer")

    def form(self, data: Any = None) -> OfferForm:
        return OfferForm(data)

    def save(self, form: Any) -> str:
        add_offer(self.project, by=self.user, **form.cleaned_data)
        return directory_url(self)

    def done(self) -> str:
        return gettext("The offer is added.")

    def cancel_url(self) -> str:
        return directory_url(self)


class ChangeOfferView(FormPage):
    """The project's own offers; a national one is the same for all projects."""

    permission = Permission.PROJECT_CONFIGURE
    title = _("Change the offer")
    lead = _("A last day takes it out of the choices. What was referred to it before stays as it is.")
    verb = _("Save the offer")

    def prepare(self, **kwargs: Any) -> None:
        self.offer = get_object_or_404(Offer, project=self.project, pk=kwargs["pk"])

    def concerns(self) -> Concern:
        return concern(self.offer, *OfferForm.base_fields)

    def form(self, data: Any = None) -> OfferForm:
        return OfferForm(data, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        change_offer(self.offer, by=self.user, **form.cleaned_data)
        return directory_url(self)

    def done(self) -> str:
        return gettext("The offer is saved.")

    def cancel_url(self) -> str:
        return directory_url(self)


class AddRuleView(FormPage):
    permission = Permission.PROJECT_CONFIGURE
    is_sent_once = True
    title = _("Add a rule of referral")
    lead = _("Whoever refers a citizen of these ages is proposed the organisation, and can choose another.")
    verb = _("Add the rule")

    def form(self, data: Any = None) -> RoutingForm:
        return RoutingForm(data, project=self.project)

    def save(self, form: Any) -> str:
        add_routing_rule(self.project, by=self.user, **form.cleaned_data)
        return directory_url(self)

    def done(self) -> str:
        return gettext("The rule is added.")

    def cancel_url(self) -> str:
        return directory_url(self)


class RemoveRuleView(AccessView):
    permission = Permission.PROJECT_CONFIGURE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        remove_routing_rule(get_object_or_404(RoutingRule, project=self.project, pk=pk), by=self.user)
        messages.success(request, gettext("The rule is removed."))
        return HttpResponseRedirect(directory_url(self))
