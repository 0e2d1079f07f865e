from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from projects.access import AccessView, Permission, has_permission
from projects.models import Programme, Project
from projects.pages import programme_of_code
from reports.forms import AsOfForm, PrintForm
from reports.presentation import report_sections
from reports.printing import FORMATS, file_name, print_report
from reports.reports import AsOfInFuture, Audience, Report, report_of


class ReportView(AccessView, is_abstract=True):
    """One kind of report about the project or the programme that the address names."""

    kind: ClassVar[str]
    page: ClassVar[str]  # the route of the page that shows the report
    files: ClassVar[str]  # the route of its files
    files_permission: ClassVar[Permission] = Permission.REPORT_PRINT
    tabs: ClassVar[str] = "components/figures_tabs.html"
    audiences: ClassVar[tuple[Audience, ...]] = ("internal", "public")

    @property
    def subject(self) -> Project | Programme:
        return self.project

    def address(self) -> str:
        return reverse(self.page, args=[self.subject.code])


class ProgrammeReportView(ReportView, is_abstract=True):
    """The authority sees all projects, so it sees what may leave them (docs/decisions/0020)."""

    permission = files_permission = Permission.PROGRAMME_FIGURES_VIEW
    tabs = "components/programme_tabs.html"
    audiences = ("public",)

    def prepare(self, **kwargs: Any) -> None:
        self.programme = programme_of_code(kwargs["programme"])

    @property
    def subject(self) -> Programme:
        return self.programme


class ReportPage(ReportView, is_abstract=True):
    """The report as of a day, as tables and charts, with the files that one may take along."""

    title: Any

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # Without a day in the address the form shows today's.
        form = AsOfForm(request.GET if request.GET.get("as_of") else {"as_of": localdate().isoformat()})
        form.is_valid()
        report = self._report(form)
        context = {
            "form": form,
            "report": report,
            "title": self.title,
            "tabs": self.tabs,
            "address": self.address(),
            "sections": report_sections(report),
            "audience": self.audiences[0],
            "files": [(audience, self._files(report, audience)) for audience in self._printable()],
        }
        return render(request, "reports/report.html", context)

    def _report(self, form: AsOfForm) -> Report:
        """Of the day asked for; of today where that day is not one, and the form says so."""
        audience = self.audiences[0]
        try:
            return report_of(self.kind, self.subject, as_of=form.day, audience=audience)
        except AsOfInFuture as error:
            form.add_error("as_of", str(error))
            return report_of(self.kind, self.subject, audience=audience)

    def _printable(self) -> tuple[Audience, ...]:
        may_print = has_permission(self.user, self.files_permission, getattr(self, "project", None))
        return self.audiences if may_print else ()

    def _files(self, report: Report, audience: str) -> list[tuple[str, str]]:
        query = urlencode({"as_of": report.as_of.isoformat(), "audience": audience})
        return [
            (format.upper(), f"{reverse(self.files, args=[self.subject.code, format])}?{query}") for format in FORMATS
        ]


class ReportFile(ReportView, is_abstract=True):
    def get(self, request: HttpRequest, format: str, **kwargs: Any) -> HttpResponse:
        form = PrintForm(request.GET, audiences=self.audiences)
        is_valid = form.is_valid()
        if format not in FORMATS or "audience" in form.errors:
            raise Http404
        if not is_valid:
            return self._ask_again(request)
        try:
            report, content = print_report(
                self.kind,
                self.subject,
                format=format,
                as_of=form.day,
                audience=form.cleaned_data["audience"],
                by=self.user,
            )
        except AsOfInFuture:
            return self._ask_again(request)
        return _file(report, content, format)

    def _ask_again(self, request: HttpRequest) -> HttpResponse:
        """The page with the form, which says what is wrong with the day."""
        return redirect(f"{self.address()}?{urlencode({'as_of': request.GET.get('as_of', '')})}")


def _file(report: Report, content: bytes, format: str) -> HttpResponse:
    """A PDF opens in the browser; everything else is a file to keep."""
    disposition = content_disposition_header(as_attachment=format != "pdf", filename=file_name(report, format))
    headers = {"Content-Disposition": disposition or ""}
    return HttpResponse(content, content_type=FORMATS[format].content_type, headers=headers)


class Figures(ReportView, is_abstract=True):
    kind, page, files = "project", "reports:figures", "reports:file"


class FiguresPage(Figures, ReportPage):
    permission = Permission.FIGURES_VIEW
    title = _("Figures")


class FiguresFile(Figures, ReportFile):
    permission = Permission.REPORT_PRINT


class Status(ReportView, is_abstract=True):
    kind, page, files = "status", "reports:status", "reports:status_file"


class StatusPage(Status, ReportPage):
    permission = Permission.FIGURES_VIEW
    title = _("Status statement")


class StatusFile(Status, ReportFile):
    permission = Permission.REPORT_PRINT


class Overview(ProgrammeReportView, is_abstract=True):
    kind, page, files = "overview", "reports:overview", "reports:overview_file"


class OverviewPage(Overview, ReportPage):
    title = _("Overview of a programme")


class OverviewFile(Overview, ReportFile):
    pass


class ProgrammeStatus(ProgrammeReportView, is_abstract=True):
    kind, page, files = "status", "reports:programme_status", "reports:programme_status_file"


class ProgrammeStatusPage(ProgrammeStatus, ReportPage):
    title = _("Status statement")


class ProgrammeStatusFile(ProgrammeStatus, ReportFile):
    pass
