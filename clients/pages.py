"""Pages about one citizen: fetched by code within the person's reach, else 404."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audit.models import Action
from audit.services import record
from clients.anonymity import left_out
from clients.drafts.models import Draft
from clients.drafts.pages import DraftPage
from clients.drafts.services import forget_out_of_reach
from clients.models import Client
from clients.querysets import own_references
from projects.access import AccessView
from projects.pages import PageForm


class ClientView(AccessView, is_abstract=True):
    """A page about the citizen that the address names by `code`, here `self.client`.

    A citizen whom the person does not reach with the page's own permission is 404, like one who is not
    there. A code that was merged into another one opens that citizen. A subclass with more rows in its
    address overrides `prepare` and calls this one first.
    """

    client: Client

    def prepare(self, **kwargs: Any) -> None:
        visible = Client.objects.visible_to(self.user, self.permission).filter(project=self.project)
        facts = ("source", "home_municipality", "end_of_anonymity", "project__programme")
        client = visible.known_as(_code(kwargs)).select_related(*facts).first()
        if client is None:
            forget_out_of_reach(Draft.objects.filter(user=self.user, client__code=_code(kwargs)))
            raise Http404
        self.client = client

    def clients_named(self, **kwargs: Any) -> list[int]:
        return list(Client.objects.known_as(_code(kwargs)).values_list("pk", flat=True))

    def citizen_url(self, anchor: str = "") -> str:
        """The citizen's page, at the section `anchor` where one is named."""
        address = reverse("casework:citizen", args=[self.project.code, self.client.code])
        return f"{address}#{anchor}" if anchor else address

    def own_aliases(self) -> str:
        """What the person's own organisations call the citizen; never another organisation's word."""
        names = (str(reference) for reference in own_references(self.user).filter(client=self.client))
        return ", ".join(name for name in names if name)


def _code(kwargs: dict[str, Any]) -> str:
    return str(kwargs["code"]).replace("\0", "")  # which PostgreSQL would not even look for


class ClientFormPage(ClientView, DraftPage, is_abstract=True):
    """A form about one citizen; it and its cancel link lead back to the citizen's page at `anchor`.

    `left_out` names what the form is for where an anonymous participation leaves that out (clients/anonymity.py):
    the page then says so in place of the form.
    """

    template_name: ClassVar[str] = "casework/citizen_form.html"
    anchor: ClassVar[str] = ""
    left_out: ClassVar[Any] = ""

    def about(self) -> Client:
        return self.client

    def cancel_url(self) -> str:
        return self.citizen_url(self.anchor)

    def context(self) -> dict[str, Any]:
        return {"client": self.client, "own_aliases": self.own_aliases()}

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        """A form about a citizen shows the citizen too, filled in or refused; that was seen by somebody."""
        record(Action.VIEWED, self.client, by=self.user)
        if self.left_out and self.client.is_anonymous:
            return self._in_place(left_out(self.left_out), status=status)
        return super().show(form, status)

    def show_in_place(self, *reasons: Any) -> HttpResponse:
        """Why there is nothing to fill in, where the form would stand."""
        record(Action.VIEWED, self.client, by=self.user)
        return self._in_place(*reasons)

    def _in_place(self, *reasons: Any, status: int = 200) -> HttpResponse:
        context = {"title": self.title, "reasons": reasons, "back_url": self.cancel_url()}
        return render(self.request, "clients/in_place.html", {**self.context(), **context}, status=status)
