from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.forms import WorkbookForm
from exchange.reproduction.comparison import comparison
from exchange.workbook import Plan, import_workbook, plan, record_preview, uploads
from exchange.workbook.layout import SHEETS
from exchange.workbook.wording import counted
from projects.access import AccessView, Permission, may_import
from projects.once import once

SHOWN_ISSUES = 200


class ReproductionPage(AccessView):
    """What the published sources print beside what our reports give: for everybody who is signed in."""

    permission = Permission.OWN_PAGES

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "exchange/reproduction.html", {"comparison": comparison()})


class HostView(AccessView, is_abstract=True):
    """For the host organisation's coordinators: imported citizens become theirs. Anybody else's is 404."""

    permission = Permission.REGISTRATIONS_IMPORT

    def prepare(self, **kwargs: Any) -> None:
        if not may_import(self.user, self.project):
            raise Http404

    def import_url(self) -> str:
        return reverse("exchange:import", args=[self.project.code])


class ImportView(HostView):
    """Choose a workbook; it is kept until the preview is confirmed or given up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(WorkbookForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WorkbookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        token = uploads.keep(form.cleaned_data["workbook"], user=self.user, project=self.project)
        return HttpResponseRedirect(reverse("exchange:import_preview", args=[self.project.code, token]))

    def _show(self, form: WorkbookForm, status: int = 200) -> HttpResponse:
        return render(self.request, "exchange/import.html", {"form": form, "sheets": SHEETS}, status=status)


class KeptFileView(HostView, is_abstract=True):
    """About the kept file that the address names; one that was made for somebody else is 404."""

    path: Path | None
    token: str

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.token = kwargs["token"]
        try:
            self.path = uploads.find(self.token, user=self.user, project=self.project)
        except uploads.BadSignature:
            raise Http404 from None

    def show(self, result: Plan, *, status: int = 200) -> HttpResponse:
        created, updated = counted(result.created), counted(result.updated)
        context = {
            "plan": result,
            "token": self.token,
            "created": created,
            "updated": updated,
            "can_confirm": bool(created or updated),  # a plan with errors creates and updates nothing
            "errors": result.errors[:SHOWN_ISSUES],
            "warnings": result.warnings[:SHOWN_ISSUES],
            "is_refused": status != 200,
        }
        return render(self.request, "exchange/import_preview.html", context, status=status)

    def gone(self) -> HttpResponse:
        messages.warning(self.request, _("The file is no longer here. Choose it again."))
        return HttpResponseRedirect(self.import_url())


class ImportPreviewView(KeptFileView):
    """What the file would create and update, and every row that is wrong; writes nothing."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.path is None:
            return self.gone()
        try:
            result = plan(self.project, self.path)
        except FileNotFoundError:
            return self.gone()
        record_preview(result, by=self.user)
        return self.show(result)


class ImportConfirmView(KeptFileView):
    """Take the file over, reckoned anew: what is stored may have changed since the preview."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """The second click waits for the first, imports nothing, and shows what the first one did."""
        self.refused: Plan | None = None
        done = once(request.session, f"import {token}", self._take_over)
        if self.refused is not None:
            return self.show(self.refused, status=409)
        if not done:
            return self.gone()
        uploads.remove(token, user=self.user, project=self.project)
        messages.success(request, done)
        return HttpResponseRedirect(self.import_url())

    def _take_over(self) -> str:
        """What was imported, in words; empty where nothing was."""
        if self.path is None:
            return ""
        try:
            result = import_workbook(self.project, self.path, by=self.user)
        except FileNotFoundError:  # imported or given up in another browser at this moment
            return ""
        if result.errors:
            self.refused = result
            return ""
        return _("The workbook has been imported. %(what)s") % {"what": _summary(result)}


class ImportCancelView(KeptFileView):
    """Give the file up: it is deleted."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        uploads.remove(token, user=self.user, project=self.project)
        messages.success(request, _("The file has been deleted. Nothing was imported."))
        return HttpResponseRedirect(self.import_url())


def _summary(result: Plan) -> str:
    created = ", ".join(counted(result.created)) or _("nothing")
    updated = ", ".join(counted(result.updated)) or _("nothing")
    return _("Created: %(created)s. Updated: %(updated)s.") % {"created": created, "updated": updated}
