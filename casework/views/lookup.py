from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from audit.models import Action
from audit.services import record
from casework.forms.lookup import LookupForm
from casework.lookup import MOST, found_by_facts, found_by_words
from casework.registration import visitating_organisations
from casework.views.register import elsewhere
from clients.models import Client
from clients.visitation.querysets import proposing_organisations
from projects.access import AccessView, Permission

CARRIED = ("gender", "source")


class LookupView(AccessView):
    """Where registering and proposing begin: is the citizen here already? Only one's own citizens are found."""

    permission = Permission.CLIENT_PROPOSE

    def get(self, request: HttpRequest) -> HttpResponse:
        next_step = self._next_step()
        if not next_step:
            return elsewhere(request, self.project)
        is_asked = any(request.GET.get(name, "").strip() for name in LookupForm.base_fields)
        data = request.GET.copy()
        form = LookupForm(data if is_asked else None, project=self.project)
        if is_asked and not form.is_valid():
            return self._refused(form, data, next_step)
        found = self._found(form) if is_asked else []
        return self._page(form, next_step, is_asked=is_asked, found=found)

    def _next_step(self) -> str:
        """The route that comes after the search; none for those who neither register nor propose here."""
        if visitating_organisations(self.user, self.project).exists():
            return "casework:register"
        return "casework:propose" if proposing_organisations(self.user, self.project).exists() else ""

    def _found(self, form: LookupForm) -> list[Client]:
        """At most one more than is shown. The search is an event without what was searched for."""
        words = form.cleaned_data["words"].replace("\0", "").strip()
        by_words = found_by_words(self.user, self.project, words) if words else Client.objects.none()
        found = list(by_words[: MOST + 1])
        if not found and form.facts:
            found = list(found_by_facts(self.user, self.project, **form.facts)[: MOST + 1])
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk, "subject_type": "client"}
        record(Action.SEARCHED, [], **about, found=min(len(found), MOST))
        if found:
            record(Action.LISTED, found[:MOST], by=self.user, project_id=self.project.pk)
        return found

    def _refused(self, form: LookupForm, data: QueryDict, next_step: str) -> HttpResponse:
        """What identifies somebody is neither searched for nor shown again."""
        about: dict[str, Any] = {"by": self.user, "project_id": self.project.pk, "subject_type": "client"}
        record(Action.REFUSED, [], **about, fields=sorted(form.errors))
        if "words" in form.errors:
            data["words"] = ""
        return self._page(form, next_step, is_asked=False, found=[], status=422)

    def _page(
        self, form: LookupForm, next_step: str, *, is_asked: bool, found: list[Client], status: int = 200
    ) -> HttpResponse:
        carried = {name: self.request.GET[name] for name in CARRIED if is_asked and self.request.GET.get(name)}
        address = reverse(next_step, args=[self.project.code])
        context = {
            "form": form,
            "is_asked": is_asked,
            "shown": found[:MOST],
            "has_more": len(found) > MOST,
            "is_registering": next_step == "casework:register",
            "next_url": f"{address}?{urlencode(carried)}" if carried else address,
        }
        return render(self.request, "casework/lookup.html", context, status=status)
