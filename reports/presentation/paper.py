from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from documents.charts import WIDE
from documents.numbers import long_date
from documents.paper import Paper
from projects.models import Municipality, Project
from reports.presentation.definitions import definitions
from reports.presentation.sections import report_sections
from reports.reports import Report, ReportProgramme, ReportProject

KINDS: dict[str, str | Promise] = {
    "project": _("Project report"),
    "overview": _("Overview of a programme"),
    "status": _("Status statement"),
}


def report_paper(report: Report) -> Paper:
    """The report as a document in the active language; an internal one is marked on every page."""
    is_internal = report.audience == "internal"
    status = pgettext("report", "Internal") if is_internal else pgettext("report", "Public")
    day = long_date(report.as_of)
    return Paper(
        title=report.about.name,
        kind=str(KINDS[report.kind]),
        running=gettext("%(project)s, as of %(day)s") % {"project": report.about.name, "day": day},
        facts=tuple(_facts(report)),
        letterhead=tuple(_letterhead(report)),
        status=status,
        mark=status if is_internal else "",
        notes=tuple(note.text for note in report.notes),
        sections=report_sections(report, width=WIDE),
        definitions=tuple(definitions(report)),
        as_of=report.as_of,
    )


def _letterhead(report: Report) -> list[str]:
    about = report.about
    if isinstance(about, ReportProgramme):
        return []
    return [about.host_name, *filter(None, map(str.strip, about.letterhead.splitlines()))]


def _facts(report: Report) -> list[tuple[str, str]]:
    about = report.about
    facts = _programme_facts(about) if isinstance(about, ReportProgramme) else _project_facts(about)
    facts.append((pgettext("report", "As of"), long_date(report.as_of)))
    return [(label, value) for label, value in facts if value]


def _project_facts(about: ReportProject) -> list[tuple[str, str]]:
    municipality = Municipality(code=about.municipality_code, name=about.municipality_name)
    return [
        (gettext("Project"), f"{about.name} ({about.code})"),
        (gettext("Municipality"), f"{municipality.authority} ({about.municipality_code})"),
        (gettext("Programme"), about.programme_name),
        (pgettext("report", "Intake"), str(Project.Visitation(about.visitation).label)),
    ]


def _programme_facts(about: ReportProgramme) -> list[tuple[str, str]]:
    return [
        (gettext("Programme"), f"{about.name} ({about.code})"),
        (gettext("Projects"), ", ".join(about.projects)),
    ]
