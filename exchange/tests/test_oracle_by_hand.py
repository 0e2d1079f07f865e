"""The oracle against numbers that a person can reckon, and the generator against what it promises."""

import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest

from tests import oracle
from tests.workbooks import HEADINGS, Generator, answer, citizen, intervention, saved, sheets

DAY = dt.date(2022, 1, 1)


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "display"),
    [
        (Fraction(1, 2), 0, False, "1"),
        (Fraction(61, 2), 0, False, "31"),
        (Fraction(-5, 2), 0, True, "−3"),
        (Fraction(-1, 3), 0, True, "0"),
        (10, 0, True, "+10"),
        (0, 0, True, "0"),
        (Fraction(199, 20), 1, False, "10,0"),
        (Fraction(1234567, 100), 1, False, "12.345,7"),
        (999, 0, False, "999"),
        (1000, 0, False, "1.000"),
        (None, 1, False, "–"),
    ],
)
def test_rounding_and_display(value, decimals, signed, display):
    assert oracle.cell(value, decimals, is_signed=signed)["display"] == display


def test_a_unit_stands_after_a_number_only():
    assert oracle.cell(Fraction(99, 10), 1, "mdr.")["display"] == "9,9 mdr."
    assert oracle.cell(None, 1, "mdr.")["display"] == "–"


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        ([0], [0]),
        ([0, 44], [0]),
        ([0, 45], [0, 45]),
        ([0, 46], [0, 46]),
        ([0, 44, 89], [0, 89]),
        ([0, 44, 88, 90], [0, 88]),
        ([0, 0, 45, 45], [0, 45]),
        ([0, 400, 445], [0, 400, 445]),
    ],
)
def test_waves_are_at_least_45_days_apart_from_the_last_counted(days, counted):
    answers = [(DAY + dt.timedelta(days=number), number) for number in days]
    assert oracle.counted(answers) == counted


def test_of_two_answers_on_one_day_the_first_counts():
    assert oracle.counted([(DAY, 20), (DAY, 80)]) == [20]


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (18, "18-25"), (25, "18-25"), (26, "26-30"), (30, "26-30"), (31, "31-35"), (35, "31-35"), (36, "36-45"),
        (45, "36-45"), (46, "46+"), (110, "46+"), (None, None),
    ],
)  # fmt: skip
def test_age_bands(age, band):
    assert oracle.band(age) == band


@pytest.mark.parametrize("written", ["2023-11-30", "30-11-2023", "30.11.2023", dt.date(2023, 11, 30)])
def test_dates(written):
    assert oracle.date(written) == dt.date(2023, 11, 30)


def test_participation_ends_with_the_day_of_the_report():
    """Open, ended on the start day, ended before the day, ended after it, and begun after it."""
    book = sheets(
        [
            citizen("open", Startdato="2021-12-02"),
            citizen("same", Startdato="2021-12-02", Slutdato="2021-12-02"),
            citizen("ended", Startdato="2021-12-02", Slutdato="2021-12-12"),
            citizen("later", Startdato="2021-12-02", Slutdato="2022-12-12"),
            citizen("today", Startdato="2022-01-01"),
            citizen("to come", Startdato="2022-01-02"),
        ]
    )
    assert oracle.Registration(book, DAY).days() == {"open": 30, "same": 0, "ended": 10, "later": 30, "today": 0}
    facts = oracle.report(book, DAY)["citizen_facts"]["rows"]
    assert facts["under_one_day"]["value"]["value"] == 2
    assert facts["mean_participation_months"]["value"]["value"] == pytest.approx(70 / 3 / 30.4375)


def test_a_day_after_the_projects_end_is_the_end():
    book = sheets([citizen(Startdato="2021-12-02"), citizen("2", Startdato="2022-03-01")])
    late = oracle.report(book, dt.date(2025, 1, 1), project_ends_on=DAY)
    assert late == oracle.report(book, DAY)


def test_different_types_and_material_help():
    rows = [intervention(Indsats=name) for name in ("Gruppeterapi", "GRUPPETERAPI", "Gratis tøj", "Egen", "egen")]
    report = oracle.report(sheets([citizen()], rows), DAY)
    assert set(report["citizens_by_intervention"]["rows"]) == {"Gruppeterapi", "Gratis tøj", "Egen", "egen"}
    shown = {key: row["count"]["value"] for key, row in report["interventions_per_citizen"]["rows"].items()}
    assert shown == {"0": 0, "1": 0, "2": 0, "3": 1, "4+": 0}


@pytest.mark.parametrize(("citizens", "waves"), [(9, []), (10, ["1"]), (11, ["1"])])
def test_a_wave_needs_ten_citizens(citizens, waves):
    numbers = range(citizens)
    book = sheets([citizen(n) for n in numbers], answers=[answer(n) for n in numbers] + [answer(0, Dato=DAY)])
    report = oracle.report(book, DAY)
    assert list(report["who5_by_wave"]["rows"]) == waves
    assert report["who5_change"]["rows"] == {}
    assert report["who5_attrition"]["rows"]["repeated"]["n"]["value"] == 1


def test_an_incomplete_answer_is_no_answer():
    book = sheets([citizen()], answers=[answer(items=[1, 2, None, 4, 5])])
    assert oracle.report(book, DAY)["who5_attrition"]["rows"]["single"]["n"]["value"] == 0


def test_an_empty_project_has_zeros_and_no_values():
    report = oracle.report(sheets(), DAY)
    assert report["citizen_facts"]["rows"]["registered"]["value"] == {"value": 0.0, "display": "0"}
    assert report["citizen_facts"]["rows"]["mean_age_years"]["value"] == {"value": None, "display": "–"}
    assert report["age_distribution"]["total"]["percent"] == {"value": None, "display": "–"}


@pytest.mark.parametrize("seed", range(3))
def test_a_generated_workbook_is_the_same_each_time_and_holds_the_edge_cases(seed):
    book = Generator(seed).workbook(60)
    assert Generator(seed).workbook(60) == book
    assert list(book) == list(HEADINGS)
    assert {type(row["Borger-ID"]) for row in book["Borgere"]} == {int, float, str}
    assert {type(row["Startdato"]) for row in book["Borgere"]} == {str, dt.date, dt.datetime}
    assert any(row["Alder"] == 18 for row in book["Borgere"])
    assert any(row["Spørgsmål 1"] is None for row in book["Trivsel"])
    kinds = Counter((row["Kontaktstart"] is None, bool(row["Start"]), bool(row["Slut"])) for row in book["CTI-forløb"])
    assert len(kinds) >= 4
    rows = Counter((row["Borger-ID"], row["Indsats"], str(row["Startdato"])) for row in book["Indsatser"])
    assert max(rows.values()) > 1


def test_a_saved_workbook_is_an_excel_file():
    assert saved(sheets([citizen()])).read(2) == b"PK"
