"""The lead's page: who works in the project, who waits for a decision, and which organisations take part."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.access import AccessView, Permission
from projects.forms import PartnerForm
from projects.models import Membership
from projects.pages import FormPage
from projects.services import add_partner, decidable, new_organisation


class ProjectPeople(AccessView):
    permission = Permission.PROJECT_CONFIGURE

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Membership.objects.filter(project=self.project)
        rows = rows.with_can_be_ended(localdate()).select_related("user", "organisation", "project", "proposed_by")
        waiting = rows.waiting().order_by("proposed_at", "pk")
        context = {
            "memberships": rows.filter(approved_at__isnull=False).order_by("user__name", "-starts_on", "pk"),
            "waiting": list(waiting),
            "decidable": decidable(self.user, waiting),
            "partnerships": self.project.partnerships.select_related("organisation").order_by(
                F("is_host").desc(), "organisation__name"
            ),
        }
        return render(request, "projects/project_people.html", context)


class AddPartner(FormPage):
    permission = Permission.PROJECT_CONFIGURE
    title = _("Add a partner")
    lead = _("Citizens can give consent to a partner, and people can get memberships there.")
    verb = _("Add the partner")

    def form(self, data: Any = None) -> PartnerForm:
        return PartnerForm(data, project=self.project)

    @transaction.atomic
    def save(self, form: Any) -> str:
        data = form.cleaned_data
        organisation = data["organisation"] or new_organisation(name=data["name"], by=self.user)
        add_partner(self.project, organisation, starts_on=data["starts_on"], ends_on=data["ends_on"], by=self.user)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("The partner has been added.")

    def cancel_url(self) -> str:
        return reverse("projects:project_people", args=[self.project.code])
