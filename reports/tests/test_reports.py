import datetime as dt
import json
from dataclasses import fields, is_dataclass

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override

from clients.models import Enrolment
from reports.reports import AsOfInFuture, project_report
from reports.tests.world import AS_OF, World, day

TABLES = [
    "citizen_facts", "age_distribution", "gender_distribution", "citizens_by_intervention",
    "interventions_per_citizen", "citizens_by_challenge", "who5_by_wave", "who5_change", "who5_attrition",
    "referral_sources", "referrals_onward",
]  # fmt: skip
COLUMNS = {
    "citizen_facts": ["value"],
    "age_distribution": ["percent", "count"],
    "gender_distribution": ["percent", "count"],
    "citizens_by_intervention": ["count"],
    "interventions_per_citizen": ["count"],
    "citizens_by_challenge": ["count"],
    "who5_by_wave": ["n", "mean"],
    "who5_change": ["n", "mean_first", "mean", "change"],
    "who5_attrition": ["n", "mean_first"],
    "referral_sources": ["percent", "count"],
    "referrals_onward": ["count"],
}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def world(db):
    return World()


def registered(report):
    return report.table("citizen_facts").row("registered").cells["value"].value


def fill(world, number):
    """`number` citizens with something of everything."""
    types = [world.type(f"Type {index}") for index in range(3)]
    source = world.source("Jobcenter")
    for index, citizen in enumerate(world.citizens(number, birth_year=1990, gender="woman", source=source)):
        intervention = world.intervention(citizen, types[index % 3])
        world.session(intervention, "2021-03-02", about=["housing"])
        world.answer(citizen, "2021-03-01", 4 * (index % 20))
        world.answer(citizen, "2021-06-01", 4 * (index % 20) + 12)
        world.onward(citizen, "other_offer")


def test_the_tables_and_their_columns_in_order(world):
    report = project_report(world.project, as_of=AS_OF)
    assert [table.id for table in report.tables] == TABLES
    assert {table.id: [column.key for column in table.columns] for table in report.tables} == COLUMNS
    assert report.table("who5_change").id == "who5_change"
    with pytest.raises(KeyError):
        report.table("economy")


def test_every_row_has_a_cell_for_every_column(world):
    fill(world, 12)
    for table in project_report(world.project, as_of=AS_OF).tables:
        keys = {column.key for column in table.columns}
        assert all(set(row.cells) == keys for row in table.rows), table.id
        assert len({row.key for row in table.rows}) == len(table.rows)
        assert (table.total is None) == ("percent" not in keys)
        assert (table.unknown is None) == ("percent" not in keys)
        assert set(table.count_columns) <= keys
        assert table.title
        assert table.source
        assert table.rows


def test_an_empty_project_has_zeros_and_no_error(world):
    report = project_report(world.project, as_of=AS_OF)
    assert registered(report) == 0
    assert all(value == 0 for table in report.tables for value in table.counts())
    assert report.table("who5_by_wave").rows == ()
    assert report.table("age_distribution").row("46+").cells["percent"].display == "–"
    assert json.dumps(report.as_json())


def test_the_json_object(world):
    fill(world, 12)
    report = project_report(world.project, as_of=AS_OF)
    whole = json.loads(json.dumps(report.as_json()))
    assert list(whole) == ["report", "project", "as_of", "audience", "tables"]
    assert whole["project"] == {"code": "TST", "name": "Project T", "municipality": "0751"}
    assert (whole["report"], whole["as_of"], whole["audience"]) == ("project", "2023-11-30", "internal")
    assert [table["id"] for table in whole["tables"]] == TABLES
    ages = whole["tables"][1]
    assert ages["rows"][2] == {
        "key": "31-35",
        "label": "31-35 years",
        "cells": {"percent": {"value": 100.0, "display": "100"}, "count": {"value": 12, "display": "12"}},
    }
    assert (ages["total"]["count"], ages["unknown"]) == ({"value": 12, "display": "12"}, 0)


def test_who_the_report_is_about(world):
    world.organisation.letterhead = "Rådhuset"
    world.organisation.save()
    about = project_report(world.project, as_of=AS_OF).about
    assert (about.id, about.code, about.name) == (world.project.pk, "TST", "Project T")
    assert (about.municipality_code, about.municipality_name) == ("0751", "Aarhus")
    assert (about.host_name, about.letterhead) == ("Aarhus Kommune", "Rådhuset")
    assert about.programme_name == "Exitpakke til mennesker i prostitution"
    assert about.visitation == "decentral"


def test_a_project_without_programme_or_host(world):
    world.project.programme = None
    world.project.save()
    world.project.partnerships.all().delete()
    about = project_report(world.project, as_of=AS_OF).about
    assert (about.programme_name, about.host_name, about.letterhead) == ("", "Aarhus Kommune", "")


def test_without_a_programme_the_defaults_rule(world):
    world.project.programme = None
    world.project.save()
    notes = [note.text for note in project_report(world.project, as_of=AS_OF).table("who5_by_wave").notes]
    assert any("45 days" in text and "from 10 answers" in text for text in notes)


def test_today_is_the_default_and_tomorrow_is_refused(world):
    assert project_report(world.project).as_of == localdate()
    assert project_report(world.project, as_of=localdate()).notes == ()
    with pytest.raises(AsOfInFuture) as refused:
        project_report(world.project, as_of=localdate() + dt.timedelta(days=1))
    assert isinstance(refused.value, ValueError)


def test_an_unknown_audience_is_refused(world):
    with pytest.raises(ValueError, match="secret"):
        project_report(world.project, as_of=AS_OF, audience="secret")


@pytest.mark.parametrize(
    ("ends_on", "lapsed_on", "asked_for", "used", "note"),
    [
        ("2023-12-31", None, "2023-12-31", "2023-12-31", None),
        ("2023-12-31", None, "2024-01-01", "2023-12-31", "ended on 31 December 2023"),
        ("2023-12-31", "2023-03-10", "2023-11-30", "2023-03-10", "lapsed on 10 March 2023"),
        ("2023-12-31", "2023-03-10", "2023-03-10", "2023-03-10", None),
        (None, "2023-03-10", "2023-11-30", "2023-03-10", "lapsed on 10 March 2023"),
        ("2023-01-31", "2023-03-10", "2023-11-30", "2023-01-31", "ended on 31 January 2023"),
        (None, None, "2023-11-30", "2023-11-30", None),
        ("2023-12-31", None, "2021-01-01", "2021-01-01", None),
        ("2023-12-31", None, "2020-12-31", "2020-12-31", "began on 1 January 2021"),
    ],
)
def test_the_day_that_is_used(world, ends_on, lapsed_on, asked_for, used, note):
    world.project.ends_on = ends_on and day(ends_on)
    world.project.lapsed_on = lapsed_on and day(lapsed_on)
    report = project_report(world.project, as_of=day(asked_for))
    assert (report.as_of, report.asked_for) == (day(used), day(asked_for))
    assert len(report.notes) == (note is not None)
    if note is not None:
        assert note in report.notes[0].text
        assert report.notes[0] in report.table("citizen_facts").notes


def test_a_day_before_the_start_gives_zeros(world):
    fill(world, 2)
    report = project_report(world.project, as_of=day("2020-06-01"))
    assert (registered(report), len(report.notes)) == (0, 1)
    assert all(value == 0 for table in report.tables for value in table.counts())


def test_what_comes_after_the_last_day_does_not_exist(world):
    world.citizen(("2023-01-01", "2023-03-01"), birth_year=1990)
    world.citizen(("2023-02-01", None), birth_year=1990)
    world.project.ends_on = day("2023-01-31")
    report = project_report(world.project, as_of=AS_OF)
    facts = {row.key: row.cells["value"].display for row in report.table("citizen_facts").rows}
    assert facts == {
        "registered": "1", "mean_participation_months": "1.0 months", "under_one_day": "0",
        "mean_age_years": "33 years",
    }  # fmt: skip


@pytest.mark.parametrize(("visitation", "is_told"), [("central", False), ("decentral", True)])
def test_a_decentral_project_counts_codes(db, visitation, is_told):
    report = project_report(World(visitation=visitation).project, as_of=AS_OF)
    assert any("counts codes" in note.text for note in report.table("citizen_facts").notes) is is_told


def test_only_this_projects_citizens_count(cast):
    report = project_report(cast.project)
    assert registered(report) == 2
    assert report.table("gender_distribution").row("woman").cells["count"].value == 1
    assert registered(project_report(cast.other_project)) == 1


def test_public_withholds_what_is_small_and_shows_the_rest(world):
    world.citizens(6, gender="woman", birth_year=1990)
    world.citizens(2, gender="man", birth_year=1990)
    report = project_report(world.project, as_of=AS_OF, audience="public")
    withheld = {table.id for table in report.tables if table.is_withheld}
    assert withheld == {"gender_distribution"}
    ages = report.table("age_distribution")
    assert ages.row("31-35").cells["count"].value == 8
    assert report.as_json()["audience"] == "public"
    assert [len(table.notes) for table in report.tables if table.is_withheld] == [1]


def test_public_hides_what_only_a_note_tells(world):
    fill(world, 12)
    world.answer(world.citizens(1)[0], "2021-03-01", None)
    shown = project_report(world.project, as_of=AS_OF, audience="public").table("who5_by_wave")
    internal = project_report(world.project, as_of=AS_OF).table("who5_by_wave")
    assert (internal.row("1").cells["n"].value, internal.is_withheld) == (12, False)
    assert any("1 answer has no score" in note.text for note in internal.notes)
    assert (shown.is_withheld, shown.rows) == (True, ())
    assert "1 answer" not in json.dumps(shown.as_json())


def test_public_cases_of_professionals_are_counts_too(world):
    professional = world.type("Rådgivning til fagperson", is_professional_counselling=True)
    citizens = world.citizens(5)
    for citizen in citizens:
        world.intervention(citizen, professional)
    report = project_report(world.project, as_of=AS_OF, audience="public")
    assert not report.table("citizens_by_intervention").is_withheld
    assert "Rådgivning til fagperson: 5 cases." in [
        note.text for note in report.table("citizens_by_intervention").notes
    ]


def test_public_json_holds_printed_numbers_and_unknown_as_a_cell(world):
    fill(world, 12)
    world.citizens(6, gender="man")
    tables = {
        table["id"]: table
        for table in project_report(world.project, as_of=AS_OF, audience="public").as_json()["tables"]
    }
    assert tables["age_distribution"]["unknown"] == {"value": 6, "display": "6"}
    assert tables["gender_distribution"]["rows"][0]["cells"]["percent"] == {"value": 67.0, "display": "67"}
    assert tables["citizens_by_intervention"]["unknown"] is None
    internal = project_report(world.project, as_of=AS_OF).as_json()["tables"][2]
    assert internal["rows"][0]["cells"]["percent"]["value"] == pytest.approx(66.6666, abs=1e-3)


def walk(value):
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from (inner for one in value.values() for inner in walk(one))
    elif isinstance(value, (tuple, list)):
        yield from (inner for one in value for inner in walk(one))


def test_a_report_holds_no_row_about_a_citizen(world):
    fill(world, 3)
    report = project_report(world.project, as_of=AS_OF)
    assert not [value for value in walk(report) if isinstance(value, models.Model | models.QuerySet)]
    assert not [value for value in walk(report) if isinstance(value, str) and "TST-0" in value]


def test_the_number_of_queries_does_not_grow(world):
    with CaptureQueriesContext(connection) as empty:
        project_report(world.project, as_of=AS_OF)
    fill(world, 12)
    with CaptureQueriesContext(connection) as some:
        project_report(world.project, as_of=AS_OF)
    more = World("MOR")
    fill(more, 30)
    with CaptureQueriesContext(connection) as many:
        project_report(more.project, as_of=AS_OF)
    assert len(empty) == len(some) == len(many) <= 20


def test_two_looks_at_one_registration_are_equal(world):
    fill(world, 5)
    assert project_report(world.project, as_of=AS_OF) == project_report(world.project, as_of=AS_OF)
    Enrolment.objects.filter(project=world.project).update(ends_on=day("2021-03-01"))
    facts = project_report(world.project, as_of=AS_OF).table("citizen_facts")
    assert facts.row("under_one_day").cells["value"].value == 5
    assert facts.row("mean_participation_months").cells["value"].display == "–"
