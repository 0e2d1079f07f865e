"""The lead's catalogue: what the project offers, and what it may choose from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interventions.catalogue import services
from interventions.catalogue.forms import ChangeTypeForm, OwnTypeForm
from interventions.models import InterventionType, NationalInterventionType
from interventions.querysets import not_yet_offered_by, offered_by
from projects.access import AccessView, Permission
from projects.conflicts import Concern, concern
from projects.pages import FormPage


class Catalogue(AccessView):
    permission = Permission.PROJECT_CONFIGURE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        types = offered_by(self.project).select_related("replaced_by", "national")
        context = {"types": types, "national_types": not_yet_offered_by(self.project)}
        return render(request, "interventions/catalogue.html", context)


class OfferNationalType(AccessView):
    permission = Permission.PROJECT_CONFIGURE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        national = get_object_or_404(NationalInterventionType, pk=pk)
        services.offer_type(self.project, national=national, by=self.user)
        messages.success(request, gettext("The project now offers %(type)s.") % {"type": national})
        return HttpResponseRedirect(reverse("interventions:catalogue", args=[self.project.code]))


class OfferOwnType(FormPage):
    permission = Permission.PROJECT_CONFIGURE
    title = _("Add a type of your own")
    lead = _("Look in the national catalogue first: only what has one name everywhere can be compared.")
    verb = _("Add type")

    def form(self, data: Any = None) -> OwnTypeForm:
        return OwnTypeForm(data)

    def save(self, form: Any) -> str:
        self.made = services.offer_own_type(self.project, by=self.user, **form.cleaned_data)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("The project now offers %(type)s.") % {"type": self.made}

    def cancel_url(self) -> str:
        return reverse("interventions:catalogue", args=[self.project.code])


class ChangeType(FormPage):
    permission = Permission.PROJECT_CONFIGURE
    title = _("Change the type")
    verb = _("Save type")
    type: InterventionType

    def prepare(self, **kwargs: Any) -> None:
        self.type = get_object_or_404(offered_by(self.project), pk=kwargs["pk"])

    def concerns(self) -> Concern:
        return concern(self.type, "name", "closed_on", replaced_by=self.type.replaced_by_id)

    def form(self, data: Any = None) -> ChangeTypeForm:
        return ChangeTypeForm(data, type=self.type, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        self.type = services.change_type(self.type, by=self.user, **form.cleaned_data)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("%(type)s is changed.") % {"type": self.type}

    def cancel_url(self) -> str:
        return reverse("interventions:catalogue", args=[self.project.code])

    def context(self) -> dict[str, Any]:
        return {"lead": str(self.type)}


class MoveType(AccessView):
    permission = Permission.PROJECT_CONFIGURE

    def post(self, request: HttpRequest, pk: int, to: str) -> HttpResponse:
        type = get_object_or_404(offered_by(self.project), pk=pk)
        services.move_type(type, to=to, by=self.user)
        return HttpResponseRedirect(f"{reverse('interventions:catalogue', args=[self.project.code])}#type-{pk}")
