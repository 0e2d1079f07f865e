import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from documents.tables import Note, Table
from projects.models import Programme, Project
from reports.figures import money
from reports.figures.money import Economy
from reports.figures.status import Standing, standing
from reports.reports.base import Audience, Report, for_audience, known_audience
from reports.reports.days import asked_day, by_day, day_notes, day_of, programme_day_notes
from reports.reports.subjects import about_programme, about_project, projects_of
from reports.tables import money as money_tables
from reports.tables import status as status_tables


@dataclass(frozen=True)
class StatusReport(Report):
    """The status statement to a minister or a funder (source 000), of a project or a programme."""

    kind: ClassVar[str] = "status"


def project_status(project: Project, *, as_of: dt.date | None = None, audience: Audience = "internal") -> StatusReport:
    """As of a day (default: today); a day after the project's last day is read as it.

    Raises AsOfInFuture for a day to come, ValueError for an unknown audience.
    """
    audience = known_audience(audience)
    asked_for = asked_day(as_of)
    day, notes = day_of(project, asked_for), day_notes(project, asked_for)
    tables = _tables([project], day, money.of_project(project.pk, day), notes)
    return StatusReport(about_project(project), day, asked_for, audience, notes, for_audience(tables, audience))


def programme_status(
    programme: Programme, *, as_of: dt.date | None = None, audience: Audience = "internal"
) -> StatusReport:
    """As of a day; one after the programme's end is read as its last, and each project's own last day counts beside.

    Raises AsOfInFuture for a day to come, ValueError for an unknown audience.
    """
    audience = known_audience(audience)
    asked_for = asked_day(as_of)
    day, projects = min(asked_for, programme.ends_on), projects_of(programme)
    tables = _tables(
        projects, day, money.of_programme(programme.pk, day), programme_day_notes(programme, projects, day)
    )
    return StatusReport(
        about=about_programme(programme, projects),
        as_of=day,
        asked_for=asked_for,
        audience=audience,
        notes=programme_day_notes(programme, projects, asked_for),
        tables=for_audience(tables, audience),
    )


def _tables(projects: Sequence[Project], day: dt.date, economy: Economy, notes: tuple[Note, ...]) -> tuple[Table, ...]:
    whole = sum((standing(ids, own_day) for own_day, ids in by_day(projects, day).items()), start=Standing())
    return (
        status_tables.status(whole, is_of_several=len(projects) > 1, notes=notes),
        money_tables.economy(economy),
    )
