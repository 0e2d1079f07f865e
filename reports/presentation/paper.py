from django.utils.translation import gettext, pgettext

from documents.charts import WIDE
from documents.numbers import long_date
from documents.paper import Paper
from projects.models import Municipality, Project
from reports.presentation.definitions import definitions
from reports.presentation.sections import report_sections
from reports.reports import ProjectReport


def project_paper(report: ProjectReport) -> Paper:
    """The report as a document in the active language; an internal one is marked on every page."""
    is_internal = report.audience == "internal"
    status = pgettext("report", "Internal") if is_internal else pgettext("report", "Public")
    day = long_date(report.as_of)
    return Paper(
        title=report.project.name,
        kind=gettext("Project report"),
        running=gettext("%(project)s, as of %(day)s") % {"project": report.project.name, "day": day},
        facts=tuple(_facts(report)),
        letterhead=(report.project.host_name, *filter(None, map(str.strip, report.project.letterhead.splitlines()))),
        status=status,
        mark=status if is_internal else "",
        notes=tuple(note.text for note in report.notes),
        sections=report_sections(report, width=WIDE),
        definitions=tuple(definitions(report)),
        as_of=report.as_of,
    )


def _facts(report: ProjectReport) -> list[tuple[str, str]]:
    about = report.project
    municipality = Municipality(code=about.municipality_code, name=about.municipality_name)
    facts = [
        (gettext("Project"), f"{about.name} ({about.code})"),
        (gettext("Municipality"), f"{municipality.authority} ({about.municipality_code})"),
        (gettext("Programme"), about.programme_name),
        (pgettext("report", "Intake"), str(Project.Visitation(about.visitation).label)),
        (pgettext("report", "As of"), long_date(report.as_of)),
    ]
    return [(label, value) for label, value in facts if value]
