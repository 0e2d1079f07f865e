import datetime as dt
import io
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation

from documents.paper import Exhibit, Section
from documents.renderers.bundle import (
    Shown,
    dated,
    digits,
    listed,
    packed,
    plain,
    shown,
    starts_like_a_formula,
    unknown_cells,
)
from documents.tables import EMPTY, SUPPRESSED, Cell, number_cell
from documents.tests.files import DAY, HOSTILE, everything, grants_table
from documents.tests.samples import paper, share_table


def test_tables_are_listed_with_number_section_and_project():
    found = [(one.number, one.code, one.section, one.table.id) for one in listed(everything())]
    assert found == [
        (1, "", "Samlet", "citizen_facts"),
        (2, "", "Samlet", "grants"),
        (3, "", "Samlet", "citizens_by_intervention"),
        (4, "AAR", "Nye skridt", "age_distribution"),
        (5, "AAR", "Nye skridt", "who5_change"),
        (6, "ODE", "Vejen", "age_distribution"),
        (7, "ODE", "Vejen", "age_distribution"),
    ]


def test_numbers_are_those_of_the_paper_even_where_it_was_not_numbered():
    sections = (Section("a", "A", (), (Exhibit(share_table(), number=9),)),)
    assert [one.number for one in listed(paper(sections=sections))] == [1]


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        ("31", Shown("", 0, True, "")),
        ("1.234", Shown("", 0, True, "")),
        ("2014", Shown("", 0, False, "")),
        ("1.234,50 kr.", Shown("", 2, True, " kr.")),
        ("9,9 mdr.", Shown("", 1, True, " mdr.")),
        ("+10", Shown("+", 0, True, "")),
        ("−1,5", Shown("−", 1, True, "")),
        ("68 %", Shown("", 0, True, " %")),
        ("18 af 20", None),
        ("p = 0,03", None),
        ("", None),
        ("–", None),
        ('5 "x"', None),
    ],
)
def test_how_a_number_is_shown(display, expected):
    with translation.override("da"):
        assert shown(Cell(1, display)) == expected


@pytest.mark.parametrize(("language", "decimals"), [("da", 1), ("en", 1)])
def test_the_decimal_point_is_that_of_the_language(language, decimals):
    with translation.override(language):
        cell = number_cell(Fraction(12345, 10), 1)
        assert shown(cell) == Shown("", decimals, True, "")


def test_what_has_no_value_is_not_shown_as_a_number():
    assert shown(Cell(None, "31")) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(Cell(None, "Vejen"), True), (Cell(3, "3"), False), (EMPTY, False), (SUPPRESSED, False), (Cell(None, ""), False)],
)
def test_a_word_is_text(cell, expected):
    assert cell.is_text is expected


def test_a_column_of_words_is_text_even_where_one_is_missing():
    table = grants_table()
    table = replace(table, rows=(replace(table.rows[0], cells={}), table.rows[1]))
    assert table.is_text_column("project")
    assert not table.is_text_column("grant")
    assert not replace(table, rows=()).is_text_column("project")


def test_the_unknown_stands_among_the_counts_alone():
    cells = unknown_cells(share_table())
    assert (cells["count"].value, cells["count"].display) == (19, "19")
    assert (cells["percent"].value, cells["percent"].display) == (None, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", "abc"),
        ("a\x00b", "ab"),
        ("a\x0bb\x1f\x7f", "ab"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb", "a\nb"),
        ("\uffff", ""),
    ],
)
def test_control_characters_are_left_out(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_takes_for_a_formula(text):
    assert starts_like_a_formula(text)


@pytest.mark.parametrize("text", ["", "abc", "18-25", "a=b", "−1", "–", "·", "1+1", "'=1"])
def test_what_it_does_not(text):
    assert not starts_like_a_formula(text)


@pytest.mark.parametrize(("value", "text"), [(18, "18"), (100 * 18 / 59, "30.508474576271187"), (-0.5, "-0.5")])
def test_all_digits(value, text):
    assert digits(value) == text
    assert float(text) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="not a number that a file can hold"):
        digits(value)


@pytest.mark.parametrize(
    ("day", "moment"),
    [(DAY, (2023, 11, 30, 0, 0)), (None, (1980, 1, 1, 0, 0)), (dt.date(1970, 1, 1), (1980, 1, 1, 0, 0))],
)
def test_the_day_of_a_file_is_the_paper_s(day, moment):
    assert dated(paper(as_of=day)).timetuple()[:5] == moment


def test_a_zip_keeps_order_content_and_day():
    content = packed([("b.csv", b"2"), ("a.csv", b"1")], dated(paper(as_of=DAY)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert [(info.filename, info.date_time[:3], info.create_system) for info in archive.infolist()] == [
            ("b.csv", (2023, 11, 30), 3),
            ("a.csv", (2023, 11, 30), 3),
        ]
        assert archive.read("a.csv") == b"1"
