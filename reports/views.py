from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate

from projects.access import AccessView, Permission
from reports.forms import AsOfForm, PrintForm
from reports.presentation import report_sections
from reports.printing import print_project_report
from reports.reports import AsOfInFuture, ProjectReport, project_report


class FiguresView(AccessView):
    """The project's figures as of a day, as tables and charts."""

    permission = Permission.FIGURES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        # Without a day in the address the form shows today's.
        form = AsOfForm(request.GET if request.GET.get("as_of") else {"as_of": localdate().isoformat()})
        form.is_valid()
        report = self._report(form)
        context = {"form": form, "report": report, "sections": report_sections(report), "query": _query(report)}
        return render(request, "reports/figures.html", context)

    def _report(self, form: AsOfForm) -> ProjectReport:
        """Of the day asked for; of today where that day is not one, and the form says so."""
        try:
            return project_report(self.project, as_of=form.day)
        except AsOfInFuture as error:
            form.add_error("as_of", str(error))
            return project_report(self.project)


class ReportPdfView(AccessView):
    permission = Permission.REPORT_PRINT

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PrintForm(request.GET)
        if not form.is_valid():
            if "audience" in form.errors:
                raise Http404
            return self._ask_again(request)
        try:
            report, content = print_project_report(
                self.project, format="pdf", as_of=form.day, audience=form.cleaned_data["audience"], by=self.user
            )
        except AsOfInFuture:
            return self._ask_again(request)
        name = f"{report.project.code}-{report.as_of.isoformat()}.pdf"
        headers = {"Content-Disposition": content_disposition_header(as_attachment=False, filename=name) or ""}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    def _ask_again(self, request: HttpRequest) -> HttpResponse:
        """The page with the form, which says what is wrong with the day."""
        query = urlencode({"as_of": request.GET.get("as_of", "")})
        return redirect(f"{reverse('reports:figures', args=[self.project.code])}?{query}")


def _query(report: ProjectReport) -> str:
    return urlencode({"as_of": report.as_of.isoformat()})
