"""Projects stand by code in every table, whatever the database's collation: a Danish one sorts AA as Å, last."""

import pytest

from projects.models import Programme
from projects.tests.money import grant
from reports.reports import programme_overview, programme_status
from reports.tests.world import AS_OF, START, World

CODES = ["AAR", "ESB", "ODE", "VIB"]


@pytest.fixture
def programme(db):
    worlds = {code: World(code) for code in reversed(CODES)}
    for world in worlds.values():
        grant(world.project, kroner=100, applicant="Kommunen", title="B", granted_on=START)
    grant(worlds["AAR"].project, kroner=100, applicant="Kommunen", title="A", granted_on=START)
    return Programme.objects.get(code="EXIT2020")


def test_columns_of_the_facts(programme):
    table = programme_overview(programme, as_of=AS_OF).table("citizen_facts")
    assert [column.key for column in table.columns] == CODES


def test_the_projects_own_tables(programme):
    assert [report.about.code for report in programme_overview(programme, as_of=AS_OF).projects] == CODES


def test_rows_of_the_grants(programme):
    rows = programme_overview(programme, as_of=AS_OF).table("grants").rows
    assert [row.key for row in rows] == ["AAR", "AAR-2", "ESB", "ODE", "VIB"]
    assert [row.cells["title"].display for row in rows] == ["A", "B", "B", "B", "B"]


def test_projects_on_the_title_page(programme):
    for project in programme.projects.all():
        type(project).objects.filter(pk=project.pk).update(name=f"Project {project.code}")
    for report in (programme_status, programme_overview):
        assert report(programme, as_of=AS_OF).about.projects == tuple(f"Project {code}" for code in CODES)
