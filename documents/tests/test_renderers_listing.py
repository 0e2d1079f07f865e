import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from documents.listing import Listing
from documents.renderers.listing import listing_csv, listing_xlsx
from documents.tests.files import texts

DAY = dt.date(2026, 3, 18)


def listing(*rows, columns=("Code", "Alias", "Age", "Since")):
    return Listing(title="Citizens", columns=columns, rows=rows, as_of=DAY)


def csv_rows(made):
    return list(csv.reader(io.StringIO(listing_csv(made).decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet_of(made):
    return load_workbook(io.BytesIO(listing_xlsx(made))).active


def test_a_csv_file_is_one_line_of_headings_and_one_for_each_row():
    made = listing(("A-1", "Birk", 30, DAY), ("A-2", "", None, None))
    assert csv_rows(made) == [
        ["Code", "Alias", "Age", "Since"], ["A-1", "Birk", "30", "2026-03-18"], ["A-2", "", "", ""],
    ]  # fmt: skip


def test_a_csv_file_begins_as_danish_spreadsheets_expect_it():
    content = listing_csv(listing(("A-1", "Ærø", 30, DAY)))
    assert content.startswith(b"\xef\xbb\xbfCode;Alias;Age;Since\r\n")
    assert "Ærø".encode() in content


def test_a_sheet_keeps_numbers_and_days_what_they_are():
    sheet = sheet_of(listing(("A-1", "Birk", 30, DAY), ("A-2", "", None, None)))
    head, first, second = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert head == ["Code", "Alias", "Age", "Since"]
    assert [*first[:3], first[3].date()] == ["A-1", "Birk", 30, DAY]
    assert second == ["A-2", None, None, None]
    assert sheet["D2"].number_format == "dd\\.mm\\.yyyy"


def test_a_sheet_keeps_its_headings_in_sight_and_can_filter():
    sheet = sheet_of(listing(("A-1", "Birk", 30, DAY), ("A-2", "Eg", 31, DAY)))
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Citizens", "B2", "A1:D3")
    assert sheet.print_title_rows == "$1:$1"


def test_the_properties_name_nobody_but_whom_one_says():
    book = load_workbook(io.BytesIO(listing_xlsx(listing(), creator="")))
    assert book.properties.title == "Citizens"
    assert not book.properties.creator
    assert load_workbook(io.BytesIO(listing_xlsx(listing(), creator="Us"))).properties.creator == "Us"


@pytest.mark.parametrize("render", [listing_csv, listing_xlsx])
def test_the_same_list_gives_the_same_bytes(render):
    made = listing(("A-1", "Birk", 30, DAY))
    assert render(made) == render(made)


def test_a_list_without_rows_has_its_headings():
    assert csv_rows(listing()) == [["Code", "Alias", "Age", "Since"]]
    assert [cell.value for cell in sheet_of(listing())[1]] == ["Code", "Alias", "Age", "Since"]


def test_a_column_is_as_wide_as_what_is_in_it_within_limits():
    sheet = sheet_of(listing(("A", "x" * 20, 1, DAY), ("B", "y" * 400, 1, DAY), columns=("C", "D", "E", "F")))
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert widths[:3] == [10, 40, 10]
    assert widths[3] > 13


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@SUM(A1)", "\t=1", "＝1", " =1"])
def test_text_never_becomes_a_formula(text):
    made = listing((text, "", 1, DAY))
    assert csv_rows(made)[1][0].startswith("'")
    cell = sheet_of(made)["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


@given(st.lists(st.tuples(texts, st.none() | st.integers(0, 10**9)), max_size=5))
def test_every_text_is_read_back_as_text(rows):
    made = listing(*rows, columns=("A", "B"))
    read = csv_rows(made)
    assert len(read) == len(rows) + 1
    for (_text, count), (shown, number) in zip(rows, read[1:], strict=True):
        assert not shown.lstrip().startswith(("=", "@")) or shown.startswith("'")
        assert number == ("" if count is None else str(count))
    sheet = sheet_of(made)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
