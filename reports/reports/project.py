import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from documents.tables import Note, Table
from projects.models import Project
from reports.figures.gathering import Figures, gather
from reports.reports.base import Audience, Report, for_audience, known_audience
from reports.reports.days import asked_day, by_day, day_notes, day_of
from reports.reports.subjects import ReportProject, about_project
from reports.tables import citizens as citizen_tables
from reports.tables import interventions as intervention_tables
from reports.tables import referrals as referral_tables
from reports.tables import wellbeing as wellbeing_tables


@dataclass(frozen=True)
class ProjectReport(Report):
    kind: ClassVar[str] = "project"

    about: ReportProject


def project_report(project: Project, *, as_of: dt.date | None = None, audience: Audience = "internal") -> ProjectReport:
    """Every table of `report project` as of a day (default: today); a day after the project's last day is read as it.

    Raises AsOfInFuture for a day to come, ValueError for an unknown audience.
    """
    audience = known_audience(audience)
    asked_for = asked_day(as_of)
    figures = figures_of([project], asked_for)[project.pk]
    notes = day_notes(project, asked_for)
    tables = for_audience(tables_of(project, figures, notes), audience)
    return ProjectReport(about_project(project), day_of(project, asked_for), asked_for, audience, notes, tables)


def figures_of(projects: Sequence[Project], asked_for: dt.date) -> dict[int, Figures]:
    """Each project's figures on its own day."""
    found: dict[int, Figures] = {}
    for day, ids in by_day(projects, asked_for).items():
        found |= gather(ids, day)
    return found


def tables_of(project: Project, figures: Figures, notes: tuple[Note, ...] = ()) -> tuple[Table, ...]:
    """In the order of figures.md; `notes` are those about the day."""
    return (
        citizen_tables.citizen_facts(
            figures.participation,
            figures.ages,
            heading=project.name,
            is_decentral=project.visitation == Project.Visitation.DECENTRAL,
            notes=notes,
        ),
        citizen_tables.age_distribution(figures.ages),
        citizen_tables.gender_distribution(figures.genders),
        intervention_tables.citizens_by_intervention(figures.types),
        intervention_tables.interventions_per_citizen(figures.types_per_citizen, figures.types),
        intervention_tables.citizens_by_challenge(figures.challenges),
        *_wellbeing_tables(project, figures),
        referral_tables.referral_sources(figures.sources),
        referral_tables.referrals_onward(figures.onward),
    )


def _wellbeing_tables(project: Project, figures: Figures) -> tuple[Table, ...]:
    rules = wellbeing_tables.WaveRules(project.rules.who5_interval_days, project.rules.who5_minimum)
    return (
        wellbeing_tables.who5_by_wave(figures.waves, figures.answers, rules),
        wellbeing_tables.who5_change(figures.waves, rules),
        wellbeing_tables.who5_attrition(figures.attrition),
    )
