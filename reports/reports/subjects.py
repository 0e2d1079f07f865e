"""Whom a report is about: what its title page says of a project or a programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from projects.models import Partnership, Programme, Project


@dataclass(frozen=True)
class ReportProject:
    kind: ClassVar[str] = "project"

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
class ReportProgramme:
    kind: ClassVar[str] = "programme"

    id: int
    code: str
    name: str
    projects: tuple[str, ...]

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name}


Subject = ReportProject | ReportProgramme


def about_project(project: Project) -> ReportProject:
    return about_projects([project])[0]


def about_projects(projects: Iterable[Project]) -> list[ReportProject]:
    """In the same order; their hosts with one query for all."""
    projects = list(projects)
    hosts = Partnership.objects.filter(project__in=projects, is_host=True).select_related("organisation")
    by_project = {host.project_id: host.organisation for host in hosts}
    return [
        ReportProject(
            id=project.pk,
            code=project.code,
            name=project.name,
            municipality_code=project.municipality.code,
            municipality_name=project.municipality.name,
            host_name=by_project[project.pk].name if project.pk in by_project else project.municipality.authority,
            letterhead=by_project[project.pk].letterhead if project.pk in by_project else "",
            programme_name=project.programme.name if project.programme else "",
            visitation=project.visitation,
        )
        for project in projects
    ]


def about_programme(programme: Programme, projects: Iterable[Project]) -> ReportProgramme:
    return ReportProgramme(
        id=programme.pk, code=programme.code, name=programme.name, projects=tuple(one.name for one in projects)
    )


def projects_of(programme: Programme) -> list[Project]:
    """By code, so that every table has them in one order; in Python, because a Danish collation sorts AA as Å."""
    projects = programme.projects.select_related("municipality", "programme").order_by()
    return sorted(projects, key=lambda project: project.code)
