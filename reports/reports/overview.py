import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from documents.tables import Table
from projects.models import Programme, Project
from reports.figures import money
from reports.figures.gathering import Figures
from reports.reports.base import Audience, Report, for_audience, known_audience, tables_json
from reports.reports.days import asked_day, day_notes, day_of, programme_day_notes
from reports.reports.project import ProjectReport, figures_of, tables_of
from reports.reports.subjects import ReportProgramme, about_programme, about_projects, projects_of
from reports.tables import citizens as citizen_tables
from reports.tables import money as money_tables


@dataclass(frozen=True)
class OverviewReport(Report):
    """A programme: its projects side by side, its grants, and each project's own report."""

    kind: ClassVar[str] = "overview"

    about: ReportProgramme
    projects: tuple[ProjectReport, ...]

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | {
            "projects": [
                {
                    "project": report.about.as_json(),
                    "as_of": report.as_of.isoformat(),
                    "tables": tables_json(report.tables, self.audience),
                }
                for report in self.projects
            ]
        }


def programme_overview(
    programme: Programme, *, as_of: dt.date | None = None, audience: Audience = "internal"
) -> OverviewReport:
    """Every table of `report overview` as of a day, with a number of queries that does not grow with the projects.

    A day after the programme's end is read as its last, and each project's own last day counts beside.
    Raises AsOfInFuture for a day to come, ValueError for an unknown audience.
    """
    audience = known_audience(audience)
    asked_for = asked_day(as_of)
    day = min(asked_for, programme.ends_on)
    projects = projects_of(programme)
    figures = figures_of(projects, day)
    return OverviewReport(
        about=about_programme(programme, projects),
        as_of=day,
        asked_for=asked_for,
        audience=audience,
        notes=programme_day_notes(programme, projects, asked_for),
        tables=for_audience(_tables(programme, projects, figures, day), audience),
        projects=_project_reports(projects, figures, day, audience),
    )


def _tables(
    programme: Programme, projects: list[Project], figures: dict[int, Figures], day: dt.date
) -> tuple[Table, ...]:
    columns = [(one.code, one.name, figures[one.pk].participation, figures[one.pk].ages) for one in projects]
    is_decentral = any(one.visitation == Project.Visitation.DECENTRAL for one in projects)
    notes = programme_day_notes(programme, projects, day)
    return (
        citizen_tables.citizen_facts_side_by_side(columns, is_decentral=is_decentral, notes=notes),
        money_tables.grants(money.project_grants(programme.pk, day)),
    )


def _project_reports(
    projects: list[Project], figures: dict[int, Figures], day: dt.date, audience: Audience
) -> tuple[ProjectReport, ...]:
    return tuple(
        ProjectReport(
            about=about,
            as_of=day_of(project, day),
            asked_for=day,
            audience=audience,
            notes=day_notes(project, day),
            tables=for_audience(tables_of(project, figures[project.pk], day_notes(project, day)), audience),
        )
        for project, about in zip(projects, about_projects(projects), strict=True)
    )
