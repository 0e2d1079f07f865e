"""Which tables make which report, and the day that a report is of."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.timezone import localdate
from django.utils.translation import gettext

from documents.numbers import long_date
from documents.tables import Note, Table
from projects.models import Partnership, Project
from reports import disclosure
from reports.figures import interventions, population, referrals, wellbeing
from reports.tables import citizens as citizen_tables
from reports.tables import interventions as intervention_tables
from reports.tables import referrals as referral_tables
from reports.tables import wellbeing as wellbeing_tables

Audience = Literal["internal", "public"]


class AsOfInFuture(ValueError):  # noqa: N818 - reads as what is wrong
    """A report cannot be of a day that has not come."""


@dataclass(frozen=True)
class ReportProject:
    """What a report says about its project."""

    id: int
    code: str
    name: str
    municipality_code: str
    municipality_name: str
    host_name: str
    letterhead: str
    programme_name: str
    visitation: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name, "municipality": self.municipality_code}


@dataclass(frozen=True)
class ProjectReport:
    """`as_of` is the day used, `asked_for` the day wanted; `notes` say why they differ."""

    project: ReportProject
    as_of: dt.date
    asked_for: dt.date
    audience: Audience
    notes: tuple[Note, ...]
    tables: tuple[Table, ...]

    def table(self, table_id: str) -> Table:
        """Raises KeyError for an id that the report does not have."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def as_json(self) -> dict[str, Any]:
        """The object of figures.md, "Report JSON"."""
        is_public = self.audience == "public"
        return {
            "report": "project",
            "project": self.project.as_json(),
            "as_of": self.as_of.isoformat(),
            "audience": self.audience,
            "tables": [disclosure.public_json(table) if is_public else table.as_json() for table in self.tables],
        }


def project_report(project: Project, *, as_of: dt.date | None = None, audience: Audience = "internal") -> ProjectReport:
    """Every table of `report project` as of a day (default: today); a day after the project's last day is read as it.

    Raises AsOfInFuture for a day to come, ValueError for an unknown audience.
    """
    if audience not in ("internal", "public"):
        raise ValueError(f"The audience is {audience!r}; use internal or public.")
    asked_for = as_of or localdate()
    if asked_for > localdate():
        raise AsOfInFuture(gettext("The day has not come yet. Choose today or an earlier day."))
    day = min(asked_for, project.last_day or asked_for)
    notes = day_notes(project, asked_for)
    tables = _tables(project, day, notes)
    if audience == "public":
        tables = tuple(disclosure.for_the_public(table) for table in tables)
    return ProjectReport(_about(project), day, asked_for, audience, notes, tables)


def day_notes(project: Project, asked_for: dt.date) -> tuple[Note, ...]:
    """What a reader must know about the day: it was read as the project's last one, or nothing had begun."""
    last = project.last_day
    if last is not None and asked_for > last:
        if last == project.lapsed_on:
            text = gettext("The project's grant lapsed on %(day)s. The figures are as of that day.")
        else:
            text = gettext("The project ended on %(day)s. The figures are as of that day.")
        return (Note(text % {"day": long_date(last)}),)
    if asked_for < project.starts_on:
        text = gettext("The project began on %(day)s, after the day of this report.")
        return (Note(text % {"day": long_date(project.starts_on)}),)
    return ()


def _about(project: Project) -> ReportProject:
    host = Partnership.objects.filter(project=project, is_host=True).select_related("organisation").first()
    return ReportProject(
        id=project.pk,
        code=project.code,
        name=project.name,
        municipality_code=project.municipality.code,
        municipality_name=project.municipality.name,
        host_name=host.organisation.name if host else project.municipality.authority,
        letterhead=host.organisation.letterhead if host else "",
        programme_name=project.programme.name if project.programme else "",
        visitation=project.visitation,
    )


def _tables(project: Project, day: dt.date, notes: tuple[Note, ...]) -> tuple[Table, ...]:
    """In the order of figures.md."""
    return (
        *_citizen_tables(project, day, notes),
        *_intervention_tables(project, day),
        *_wellbeing_tables(project, day),
        referral_tables.referral_sources(referrals.sources(project.pk, day)),
        referral_tables.referrals_onward(referrals.onward(project.pk, day)),
    )


def _citizen_tables(project: Project, day: dt.date, notes: tuple[Note, ...]) -> list[Table]:
    ages = population.ages(project.pk, day)
    facts = citizen_tables.citizen_facts(
        population.participation(project.pk, day),
        ages,
        heading=project.name,
        is_decentral=project.visitation == Project.Visitation.DECENTRAL,
        notes=notes,
    )
    genders = population.genders(project.pk, day)
    return [facts, citizen_tables.age_distribution(ages), citizen_tables.gender_distribution(genders)]


def _intervention_tables(project: Project, day: dt.date) -> list[Table]:
    types = interventions.citizens_by_type(project.pk, day)
    return [
        intervention_tables.citizens_by_intervention(types),
        intervention_tables.interventions_per_citizen(interventions.types_per_citizen(project.pk, day), types),
        intervention_tables.citizens_by_challenge(interventions.citizens_by_challenge(project.pk, day)),
    ]


def _wellbeing_tables(project: Project, day: dt.date) -> list[Table]:
    rules = wellbeing_tables.WaveRules(project.rules.who5_interval_days, project.rules.who5_minimum)
    waves = wellbeing.waves(project.pk, day)
    return [
        wellbeing_tables.who5_by_wave(waves, wellbeing.answers(project.pk, day), rules),
        wellbeing_tables.who5_change(waves, rules),
        wellbeing_tables.who5_attrition(wellbeing.attrition(project.pk, day)),
    ]
