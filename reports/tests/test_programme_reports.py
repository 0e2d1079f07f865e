"""The overview and the status statement of a programme, and the status of a project: which tables, of which days."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override

from clients.models import Goal
from cti.models import Course, CourseGoal
from projects.models import Programme
from projects.tests.money import framework, grant, payment
from reports.reports import (
    AsOfInFuture,
    programme_overview,
    programme_status,
    project_report,
    project_status,
    report_of,
)
from reports.tests.test_reports import fill
from reports.tests.world import AS_OF, World, day


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def programme(db):
    return Programme.objects.get(code="EXIT2020")


@pytest.fixture
def two(programme):
    """Two projects of the programme, one of another."""
    worlds = World("BBB"), World("AAA", visitation="central")
    fill(worlds[0], 12)
    fill(worlds[1], 5)
    fill(World("OTH", programme=Programme.objects.get(code="EXIT2012")), 3)
    for number, world in enumerate(worlds, start=1):
        grant(world.project, 1000 * number, applicant=f"Kommune {number}", granted_on=day("2021-02-01"))
        payment(world.project, 100 * number, paid_on=day("2022-01-01"))
    return worlds


def course(world, client, goal, start):
    row = Course.objects.create(project=world.project, client=client, starts_on=day(start))
    CourseGoal.objects.create(course=row, since=day(start), goal=goal)


def cells(table, key):
    return {column: cell.display for column, cell in table.row(key).cells.items()}


def texts(notes):
    return [note.text for note in notes]


def test_the_projects_stand_side_by_side_by_code(programme, two):
    overview = programme_overview(programme, as_of=AS_OF)
    facts = overview.table("citizen_facts")
    assert [(column.key, column.label) for column in facts.columns] == [("AAA", "Project T"), ("BBB", "Project T")]
    assert cells(facts, "registered") == {"AAA": "5", "BBB": "12"}
    assert [row.key for row in facts.rows] == [
        "registered", "mean_participation_months", "under_one_day", "mean_age_years",
    ]  # fmt: skip
    assert any("not numbers of different persons" in text for text in texts(facts.notes))
    assert any("counts codes" in text for text in texts(facts.notes))


def test_each_project_has_its_own_report_in_the_overview(programme, two):
    overview = programme_overview(programme, as_of=AS_OF)
    alone = [project_report(world.project, as_of=AS_OF) for world in reversed(two)]
    assert list(overview.projects) == alone


def test_the_grants_of_the_overview_add_up(programme, two):
    table = programme_overview(programme, as_of=AS_OF).table("grants")
    assert [(row.label, row.cells["grant"].display) for row in table.rows] == [
        ("Kommune 2", "2,000"), ("Kommune 1", "1,000"),
    ]  # fmt: skip
    assert table.total["grant"].value == 3000


def test_the_overview_as_json(programme, two):
    whole = programme_overview(programme, as_of=AS_OF).as_json()
    assert {key: whole[key] for key in ("report", "programme", "as_of", "audience")} == {
        "report": "overview",
        "programme": {"code": "EXIT2020", "name": programme.name},
        "as_of": "2023-11-30",
        "audience": "internal",
    }
    assert [table["id"] for table in whole["tables"]] == ["citizen_facts", "grants"]
    assert [one["project"]["code"] for one in whole["projects"]] == ["AAA", "BBB"]
    assert whole["projects"][1]["tables"] == project_report(two[0].project, as_of=AS_OF).as_json()["tables"]


def test_the_status_of_a_programme_adds_its_projects_up(programme, two):
    for world, goal in zip(two, (Goal.LEAVE, Goal.IMPROVE), strict=True):
        course(world, world.citizens(1)[0], goal, "2022-01-01")
    framework(programme, 10_000, decided_on=day("2020-01-01"))
    report = programme_status(programme, as_of=AS_OF)
    table = report.table("status")
    counts = {row.key: row.cells["count"].value for row in table.rows}
    assert counts == {
        "in_course_exit": 1, "in_course_improve": 1, "course_ended": 0, "orientation": 0, "referred_on": 17,
        "support": 0,
    }  # fmt: skip
    assert table.total["count"].value == sum(counts.values()) == 19
    assert any("not numbers of different persons" in text for text in texts(table.notes))
    economy = report.table("economy")
    assert (cells(economy, "not_granted"), cells(economy, "paid_out")) == ({"value": "7,000"}, {"value": "300"})
    assert [t["id"] for t in report.as_json()["tables"]] == ["status", "economy"]
    assert report.as_json()["programme"]["code"] == "EXIT2020"


def test_the_status_of_a_project(two):
    report = project_status(two[0].project, as_of=AS_OF)
    assert report.as_json()["project"] == {"code": "BBB", "name": "Project T", "municipality": "0751"}
    assert report.table("status").total["count"].value == 12
    assert not any("different persons" in text for text in texts(report.table("status").notes))
    assert cells(report.table("economy"), "granted_total") == {"value": "1,000"}
    assert cells(report.table("economy"), "framework") == {"value": "–"}


def test_a_day_after_the_programmes_end_is_read_as_its_last(programme, two):
    for report in (programme_overview(programme), programme_status(programme)):
        assert (report.as_of, report.asked_for) == (programme.ends_on, localdate())
        assert "programme ended" in report.notes[0].text


def test_each_projects_own_last_day_counts(programme, two):
    lapsed = two[0].project
    lapsed.lapsed_on = day("2021-02-28")  # before anybody was enrolled
    lapsed.save()
    overview = programme_overview(programme, as_of=AS_OF)
    assert cells(overview.table("citizen_facts"), "registered") == {"AAA": "5", "BBB": "0"}
    assert [one.as_of for one in overview.projects] == [AS_OF, day("2021-02-28")]
    assert texts(overview.notes) == [
        "Project T: The project's grant lapsed on 28 February 2021. The figures are as of that day."
    ]
    status = programme_status(programme, as_of=AS_OF)
    assert status.table("status").total["count"].value == 5
    assert texts(status.notes) == texts(overview.notes)


def test_a_programme_without_projects(programme):
    overview, status = programme_overview(programme, as_of=AS_OF), programme_status(programme, as_of=AS_OF)
    assert texts(overview.notes) == texts(status.notes) == ["The programme has no projects yet."]
    assert (overview.projects, overview.table("citizen_facts").rows) == ((), ())
    assert status.table("status").total["count"].value == 0
    assert [row.cells["count"].value for row in status.table("status").rows] == [0] * 6


@pytest.mark.parametrize(("make"), [programme_overview, programme_status])
def test_tomorrow_and_an_unknown_audience_are_refused(programme, make):
    with pytest.raises(AsOfInFuture):
        make(programme, as_of=localdate() + dt.timedelta(days=1))
    with pytest.raises(ValueError, match="secret"):
        make(programme, as_of=AS_OF, audience="secret")


def test_a_day_before_a_project_began_gives_zeros_and_a_note(two):
    report = project_status(two[0].project, as_of=day("2020-06-01"))
    assert set(report.table("status").counts()) == {0}
    assert "began on 1 January 2021" in report.notes[0].text


def test_public_leaves_out_what_is_small(programme, two):
    overview = programme_overview(programme, as_of=AS_OF, audience="public")
    assert not overview.table("citizen_facts").is_withheld
    assert not overview.table("grants").is_withheld  # money is no number of citizens
    course(two[0], two[0].citizens(1)[0], Goal.LEAVE, "2022-01-01")
    status = programme_status(programme, as_of=AS_OF, audience="public")
    assert (status.table("status").is_withheld, status.table("economy").is_withheld) == (True, False)
    world = two[1]
    for _ in range(3):
        world.citizen(("2021-03-01", "2021-03-01"))
    assert programme_overview(programme, as_of=AS_OF, audience="public").table("citizen_facts").is_withheld


def test_the_number_of_queries_does_not_grow_with_the_projects(programme, two):
    def queries(make):
        with CaptureQueriesContext(connection) as captured:
            make(programme, as_of=AS_OF)
        return len(captured)

    few = queries(programme_overview), queries(programme_status)
    for number in range(6):
        fill(World(f"MO{number}"), 2)
    assert (queries(programme_overview), queries(programme_status)) == few
    assert max(few) <= 24


def test_reports_by_name(programme, two):
    assert report_of("overview", programme, as_of=AS_OF).kind == "overview"
    assert report_of("status", two[0].project, as_of=AS_OF).kind == "status"
    with pytest.raises(KeyError):
        report_of("overview", two[0].project)
    with pytest.raises(KeyError):
        report_of("project", programme)
