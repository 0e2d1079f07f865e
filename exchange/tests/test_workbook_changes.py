import datetime as dt

import pytest

from clients.models import Client, Enrolment, ReferralSource
from exchange.workbook.changes import KINDS, Changes
from exchange.workbook.issues import Issue, in_reading_order
from exchange.workbook.layout import SHEET_NAMES, SHEETS, sheet_named
from exchange.workbook.rows import CourseRow, end_before_start
from exchange.workbook.wording import counted

MARCH, APRIL = dt.date(2021, 3, 1), dt.date(2021, 4, 1)


def test_the_workbook_is_that_of_figures_md():
    """Word for word from the chapter "The registration workbook"."""
    assert {sheet.name: [column.heading for column in sheet.columns] for sheet in SHEETS} == {
        "Borgere": [
            "Borger-ID", "Køn", "Alder", "Startdato", "Slutdato", "Henvist fra", "Målsætning", "Menneskehandel",
            "Øvrige tilbud",
        ],
        "Indsatser": ["Borger-ID", "Indsats", "Udfører", "Startdato", "Slutdato"],
        "Trivsel": ["Borger-ID", "Dato", *(f"Spørgsmål {number}" for number in range(1, 6))],
        "CTI-forløb": ["Borger-ID", "Mål", "Kontaktstart", "Start", "Slut", "Afslutningsårsag"],
    }  # fmt: skip
    assert [sheet.name for sheet in SHEETS if sheet.is_required] == ["Borgere"]


def test_what_may_not_be_empty():
    required = {(sheet.name, column.heading) for sheet in SHEETS for column in sheet.columns if column.is_required}
    assert required == {
        *((name, "Borger-ID") for name in SHEET_NAMES),
        ("Borgere", "Startdato"),
        ("Indsatser", "Indsats"),
        ("Indsatser", "Startdato"),
        ("Trivsel", "Dato"),
        ("CTI-forløb", "Mål"),
    }


@pytest.mark.parametrize("sheet", SHEETS, ids=SHEET_NAMES)
def test_the_columns_are_the_fields_of_their_row_in_its_order(sheet):
    """A row is made of its cells as they come."""
    assert sheet.row_type._fields == ("row", *(column.field for column in sheet.columns))


@pytest.mark.parametrize(("title", "name"), [(" borgere ", "Borgere"), ("CTI-FORLØB", "CTI-forløb"), ("Ark1", None)])
def test_sheets_by_name(title, name):
    found = sheet_named(title)
    assert (found and found.name) == name


def test_setting_notes_only_what_differs():
    changes = Changes()
    client = Client(pk=1, gender="woman", birth_year=1980, wish="")
    assert changes.set(client, gender="woman", wish="") == {}
    assert changes.changed == {}
    assert changes.set(client, gender="man", birth_year=1980) == {"gender": "woman"}
    assert changes.set(client, wish="leave") == {"wish": ""}
    assert changes.changed == {Client: {client: {"gender", "wish"}}}
    assert (client.gender, client.wish) == ("man", "leave")


def test_rows_to_create_are_kept_by_model():
    changes = Changes()
    client, source = Client(), ReferralSource(name="Reden")
    changes.create(client, source, Enrolment(client=client))
    assert {model: len(rows) for model, rows in changes.created.items()} == {
        Client: 1, ReferralSource: 1, Enrolment: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "is_warned"),
    [("woman", "", True), ("woman", "man", False), ("", "woman", False), ("", "", False)],
)
def test_emptying_is_warned_of(before, now, is_warned):
    changes = Changes()
    client = Client(pk=1, gender=before)
    former = changes.set(client, gender=now)
    changes.warn_emptied("Borgere", 7, former, client, {"gender": "Køn"})
    assert [(issue.sheet, issue.row, issue.column) for issue in changes.warnings] == (
        [("Borgere", 7, "Køn")] if is_warned else []
    )


def test_issues_come_in_the_order_of_the_file():
    given = [
        Issue("Trivsel", 2, "Dato", "d"),
        Issue("Borgere", None, "Borger-ID", "c"),
        Issue("Borgere", 12, "Køn", "b"),
        Issue("Noter", None, "", "a"),
        Issue("Borgere", 2, "Alder", "b"),
        Issue("Borgere", 2, "Køn", "b"),
    ]
    ordered = [(issue.sheet, issue.row, issue.column) for issue in in_reading_order(given, SHEET_NAMES)]
    assert ordered == [
        ("Noter", None, ""),
        ("Borgere", 2, "Alder"),
        ("Borgere", 2, "Køn"),
        ("Borgere", 12, "Køn"),
        ("Borgere", None, "Borger-ID"),
        ("Trivsel", 2, "Dato"),
    ]


def test_an_issue_as_json():
    issue = Issue("Borgere", 2, "Køn", "wrong")
    assert issue.as_json() == {"sheet": "Borgere", "row": 2, "column": "Køn", "message": "wrong"}


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [(MARCH, APRIL, False), (MARCH, MARCH, False), (APRIL, MARCH, True), (None, MARCH, False), (APRIL, None, False)],
)
def test_an_end_before_the_start(start, end, is_wrong):
    assert [heading for heading, _message in end_before_start("Slut", end, "Start", start)] == ["Slut"] * is_wrong


@pytest.mark.parametrize(
    ("contact", "start", "begins"), [(MARCH, APRIL, MARCH), (MARCH, None, MARCH), (None, APRIL, APRIL)]
)
def test_a_course_is_known_by_its_contact_start_else_its_start(contact, start, begins):
    row = CourseRow(2, "1", "leave", contact, start, None, "")
    assert row.begins_on == begins
    assert list(row.problems()) == []


def test_nothing_counted_is_nothing_said():
    assert counted(dict.fromkeys(KINDS, 0)) == []
    assert len(counted(dict.fromkeys(KINDS, 2))) == len(KINDS)
