from collections.abc import Callable, Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.charts import NARROW
from documents.paper import Exhibit, Section, numbered
from reports.presentation import sentences
from reports.presentation.charts import figure_of
from reports.reports import OverviewReport, ProjectReport, Report

Words = Callable[[Report], list[str]]
Part = tuple[str, str | Promise, Words, tuple[str, ...]]

# In the order of source 002, chapter 3; a table of the report stands in exactly one section.
PARTS: dict[str, list[Part]] = {
    "project": [
        (
            "citizens",
            _("The citizens"),
            sentences.citizens,
            ("citizen_facts", "age_distribution", "gender_distribution"),
        ),
        (
            "interventions",
            _("The interventions"),
            sentences.interventions,
            ("citizens_by_intervention", "interventions_per_citizen", "citizens_by_challenge"),
        ),
        (
            "wellbeing",
            _("The citizens' well-being"),
            sentences.wellbeing,
            ("who5_by_wave", "who5_change", "who5_attrition"),
        ),
        ("referrals", _("Referrals"), sentences.referrals, ("referral_sources", "referrals_onward")),
    ],
    "overview": [
        ("projects", _("The projects side by side"), sentences.projects, ("citizen_facts",)),
        ("grants", _("The grants"), sentences.grants, ("grants",)),
    ],
    "status": [
        ("status", _("The citizens"), sentences.status, ("status",)),
        ("economy", _("The money"), sentences.economy, ("economy",)),
    ],
}


def report_sections(report: Report, *, width: int = NARROW) -> tuple[Section, ...]:
    """The report's tables in sections, each with its figure `width` units wide, numbered."""
    sections = _own_sections(report, width)
    if isinstance(report, OverviewReport):
        sections = [*sections, *(_project_section(one, width) for one in report.projects)]
    return numbered(sections)


def _own_sections(report: Report, width: int) -> Iterable[Section]:
    for key, title, words, tables in PARTS[report.kind]:
        yield Section(key, str(title), tuple(words(report)), tuple(_exhibits(report, tables, width)))


def _project_section(report: ProjectReport, width: int) -> Section:
    """All of one project's report as one section among those of the others."""
    about = report.about
    parts = list(_own_sections(report, width))
    return Section(
        id=f"project-{about.code.lower()}",
        title=gettext("%(project)s (%(code)s)") % {"project": about.name, "code": about.code},
        sentences=tuple(sentence for part in parts for sentence in part.sentences),
        exhibits=tuple(exhibit for part in parts for exhibit in part.exhibits),
        code=about.code,
    )


def _exhibits(report: Report, tables: tuple[str, ...], width: int) -> Iterator[Exhibit]:
    for table_id in tables:
        table = report.table(table_id)
        yield Exhibit(table, figure_of(table, report, width))
