"""Every error and warning of figures.md, by the cell that it names."""

import datetime as dt

import pytest
from django.utils import translation

from clients.models import Client
from exchange.workbook import import_workbook, plan
from tests.workbooks import HEADINGS, answer, citizen, course, intervention, saved, sheets

pytestmark = pytest.mark.django_db
MARCH = dt.date(2021, 3, 1)


def places(issues):
    return [(issue.sheet, issue.row, issue.column) for issue in issues]


def planned(project, *rows, **children):
    return plan(project, saved(sheets(rows or [citizen()], **children)))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Borger-ID": None}, "Borger-ID"),
        ({"Borger-ID": "010190-1234"}, "Borger-ID"),
        ({"Startdato": None}, "Startdato"),
        ({"Startdato": "i går"}, "Startdato"),
        ({"Slutdato": "2021-02-28"}, "Slutdato"),
        ({"Slutdato": "snart"}, "Slutdato"),
        ({"Køn": "Ukendt"}, "Køn"),
        ({"Alder": 17}, "Alder"),
        ({"Alder": 31.5}, "Alder"),
        ({"Målsætning": "Andet"}, "Målsætning"),
        ({"Menneskehandel": "?"}, "Menneskehandel"),
        ({"Øvrige tilbud": 1}, "Øvrige tilbud"),
        ({"Henvist fra": "ring 20304050"}, "Henvist fra"),
        ({"Henvist fra": "x" * 101}, "Henvist fra"),
    ],
)
def test_errors_of_a_citizen(import_project, cells, column):
    assert places(planned(import_project, citizen(**cells)).errors) == [("Borgere", 2, column)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Borger-ID": None}, "Borger-ID"),
        ({"Borger-ID": "2"}, "Borger-ID"),
        ({"Indsats": ""}, "Indsats"),
        ({"Indsats": "en@example.org"}, "Indsats"),
        ({"Udfører": "Nørregade 12"}, "Udfører"),
        ({"Startdato": None}, "Startdato"),
        ({"Slutdato": dt.date(2021, 3, 31)}, "Slutdato"),
    ],
)
def test_errors_of_an_intervention(import_project, cells, column):
    result = planned(import_project, interventions=[intervention(**cells)])
    assert places(result.errors) == [("Indsatser", 2, column)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Borger-ID": 2}, "Borger-ID"),
        ({"Dato": None}, "Dato"),
        ({"Spørgsmål 1": 6}, "Spørgsmål 1"),
        ({"Spørgsmål 5": 2.5}, "Spørgsmål 5"),
        ({"Spørgsmål 3": "meget"}, "Spørgsmål 3"),
    ],
)
def test_errors_of_an_answer(import_project, cells, column):
    assert places(planned(import_project, answers=[answer(**cells)]).errors) == [("Trivsel", 2, column)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Borger-ID": ""}, "Borger-ID"),
        ({"Mål": None}, "Mål"),
        ({"Mål": "Job"}, "Mål"),
        ({"Kontaktstart": None}, "Start"),
        ({"Start": dt.date(2021, 4, 30)}, "Start"),
        ({"Slut": dt.date(2021, 4, 30), "Afslutningsårsag": "Andet"}, "Slut"),
        ({"Start": "2021-06-01", "Slut": "2021-05-15", "Afslutningsårsag": "Andet"}, "Slut"),
        ({"Afslutningsårsag": "Flyttet"}, "Slut"),
        ({"Slut": "2021-06-01", "Afslutningsårsag": "Træt"}, "Afslutningsårsag"),
    ],
)
def test_errors_of_a_course(import_project, cells, column):
    assert places(planned(import_project, courses=[course(**cells)]).errors) == [("CTI-forløb", 2, column)]


def test_all_errors_are_listed_at_once_in_the_files_order(import_project):
    result = planned(
        import_project,
        citizen("1", Køn="?", Alder=3),
        citizen("2"),
        citizen("2"),
        interventions=[intervention("9", Slutdato="x")],
        answers=[answer("1", [1, 2, 3, 4, 9])],
        courses=[course("2"), course("2")],
    )
    assert places(result.errors) == [
        ("Borgere", 2, "Køn"),
        ("Borgere", 2, "Alder"),
        ("Borgere", 4, "Borger-ID"),
        ("Indsatser", 2, "Slutdato"),
        ("Indsatser", 2, "Borger-ID"),
        ("Trivsel", 2, "Spørgsmål 5"),
        ("CTI-forløb", 3, "Kontaktstart"),
    ]
    assert all(issue.message for issue in result.errors)
    assert sum(result.created.values()) == sum(result.updated.values()) == 0


def test_a_repeated_id_names_both_rows_and_not_the_id(import_project):
    (error,) = planned(import_project, citizen("SECRET"), citizen("B"), citizen("SECRET")).errors
    assert "2" in error.message
    assert "4" in error.message
    assert "SECRET" not in error.message


def test_the_row_of_a_bad_citizen_makes_its_other_rows_no_errors(import_project):
    result = planned(import_project, citizen(Alder=3), interventions=[intervention()], answers=[answer()])
    assert places(result.errors) == [("Borgere", 2, "Alder")]


def test_a_missing_id_column_is_one_error_and_no_hail_of_them(import_project):
    headings = {**HEADINGS, "Borgere": HEADINGS["Borgere"][1:]}
    book = saved(sheets([citizen(), citizen("2")], [intervention()]), headings)
    assert places(plan(import_project, book).errors) == [("Borgere", 1, "Borger-ID")]


def test_bad_cells_are_listed_beside_a_missing_column(import_project):
    headings = {**HEADINGS, "Borgere": [name for name in HEADINGS["Borgere"] if name != "Køn"]}
    book = saved(sheets([citizen(Alder=12)]), headings)
    assert places(plan(import_project, book).errors) == [("Borgere", 1, "Køn"), ("Borgere", 2, "Alder")]


def test_a_file_that_is_no_workbook_is_one_error(import_project, tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_text("Borger-ID;Startdato")
    assert places(plan(import_project, path).errors) == [("", None, "")]


def test_what_is_accepted_without_a_word(import_project):
    """Unknown facts, a same-day end, days to come, missing items, an id of eight digits, a boundary age."""
    result = planned(
        import_project,
        citizen("20304050", Alder=18, Slutdato=MARCH),
        citizen("2", Startdato=dt.date(2090, 1, 1)),
        citizen("3", Alder="", Køn="", **{"Henvist fra": " ", "Menneskehandel": "", "Øvrige tilbud": None}),
        interventions=[intervention("3", Udfører=None, Slutdato=dt.date(2021, 4, 1))],
        answers=[answer("3", [None, None, None, None, None]), answer("3", [0, 5, "0", "5", 1.0])],
        courses=[course("3", Start=dt.date(2021, 5, 1), Slut=dt.date(2021, 5, 1), Afslutningsårsag="Andet")],
    )
    assert (result.errors, result.warnings) == ([], [])
    assert result.created["answers"] == 2


def test_identical_interventions_are_warned_of_and_counted(import_project):
    rows = [intervention(), intervention(), intervention(Udfører="Anden"), intervention(Slutdato=dt.date(2021, 5, 1))]
    result = planned(import_project, interventions=rows)
    assert (result.errors, places(result.warnings)) == ([], [("Indsatser", 3, "Indsats")])
    assert result.created["interventions"] == 4


@pytest.mark.parametrize(
    ("children", "place"),
    [
        ({"interventions": [intervention(Startdato="2021-02-28")]}, ("Indsatser", 2, "Startdato")),
        ({"interventions": [intervention(Slutdato="2021-07-01")]}, ("Indsatser", 2, "Slutdato")),
        ({"answers": [answer(Dato="2022-01-01")]}, ("Trivsel", 2, "Dato")),
        ({"courses": [course(Kontaktstart="2021-02-01", Start="2021-04-01")]}, ("CTI-forløb", 2, "Kontaktstart")),
        (
            {"courses": [course(Slut="2021-07-01", Afslutningsårsag="Flyttet")]},
            ("CTI-forløb", 2, "Slut"),
        ),
    ],
)
def test_rows_dated_outside_the_enrolment_are_warned_of_and_accepted(import_project, children, place):
    result = planned(import_project, citizen(Slutdato="2021-06-30"), **children)
    assert (result.errors, places(result.warnings)) == ([], [place])
    assert sum(result.created.values()) > 1


@pytest.mark.parametrize("day", [MARCH, dt.date(2021, 6, 30)])
def test_the_enrolments_first_and_last_day_are_within_it(import_project, day):
    result = planned(import_project, citizen(Slutdato="2021-06-30"), answers=[answer(Dato=day)])
    assert result.warnings == []


def test_an_end_without_a_reason_is_a_warning(import_project):
    result = planned(import_project, courses=[course(Slut="2021-08-01")])
    assert (result.errors, places(result.warnings)) == ([], [("CTI-forløb", 2, "Afslutningsårsag")])


def test_two_courses_can_not_share_the_day_they_begin(import_project):
    rows = [course(), course(Kontaktstart=None, Start=dt.date(2021, 5, 1)), course(Kontaktstart="2022-01-01")]
    assert places(planned(import_project, courses=rows).errors) == [("CTI-forløb", 3, "Start")]


def test_a_plan_writes_nothing(import_project):
    planned(import_project, citizen(**{"Henvist fra": "Reden"}), interventions=[intervention(Indsats="Egen")])
    assert Client.objects.count() == 0
    assert import_project.referral_sources.count() == import_project.intervention_types.count() == 0


def test_a_workbook_with_one_bad_row_is_refused_whole(import_project):
    result = import_workbook(import_project, saved(sheets([citizen("1"), citizen("2", Alder=1)])), by=None)
    assert len(result.errors) == 1
    assert not result.is_written
    assert Client.objects.count() == 0


def test_messages_follow_the_readers_language_and_name_the_dates(import_project):
    with translation.override("en"):
        (error,) = planned(import_project, citizen(Slutdato="2021-02-01")).errors
    assert error.message.startswith("Slutdato (")
    assert "lies before Startdato" in error.message
