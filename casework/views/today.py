"""My day, the agenda of a week, and the page of everything else: where a day's work begins."""

import datetime as dt
import re
from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action
from audit.services import record
from casework.due.awaiting import AwaitingGroup, awaiting_groups
from casework.due.day import Group, Scope, asked_by, due_groups, usual_scope
from casework.querysets import with_own_names
from clients.assignments.querysets import own_citizens
from clients.models import Client, Cover
from projects.access import AccessView, Permission

WEEK = re.compile(r"(20\d\d)-W(\d\d)", re.ASCII)


class ScopedView(AccessView, is_abstract=True):
    """A page of the person's own citizens, or with `?who=all` of all that the person sees."""

    def scope(self) -> Scope:
        asked = self.request.GET.get("who", "")
        return Scope(asked) if asked in ("mine", "all") else usual_scope(self.user, self.project)

    def record_listed(self, shown: list[Any]) -> None:
        about: dict[str, Any] = {} if shown else {"subject_type": "client"}
        record(Action.LISTED, shown, by=self.user, project_id=self.project.pk, **about)

    def frame(self, scope: Scope) -> dict[str, Any]:
        """What both pages show of whose lists these are: the switch, and who covers for whom today."""
        covers = Cover.objects.filter(project=self.project).in_force().select_related("person", "colleague")
        return {
            "scope": scope.value,
            "today": localdate(),
            "away": covers.filter(person=self.user.pk).first(),
            "covering": list(covers.filter(colleague=self.user.pk)),
        }


class TodayView(ScopedView):
    """What is due today, each line with one step to the thing to do."""

    permission = Permission.CLIENT_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = self.scope()
        groups = due_groups(asked_by(self.user, self.project), scope)
        awaiting = awaiting_groups(asked_by(self.user, self.project))
        self.record_listed(shown_in(groups) + carded_in(awaiting))
        total = sum(group.total for group in groups) + sum(group.total for group in awaiting)
        context = {"awaiting": awaiting, "groups": groups, "total": total}
        return render(request, "casework/today.html", context | self.frame(scope))


def shown_in(groups: list[Group]) -> list[Client]:
    """Each citizen once, in whichever groups."""
    return list({line.client.pk: line.client for group in groups for line in group.lines}.values())


def carded_in(awaiting: list[AwaitingGroup]) -> list[Client]:
    """The citizens whose codes stand on the cards that are shown."""
    return [line.row.client for group in awaiting for line in group.lines if line.code]


class AgendaView(ScopedView):
    """The appointments of one week, Monday to Sunday; the address names the ISO week, else it is this one."""

    permission = Permission.CLIENT_VIEW
    monday: dt.date

    def prepare(self, **kwargs: Any) -> None:
        week = kwargs.get("week")
        self.monday = monday_of(week) if week else localdate() - dt.timedelta(days=localdate().weekday())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        scope = self.scope()
        citizens = self._appointments(scope)
        self.record_listed(citizens)
        by_day: dict[dt.date, list[Client]] = defaultdict(list)
        for each in citizens:
            by_day[each.next_appointment_on].append(each)
        days = [self.monday + dt.timedelta(days=number) for number in range(7)]
        context: dict[str, Any] = {"days": [(day, by_day[day]) for day in days], "first": days[0], "last": days[-1]}
        context["number"] = self.monday.isocalendar().week
        return render(request, "casework/agenda.html", context | self.frame(scope) | self._neighbours())

    def _appointments(self, scope: Scope) -> list[Any]:
        citizens = Client.objects.visible_to(self.user).filter(project=self.project)
        if scope is Scope.MINE:
            citizens = own_citizens(self.user, self.project)
        sunday = self.monday + dt.timedelta(days=6)
        week = with_own_names(citizens, self.user).filter(next_appointment_on__range=(self.monday, sunday))
        return list(week.order_by("next_appointment_on", "next_appointment_time", "code"))

    def _neighbours(self) -> dict[str, str]:
        """The addresses of the weeks before and after."""
        week = dt.timedelta(days=7)
        mondays = {"previous": self.monday - week, "following": self.monday + week}
        code = self.project.code
        return {name: reverse("casework:agenda_week", args=[code, iso_week(day)]) for name, day in mondays.items()}


def iso_week(day: dt.date) -> str:
    """2026-W48"""
    year, week, _day = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def monday_of(week: str) -> dt.date:
    """Raises Http404 for what is no week of this century, such as the 53rd of most years."""
    found = WEEK.fullmatch(week)
    if found is None:
        raise Http404
    try:
        return dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise Http404 from None


class MoreView(AccessView):
    """On a phone: what the bar at the bottom has no room for."""

    permission = Permission.OWN_PAGES

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "casework/more.html")
