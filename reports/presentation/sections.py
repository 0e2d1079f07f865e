from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.charts import NARROW
from documents.paper import Exhibit, Section, numbered
from reports.presentation import sentences
from reports.presentation.charts import figure_of
from reports.reports import ProjectReport

# In the order of source 002, chapter 3; a table of the report stands in exactly one section.
SECTIONS: list[tuple[str, str | Promise, Callable[[ProjectReport], list[str]], tuple[str, ...]]] = [
    ("citizens", _("The citizens"), sentences.citizens, ("citizen_facts", "age_distribution", "gender_distribution")),
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
]


def report_sections(report: ProjectReport, *, width: int = NARROW) -> tuple[Section, ...]:
    """The report's tables in sections, each with its figure `width` units wide, numbered."""
    return numbered(
        Section(key, str(title), tuple(words(report)), tuple(_exhibit(report, table_id, width) for table_id in tables))
        for key, title, words, tables in SECTIONS
    )


def _exhibit(report: ProjectReport, table_id: str, width: int) -> Exhibit:
    table = report.table(table_id)
    return Exhibit(table, figure_of(table, report, width))
