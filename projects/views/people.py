"""The administrator's pages: who has an account, who is invited, and whose account is closed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from accounts.services import close_account, invite, reopen_account
from projects.access import AccessView, Permission
from projects.forms import InviteForm
from projects.models import Membership
from projects.pages import FormPage
from projects.services import decidable

PER_PAGE = 50


class People(AccessView):
    permission = Permission.PEOPLE_INVITE

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()[:100]
        page = Paginator(self.people(words), PER_PAGE).get_page(request.GET.get("page"))
        waiting = Membership.objects.waiting().select_related("user", "project", "organisation", "proposed_by")
        waiting = waiting.order_by("proposed_at", "pk")
        context = {
            "page": page,
            "words": words,
            "waiting": list(waiting),
            "decidable": decidable(self.user, waiting),
            "now": now(),
            "invitations": Invitation.objects.filter(accepted_at=None).select_related("invited_by"),
        }
        return render(request, "projects/people.html", context)

    def people(self, words: str) -> QuerySet[User]:
        """Everybody with an account, by name, with the memberships that were approved."""
        approved = Membership.objects.filter(approved_at__isnull=False).with_can_be_ended(localdate())
        approved = approved.select_related("project", "organisation")
        people = User.objects.order_by("name", "pk").prefetch_related(
            Prefetch("memberships", approved.order_by("-starts_on", "pk"), to_attr="approved_memberships")
        )
        return people.filter(name__icontains=words) | people.filter(email__icontains=words) if words else people


class Invite(FormPage):
    permission = Permission.PEOPLE_INVITE
    is_sent_once = True
    title = _("Invite a person")
    lead = _("The person gets an e-mail with a link and chooses a password. Propose what they work with afterwards.")
    verb = _("Send the invitation")

    def form(self, data: Any = None) -> InviteForm:
        return InviteForm(data)

    def save(self, form: Any) -> str:
        invite(email=form.cleaned_data["email"], name=form.cleaned_data["name"], by=self.user)
        return reverse("projects:people")

    def done(self) -> str:
        return gettext("The invitation has been sent.")

    def cancel_url(self) -> str:
        return reverse("projects:people")


class AdministratorAction(AccessView, is_abstract=True):
    """A button of the people's list: does one thing, says so, and comes back to the list."""

    done: Any

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, str(self.done))
        return HttpResponseRedirect(self.back())

    def act(self) -> None:
        raise NotImplementedError

    def back(self) -> str:
        return reverse("projects:people")


class InviteAgain(AdministratorAction):
    permission = Permission.PEOPLE_INVITE
    done = _("A new invitation has been sent. The earlier link no longer works.")

    def prepare(self, **kwargs: Any) -> None:
        self.invitation = get_object_or_404(Invitation, pk=kwargs["invitation"], accepted_at=None)

    def act(self) -> None:
        invite(email=self.invitation.email, name=self.invitation.name, by=self.user)


class CloseAccount(AdministratorAction):
    permission = Permission.PEOPLE_INVITE
    done = _("The account is closed.")

    def prepare(self, **kwargs: Any) -> None:
        self.person = get_object_or_404(User, pk=kwargs["person"], is_active=True)

    def act(self) -> None:
        close_account(self.person, by=self.user)


class ReopenAccount(AdministratorAction):
    permission = Permission.PEOPLE_INVITE
    done = _("The account is open again.")

    def prepare(self, **kwargs: Any) -> None:
        self.person = get_object_or_404(User, pk=kwargs["person"], is_active=False)

    def act(self) -> None:
        reopen_account(self.person, by=self.user)
