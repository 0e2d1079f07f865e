"""A project's money for its lead, and a programme's for the national authority that owns the framework."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from projects.access import AccessView, Permission
from projects.models import Disbursement, Earmark, Framework, Grant, Programme
from projects.money.history import history_of_programme, history_of_project
from projects.money.sums import lines_of_programme, lines_of_project, sums_of, sums_of_programme
from projects.pages import programme_of_code


class ProjectMoney(AccessView):
    permission = Permission.MONEY_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "sums": sums_of(project=self.project),
            "lines": lines_of_project(self.project),
            "grants": Grant.objects.current().filter(project=self.project).newest_first(),
            "payments": Disbursement.objects.current().filter(project=self.project).newest_first(),
            "history": history_of_project(self.project),
        }
        return render(request, "projects/money/project.html", context)


class Programmes(AccessView):
    permission = Permission.PROGRAMME_MONEY_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        programmes = Programme.objects.order_by("-starts_on", "code")
        lines = [{"programme": programme, "sums": sums_of_programme(programme)} for programme in programmes]
        return render(request, "projects/money/programmes.html", {"lines": lines})


class ProgrammeMoney(AccessView):
    permission = Permission.PROGRAMME_MONEY_EDIT

    def prepare(self, **kwargs: Any) -> None:
        self.programme = programme_of_code(kwargs["programme"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        own, today = {"programme": self.programme}, localdate()
        grants, payments = (
            model.objects.current().filter(**own).select_related("project").newest_first()
            for model in (Grant, Disbursement)
        )
        context = {
            **own,
            "sums": sums_of_programme(self.programme),
            "lines": (lines := lines_of_programme(self.programme)),
            "earmarked": sum(line.earmarked or 0 for line in lines),
            "in_force": {row for model in (Framework, Earmark) for row in model.objects.filter(**own).valid_on(today)},
            "frameworks": Framework.objects.current().filter(**own).newest_first(),
            "earmarks": Earmark.objects.current().filter(**own).newest_first(),
            "grants": grants.filter(project=None),
            "payments": payments.filter(project=None),
            "project_grants": grants.exclude(project=None),
            "project_payments": payments.exclude(project=None),
            "history": history_of_programme(self.programme),
        }
        return render(request, "projects/money/programme.html", context)
