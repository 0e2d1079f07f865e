"""The referrals that one's organisations received and sent, and the lead's list of those without a consent."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from audit.models import Action
from audit.services import record
from clients.models import Referral
from clients.referrals.states import OPEN, State
from projects.access import AccessView, Permission

PAGE_SIZE = 25
# What the address can narrow the list to; drafts are seen among the sent ones only.
NARROWED = {"": tuple(State), "open": OPEN, "waiting": (State.SENT,), "closed": tuple(set(State) - set(OPEN))}


class ReferralsView(AccessView):
    permission = Permission.REFERRAL_ANSWER

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        show = "sent" if request.GET.get("show") == "sent" else "received"
        state = request.GET.get("state", "")
        state = state if state in NARROWED else ""
        page = Paginator(self._rows(show, state), PAGE_SIZE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        self._record(shown)
        context = {"page": page, "shown": shown, "show": show, "state": state, "today": localdate()}
        return render(request, "casework/referrals/list.html", context)

    def _rows(self, show: str, state: str) -> Any:
        rows = Referral.objects.filter(project=self.project, state__in=NARROWED[state])
        rows = rows.sent_by(self.user) if show == "sent" else rows.received_by(self.user)
        rows = rows.with_sight(self.user).select_related("client", "from_organisation", "to_organisation")
        return rows.most_urgent_first()

    def _record(self, shown: list[Any]) -> None:
        """One event for the list, with the citizens whose code it showed."""
        named = {row.client_id for row in shown if row.is_card or row.is_reached}
        about: dict[str, Any] = {"project_id": self.project.pk, "clients": named, "by": self.user}
        record(Action.LISTED, [], subject_type="referral", found=len(shown), **about)


class OverridesView(AccessView):
    """Numbers, days, organisations and reasons; the lead reaches no citizen."""

    permission = Permission.PROJECT_CONFIGURE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = Referral.objects.filter(project=self.project).overridden()
        rows = rows.select_related("from_organisation", "to_organisation").defer("wish", "decline_text")
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        return render(request, "casework/referrals/overrides.html", {"page": page})
