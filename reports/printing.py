"""A report in the shape that was asked for. The same for the pages and for the command."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation

from audit.models import Action
from audit.services import record
from documents.renderers.csv import render_csv
from documents.renderers.html import render_html
from documents.renderers.json import render_json
from documents.renderers.pdf import render_pdf
from documents.renderers.xlsx import render_xlsx
from projects.models import Programme, Project
from reports.presentation import report_paper
from reports.reports import Audience, Report, ReportProgramme, report_of

LANGUAGE = "da"  # a report is a document for Danish authorities, whoever prints it


@dataclass(frozen=True)
class Format:
    """`is_text` may go to standard output; `ending` is what a file of it is named by."""

    render: Callable[[Report], bytes]
    content_type: str
    ending: str
    is_text: bool = False


def _creator(report: Report) -> str:
    return "" if isinstance(report.about, ReportProgramme) else report.about.host_name


FORMATS = {
    "pdf": Format(lambda report: render_pdf(report_paper(report)), "application/pdf", "pdf"),
    "xlsx": Format(
        lambda report: render_xlsx(report_paper(report), creator=_creator(report)),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    "csv": Format(lambda report: render_csv(report_paper(report)), "application/zip", "csv.zip"),
    "html": Format(lambda report: render_html(report_paper(report)).encode(), "text/html", "html", is_text=True),
    "json": Format(lambda report: render_json(report.as_json()).encode(), "application/json", "json", is_text=True),
}


@transaction.atomic
def print_report(
    kind: str,
    subject: Project | Programme,
    *,
    format: str,
    by: Any,
    as_of: dt.date | None = None,
    audience: Audience = "internal",
) -> tuple[Report, bytes]:
    """The report and the file, in Danish; leaves an audit event.

    Raises AsOfInFuture for a day to come, KeyError for an unknown format or a kind that `subject` has no report of.
    """
    render = FORMATS[format].render
    with translation.override(LANGUAGE):
        report = report_of(kind, subject, as_of=as_of, audience=audience)
        content = render(report)
    record(Action.PRINTED, subject, by=by, report=kind, format=format, audience=audience, as_of=str(report.as_of))
    return report, content


def file_name(report: Report, format: str) -> str:
    """ "AAR-2023-11-30.pdf"; a report that is not the project's own names its kind."""
    kind = "" if report.kind == "project" else f"-{report.kind}"
    return f"{report.about.code}{kind}-{report.as_of.isoformat()}.{FORMATS[format].ending}"
