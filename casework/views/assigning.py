"""A citizen's contact person, and the colleagues who cover for one another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casework.forms.assigning import AssignForm, CoverForm
from clients.assignments.querysets import assigned_to
from clients.assignments.services import arrange_cover, assign, end_cover
from clients.models import Cover
from clients.pages import ClientFormPage
from projects.access import AccessView, Permission, has_permission
from projects.conflicts import Concern, concern
from projects.pages import FormPage


class AssignView(ClientFormPage):
    permission = Permission.WORKER_ASSIGN
    is_sent_once = True
    title = _("Contact person")
    lead = _("Those who see the citizen today can be chosen.")
    verb = _("Save contact person")
    anchor = "contact-person"

    def concerns(self) -> Concern:
        last = self.client.assignments.first()
        return concern(self.client, worker=last and last.worker_id, backup=last and last.backup_id)

    def form(self, data: Any = None) -> AssignForm:
        return AssignForm(data, client=self.client, initial=self.concerns().values)

    def save(self, form: Any) -> str:
        assign(self.client, by=self.user, **form.cleaned_data)
        return self.citizen_url(self.anchor)

    def done(self) -> str:
        return gettext("The contact person is saved.")


class CoversView(AccessView):
    """Who covers for whom, now and to come: one's own; for a coordinator all of the project's."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        covers = Cover.objects.filter(project=self.project).not_over().select_related("person", "colleague")
        is_coordinator = has_permission(self.user, Permission.COVER_ARRANGE, self.project)
        own = covers if is_coordinator else covers.filter(Q(person=self.user.pk) | Q(colleague=self.user.pk))
        return render(request, "casework/covers.html", {"covers": list(own), "today": localdate()})


class NewCoverView(FormPage):
    permission = Permission.CLIENT_VIEW
    is_sent_once = True
    title = _("Name a colleague who covers")
    lead = _(
        "The colleague gets the lists and what is due, as far as the colleague sees the citizens. Nobody gets to "
        "see more citizens by this."
    )
    verb = _("Save cover")

    def form(self, data: Any = None) -> CoverForm:
        may = has_permission(self.user, Permission.COVER_ARRANGE, self.project)
        return CoverForm(data, project=self.project, user=self.user, is_for_others=may)

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        self.cover = arrange_cover(
            project=self.project, person=form.away, colleague=data["colleague"], starts_on=data["starts_on"],
            ends_on=data["ends_on"], by=self.user,
        )  # fmt: skip
        return self.cancel_url()

    def done(self) -> str:
        """How many of the person's citizens move; those whom the colleague does not see stay where they are."""
        moving, all_of_them = assigned_to(
            self.cover.person, self.project, seen_by=self.cover.colleague, told_to=self.user
        )  # fmt: skip
        words = ngettext(
            "%(name)s sees %(number)d of %(all)d citizen in the lists.",
            "%(name)s sees %(number)d of %(all)d citizens in the lists.",
            all_of_them,
        )
        counts = {"name": self.cover.colleague.name, "number": moving, "all": all_of_them}
        saved = gettext("The cover is saved.")  # its own line: gettext's tools find no text within an f-string
        return f"{saved} {words % counts}"

    def cancel_url(self) -> str:
        return reverse("casework:covers", args=[self.project.code])


class EndCoverView(AccessView):
    permission = Permission.CLIENT_VIEW
    cover: Cover

    def prepare(self, **kwargs: Any) -> None:
        found = Cover.objects.filter(project=self.project, pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.cover = found

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            end_cover(self.cover, by=self.user)
            messages.success(request, gettext("The cover has ended."))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return HttpResponseRedirect(reverse("casework:covers", args=[self.project.code]))
