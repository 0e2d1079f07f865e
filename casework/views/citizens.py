from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate

from audit.models import Action
from audit.services import record
from casework.due import KINDS
from casework.due.day import Scope, asked_by, due_citizens, mark_due
from casework.querysets import NEWEST, in_phase, listed_citizens, ordered_by, with_status
from clients.assignments.querysets import own_citizens
from clients.finding import found_by
from clients.guard import refuse_identifiers
from projects.access import AccessView, Permission, may_import

PAGE_SIZE = 25
LONGEST_SEARCH = 60
NARROWED_BY = ("status", "who", "phase", "due")


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
        shown = mark_due(page.object_list, asked_by(self.user, self.project))
        self._record(words, shown)
        return self._page({"page": page, "shown": shown, "words": words, "refusals": []})

    def _citizens(self, words: str) -> Any:
        chosen = self._chosen()
        citizens = with_status(listed_citizens(self.user, self.project), chosen["status"])
        citizens = in_phase(citizens, chosen["phase"])
        if chosen["who"] == Scope.MINE.value:
            citizens = citizens.filter(pk__in=own_citizens(self.user, self.project).values("pk"))
        if kind := KINDS.get(chosen["due"]):
            due = due_citizens(kind, asked_by(self.user, self.project), Scope.ALL)
            citizens = citizens.filter(pk__in=due.values("pk"))
        if words:
            citizens = found_by(citizens, self.user, words)
        return ordered_by(citizens, self.request.GET.get("sort", NEWEST))

    def _chosen(self) -> dict[str, str]:
        """What the address narrows the list by; a value that says nothing narrows nothing."""
        return {name: self.request.GET.get(name, "") for name in NARROWED_BY}

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
        chosen = self._chosen()
        context["is_narrowed"] = bool(context["words"] or any(chosen.values()))
        context |= chosen | {"sort": self.request.GET.get("sort", NEWEST), "kinds": KINDS.values()}
        phases = self.project.rules.phases
        context |= {"phases": phases, "phase_numbers": [str(number) for number in range(1, phases + 1)]}
        context["today"] = localdate()
        response = render(self.request, template, context, status=status)
        patch_vary_headers(response, ["HX-Request"])
        return response
