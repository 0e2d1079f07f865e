"""Random workbooks, taken over and reported, against the plain computation of tests/oracle.py."""

import datetime as dt

import pytest
from django.utils import translation

from exchange.workbook import import_workbook, plan
from projects.models import Municipality, Organisation
from projects.services import add_partner, create_project
from reports.reports import project_report
from tests import oracle
from tests.workbooks import Generator, answer, citizen, course, intervention, saved, sheets

pytestmark = pytest.mark.django_db

NAMED_BY_LABEL = {"citizens_by_intervention", "referral_sources"}
DAYS = [dt.date(2021, 6, 30), dt.date(2022, 3, 1), dt.date(2023, 2, 28), dt.date(2024, 12, 31)]
ENDS_ON = dt.date(2024, 8, 31)


@pytest.fixture
def project(programme):
    start = dt.date(2021, 1, 1)
    project = create_project(
        code="AAR", name="Project A", municipality=Municipality.objects.get(code="0751"), starts_on=start,
        ends_on=ENDS_ON, programme=programme, by=None,
    )  # fmt: skip
    add_partner(project, Organisation.objects.create(name="NGO one", kind="ngo"), starts_on=start, by=None)
    return project


def take_over(project, book):
    result = import_workbook(project, saved(book), by=None)
    assert result.errors == []
    return result


def reported(project, day):
    """The report's JSON in the oracle's shape."""
    with translation.override("da"):
        tables = project_report(project, as_of=day).as_json()["tables"]
    return {
        table["id"]: {
            "rows": {row["label" if table["id"] in NAMED_BY_LABEL else "key"]: row["cells"] for row in table["rows"]},
            "total": table["total"],
            "unknown": table["unknown"],
        }
        for table in tables
    }


def cells(report):
    """One flat entry a cell, so that a difference names its table, row and column."""
    flat = {}
    for table_id, table in report.items():
        flat[(table_id, "unknown")] = table["unknown"]
        for key, row in [*table["rows"].items(), ("total", table["total"] or {})]:
            for column, cell in row.items():
                value = cell["value"]
                flat[(table_id, key, column)] = (value if value is None else pytest.approx(value), without_unit(cell))
    return flat


def without_unit(cell):
    """The number as displayed; the words "mdr." and "år" are the translation's and tested with the tables."""
    return cell["display"].split(" ")[0]


def assert_agree(project, book, days=DAYS):
    for day in days:
        expected = cells(oracle.report(book, day, ENDS_ON))
        found = cells(reported(project, day))
        assert found.keys() == expected.keys(), day
        differing = {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]}
        assert differing == {}, day


@pytest.mark.parametrize("seed", range(12))
def test_random_workbooks_give_the_oracles_figures(project, seed):
    book = Generator(seed).workbook(70)
    take_over(project, book)
    assert_agree(project, book)


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11])
def test_small_and_empty_projects_agree_too(project, size):
    book = Generator(size).workbook(size)
    take_over(project, book)
    assert_agree(project, book)


def test_many_citizens_with_long_series_of_answers_agree(project):
    """Enough citizens that several waves are shown, with answers on each side of the 45 days."""
    day = dt.date(2022, 1, 1)
    distances = [0, 44, 45, 46, 89, 90, 91, 135, 136]
    book = sheets(
        citizens=[citizen(number, Startdato=day) for number in range(25)],
        answers=[
            answer(number, [number % 6, 1, distance % 6, 3, 4], Dato=day + dt.timedelta(days=distance))
            for number in range(25)
            for place, distance in enumerate(distances)
            if (number + place) % 4
        ],
    )
    take_over(project, book)
    assert_agree(project, book)
    waves = reported(project, DAYS[-1])["who5_by_wave"]["rows"]
    assert list(waves) == ["1", "2", "3", "4"]


def test_a_re_imported_changed_workbook_agrees(project):
    """What was taken over twice, with rows changed in between, is what the second file says."""
    take_over(project, Generator(3).workbook(40))
    changed = Generator(3).workbook(40)
    for place, row in enumerate(changed["Borgere"]):
        row["Køn"] = [None, "Kvinde", "Mand"][place % 3]
        row["Alder"] = [None, 18, 47][place % 3]
        row["Henvist fra"] = "Reden"
        row["Menneskehandel"] = ["Ja", "Nej", None][place % 3]
        row["Slutdato"] = None
    for row in changed["Trivsel"]:
        row["Spørgsmål 3"] = 5
    for row in changed["Indsatser"]:
        row["Slutdato"] = None
    take_over(project, changed)
    # The sources of the first file are still the project's, so its table has rows that the second one lacks.
    for day in DAYS:
        found, expected = reported(project, day), oracle.report(changed, day, ENDS_ON)
        found["referral_sources"]["rows"] = {"Reden": found["referral_sources"]["rows"]["Reden"]}
        assert cells(found) == cells(expected)


def test_the_oracle_is_no_mirror_of_an_empty_report(project):
    """The generator's books reach every table, so that agreement says something."""
    book = Generator(1).workbook(70)
    day = dt.date(2024, 6, 1)
    report = oracle.report(book, day)
    assert report["citizen_facts"]["rows"]["under_one_day"]["value"]["value"] > 0
    assert report["age_distribution"]["unknown"] > 0
    assert len(report["who5_change"]["rows"]) >= 2
    assert all(row["count"]["value"] for row in report["interventions_per_citizen"]["rows"].values())
    assert all(row["count"]["value"] for row in report["referrals_onward"]["rows"].values())
    warnings = plan(project, saved(book)).warnings
    assert {issue.sheet for issue in warnings} == {"Indsatser", "Trivsel", "CTI-forløb"}


def test_hand_reckoned_numbers(project):
    """The oracle itself, on numbers that a person can follow."""
    book = sheets(
        citizens=[
            citizen("1", Køn="Kvinde", Alder=18, Startdato="2021-01-01", Slutdato="31-01-2021", Menneskehandel="Ja"),
            citizen("2", Køn="Kvinde", Alder=30, Startdato="01.01.2021", Slutdato="2021-01-01"),
            citizen("3", Køn="Mand", Startdato=dt.date(2021, 1, 1), Slutdato=dt.date(2022, 1, 1)),
            citizen("4", Startdato=dt.date(2023, 1, 1)),
        ],
        interventions=[
            intervention("1"),
            intervention("1", Indsats="Gratis tøj"),
            intervention("3", Indsats="GRUPPETERAPI", Startdato="2021-07-01"),
        ],
        courses=[course("1")],
    )
    take_over(project, book)
    assert_agree(project, book, [dt.date(2021, 6, 30)])
    report = oracle.report(book, dt.date(2021, 6, 30))
    facts = report["citizen_facts"]["rows"]
    assert facts["registered"]["value"]["value"] == 3
    assert facts["under_one_day"]["value"]["value"] == 1
    # 30 days and 180 days: 105 days in the mean, 105 / 30.4375 = 3.4497 months.
    assert facts["mean_participation_months"]["value"]["display"] == "3,4 mdr."
    assert facts["mean_age_years"]["value"] == {"value": 24.0, "display": "24 år"}
    assert report["gender_distribution"]["rows"]["woman"]["percent"]["display"] == "67"
    assert report["gender_distribution"]["unknown"] == 0
    types = report["citizens_by_intervention"]["rows"]
    assert types == {
        "Gratis tøj": {"count": {"value": 1.0, "display": "1"}},
        "Gruppeterapi": {"count": {"value": 1.0, "display": "1"}},
    }
    assert report["interventions_per_citizen"]["rows"]["0"]["count"]["value"] == 2
    assert report["referrals_onward"]["rows"]["anti_trafficking"]["count"]["value"] == 1
