"""A report in the shape that was asked for. The same for the page and for the command."""

import datetime as dt
from collections.abc import Callable
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
from projects.models import Project
from reports.presentation import project_paper
from reports.reports import Audience, ProjectReport, project_report

LANGUAGE = "da"  # a report is a document for Danish authorities, whoever prints it

PROJECT_FORMATS: dict[str, Callable[[ProjectReport], bytes]] = {
    "json": lambda report: render_json(report.as_json()).encode(),
    "html": lambda report: render_html(project_paper(report)).encode(),
    "pdf": lambda report: render_pdf(project_paper(report)),
    "xlsx": lambda report: render_xlsx(project_paper(report), creator=report.project.host_name),
    "csv": lambda report: render_csv(project_paper(report)),
}


@transaction.atomic
def print_project_report(
    project: Project,
    *,
    format: str,
    by: Any,
    as_of: dt.date | None = None,
    audience: Audience = "internal",
) -> tuple[ProjectReport, bytes]:
    """The report and the file, in Danish; leaves an audit event.

    Raises AsOfInFuture for a day to come, KeyError for an unknown format.
    """
    render = PROJECT_FORMATS[format]
    with translation.override(LANGUAGE):
        report = project_report(project, as_of=as_of, audience=audience)
        content = render(report)
    record(Action.PRINTED, project, by=by, report="project", format=format, audience=audience, as_of=str(report.as_of))
    return report, content
