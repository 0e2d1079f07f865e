from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate

from audit.models import Action
from audit.services import record
from casework.querysets import NEWEST, found_by, listed_citizens, ordered_by, with_status
from clients.guard import refuse_identifiers
from projects.access import AccessView, Permission, may_import

PAGE_SIZE = 25
LONGEST_SEARCH = 60


class CitizensView(AccessView):
    """The citizens within the person's reach; searched, narrowed and ordered by the address."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        try:
            refuse_identifiers(words)
        except ValidationError as error:
            return self._refused(error)
        return self._found(words)

    def _found(self, words: str) -> HttpResponse:
        page = Paginator(self._citizens(words), PAGE_SIZE).get_page(self.request.GET.get("page"))
        shown = list(page.object_list)
        self._record(words, shown)
        return self._page({"page": page, "shown": shown, "words": words, "refusals": []})

    def _citizens(self, words: str) -> Any:
        citizens = with_status(listed_citizens(self.user, self.project), self.request.GET.get("status", ""))
        if words:
            citizens = found_by(citizens, self.user, words)
        return ordered_by(citizens, self.request.GET.get("sort", NEWEST))

    def _record(self, words: str, shown: list[Any]) -> None:
        """One event for the list with the citizens it showed; a search is told of without its words."""
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk}
        if words:
            record(Action.SEARCHED, [], **about, subject_type="client", found=len(shown))
        if not shown:
            about["subject_type"] = "client"
        record(Action.LISTED, shown, **about)

    def _refused(self, error: ValidationError) -> HttpResponse:
        """Neither searched for nor shown again; a fragment is answered 200, else it would not be swapped in."""
        self._record_refusal()
        context = {"page": Paginator([], PAGE_SIZE).page(1), "shown": [], "words": "", "refusals": error.messages}
        response = self._page(context, status=200 if self._wants_list() else 422)
        response["HX-Push-Url"] = "false"
        return response

    def _record_refusal(self) -> None:
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk, "subject_type": "client"}
        record(Action.REFUSED, [], **about, fields=["q"])

    def _wants_list(self) -> bool:
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return bool(htmx) and not htmx.history_restore_request

    def _page(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        if self._wants_list():
            template = "casework/citizens_list.html"
        else:
            template, context["may_import"] = "casework/citizens.html", may_import(self.user, self.project)
        chosen = {"status": self.request.GET.get("status", ""), "sort": self.request.GET.get("sort", NEWEST)}
        context |= chosen | {"phases": self.project.rules.phases, "today": localdate()}
        response = render(self.request, template, context, status=status)
        patch_vary_headers(response, ["HX-Request"])
        return response
