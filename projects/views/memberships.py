"""Proposing, deciding and ending memberships: the administrator's for all, a lead's for the project."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.access import Permission
from projects.conflicts import Concern, concern
from projects.forms import EndForm, ProposeForm
from projects.models import Membership
from projects.pages import FormPage
from projects.querysets import MembershipQuerySet
from projects.services import approve_membership, decline_membership, end_membership, propose_membership
from projects.views.people import AdministratorAction


class Propose(FormPage):
    permission = Permission.MEMBERSHIP_PROPOSE
    is_sent_once = True
    verb = _("Propose the membership")
    lead = _(
        "It counts from the day that somebody else approves it: the project's lead, or another administrator "
        "where there is no lead."
    )

    def prepare(self, **kwargs: Any) -> None:
        self.person = get_object_or_404(User, pk=kwargs["person"], is_active=True)
        self.title = gettext("Propose a membership for %(name)s") % {"name": self.person.name}

    def form(self, data: Any = None) -> ProposeForm:
        return ProposeForm(data)

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        place = data["place"]
        propose_membership(
            user=self.person,
            role=data["role"],
            project=place and place.project,
            organisation=place and place.organisation,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            by=self.user,
        )
        return reverse("projects:people")

    def done(self) -> str:
        return gettext("The membership has been proposed and waits for somebody else's decision.")

    def cancel_url(self) -> str:
        return reverse("projects:people")


class EndMembership(FormPage):
    """Ends a membership of somebody else that runs today or later."""

    permission = Permission.MEMBERSHIP_PROPOSE
    title = _("End a membership")
    verb = _("End the membership")
    is_dangerous = True

    def rows(self) -> MembershipQuerySet:
        return Membership.objects.all()

    def prepare(self, **kwargs: Any) -> None:
        running = self.rows().running_beyond(localdate())
        rows = running.exclude(user=self.user).select_related("user", "project", "organisation")
        self.membership = get_object_or_404(rows, pk=kwargs["membership"])
        self.lead = f"{self.membership.user}: {self.membership}"

    def concerns(self) -> Concern:
        return concern(self.membership, "ends_on")

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def save(self, form: Any) -> str:
        end_membership(self.membership, ends_on=form.cleaned_data["ends_on"], by=self.user)
        return self.cancel_url()

    def done(self) -> str:
        return gettext("The membership now has a last day.")

    def cancel_url(self) -> str:
        return reverse("projects:people")


class EndProjectMembership(EndMembership):
    permission = Permission.PROJECT_CONFIGURE

    def rows(self) -> MembershipQuerySet:
        return Membership.objects.filter(project=self.project)

    def cancel_url(self) -> str:
        return reverse("projects:project_people", args=[self.project.code])


class Decision(AdministratorAction, is_abstract=True):
    """Approve or decline. The permission is the list's; whether this one is theirs to decide, the service says."""

    def rows(self) -> MembershipQuerySet:
        return Membership.objects.all()

    def prepare(self, **kwargs: Any) -> None:
        self.membership = get_object_or_404(self.rows().select_related("project"), pk=kwargs["membership"])


class Approve(Decision):
    permission = Permission.PEOPLE_INVITE
    done = _("The membership is approved.")

    def act(self) -> None:
        approve_membership(self.membership, by=self.user)


class Decline(Decision):
    permission = Permission.PEOPLE_INVITE
    done = _("The membership is declined.")

    def act(self) -> None:
        decline_membership(self.membership, by=self.user)


class OfProject:
    """The same decision among one project's memberships, by its lead."""

    project: Any

    def rows(self) -> MembershipQuerySet:
        return Membership.objects.filter(project=self.project)

    def back(self) -> str:
        return reverse("projects:project_people", args=[self.project.code])


class ApproveInProject(OfProject, Approve):
    permission = Permission.PROJECT_CONFIGURE


class DeclineInProject(OfProject, Decline):
    permission = Permission.PROJECT_CONFIGURE
