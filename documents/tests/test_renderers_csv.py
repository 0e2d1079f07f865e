import csv
import io
import time
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from hypothesis import given, settings

from documents.paper import Definition, Exhibit, Section
from documents.renderers.bundle import listed, plain
from documents.renderers.csv import file_name, number_text, render_csv, safe_text
from documents.tables import EMPTY, SUPPRESSED, Cell, Note, number_cell
from documents.tests import files
from documents.tests.files import DAY, HOSTILE, LOOKS_LIKE_SOMETHING, everything
from documents.tests.samples import paper, share_table

LANGUAGES = ["da", "en"]
BESIDE = ["about_the_report", "notes", "data_dictionary", "definitions"]


def render(made, language="da"):
    with translation.override(language):
        return render_csv(made)


def unpacked(content):
    """Every file as its lines, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: lines_of(archive.read(name)) for name in archive.namelist()}


def lines_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read(made, language="da"):
    return unpacked(render(made, language))


def named(found, which, language="da"):
    names = {
        "about_the_report": lambda: pgettext("file name", "about_the_report"),
        "notes": lambda: pgettext("file name", "notes"),
        "data_dictionary": lambda: pgettext("file name", "data_dictionary"),
        "definitions": lambda: pgettext("file name", "definitions"),
    }
    with translation.override(language):
        return found[names[which]() + ".csv"]


def one_table(table, **facts):
    return paper(sections=(Section("s", "S", (), (Exhibit(table),)),), as_of=DAY, **facts)


def lines_of_table(table, language="da"):
    return read(one_table(table), language)[f"01_{table.id}.csv"]


def number_read(text):
    return float(text.replace(",", ".")) if text else None


def unguarded(text):
    """Back to what was written, as the file about the report explains it."""
    return text[1:] if text.startswith("'") and safe_text(text[1:]) == text else text


def assert_table(lines, table, language="da"):
    """Head, rows, total and unknown, cell by cell."""
    keys = [column.key for column in table.columns]
    assert lines[0] == ["key", "label", *(name for key in keys for name in (key, f"{key}_display"))]
    with translation.override(language):
        total, unknown = gettext("Total"), gettext("Not known")
    expected = [(row.key, row.label, row.cells) for row in table.rows]
    if table.total is not None:
        expected.append(("total", total, table.total))
    if table.unknown is not None:
        expected.append(("unknown", unknown, None))
    assert len(lines) == 1 + len(expected)
    for line, (key, label, cells) in zip(lines[1:], expected, strict=True):
        assert (line[0], unguarded(line[1])) == (key, plain(label))
        if cells is None:
            assert sorted(filter(None, line[2:])) == [str(table.unknown)] * 2
            continue
        found = list(zip(line[2::2], line[3::2], strict=True))
        for (value, display), column in zip(found, keys, strict=True):
            cell = cells.get(column, EMPTY)
            assert number_read(value) == cell.value
            assert unguarded(display) == plain(cell.display)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_every_table_is_read_back(language):
    with translation.override(language):
        made = everything()
    found = read(made, language)
    tables = listed(made)
    for one in tables:
        assert_table(found[file_name(one, len(tables))], one.table, language)


@given(files.papers())
@settings(max_examples=60, deadline=None)
def test_random_tables_are_read_back(made):
    found = read(made)
    tables = listed(made)
    assert len(found) == len(tables) + len(BESIDE)
    for one in tables:
        assert_table(found[file_name(one, len(tables))], one.table)


def test_files_are_named_after_number_and_table_with_the_project_first():
    names = list(read(everything()))
    assert names[:7] == [
        "01_citizen_facts.csv",
        "02_grants.csv",
        "03_citizens_by_intervention.csv",
        "AAR_04_age_distribution.csv",
        "AAR_05_who5_change.csv",
        "ODE_06_age_distribution.csv",
        "ODE_07_age_distribution.csv",
    ]
    assert len(set(names)) == len(names) == 7 + len(BESIDE)


def test_a_hundred_tables_are_in_order():
    sections = (Section("s", "S", (), tuple(Exhibit(share_table()) for _ in range(101))),)
    names = list(read(paper(sections=sections)))[:101]
    assert names[0] == "001_age_distribution.csv"
    assert names == sorted(names)


@pytest.mark.parametrize("code", ["../AAR", "A/B", "A\\B", "C:", "..", "ÅR", "a b"])
def test_a_name_leads_nowhere(code):
    sections = (Section("s", "S", (), (Exhibit(replace(share_table(), id="../x")),), code=code),)
    name = next(iter(read(paper(sections=sections))))
    assert name.endswith("01_x.csv")
    assert not set(name) & set("/\\: Å")
    assert ".." not in name


def test_files_are_for_danish_spreadsheets():
    with zipfile.ZipFile(io.BytesIO(render(everything()))) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.endswith(b"\r\n")
            assert content.count(b"\n") == content.count(b"\r\n")
        age = archive.read("AAR_04_age_distribution.csv").decode("utf-8-sig").split("\r\n")
    assert age[:2] == [
        "key;label;percent;percent_display;count;count_display",
        "18-25;18-25 år;30,508474576271187;31;18;18",
    ]
    assert age[6].endswith(";100;100;59;59")
    assert age[7].endswith(";;;19;19")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (18, "18"),
        (-5000, "-5000"),
        (31.0, "31"),
        (9.9, "9,9"),
        (100 * 18 / 59, "30,508474576271187"),
        (-2 / 3, "-0,6666666666666666"),
        (1e-07, "0,0000001"),
        (1e16, "10000000000000000"),
        (12345678.5, "12345678,5"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_have_all_their_digits_and_a_decimal_comma(value, text, language):
    with translation.override(language):
        assert number_text(value) == text
    assert value is None or float(Decimal(text.replace(",", "."))) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="not a number"):
        number_text(value)


def test_hidden_cells_are_empty_and_shown_as_hidden():
    row = replace(share_table().rows[0], cells={"percent": SUPPRESSED, "count": SUPPRESSED})
    line = lines_of_table(replace(share_table(), rows=(row,)))[1]
    assert line == ["18-25", "18-25 år", "", "·", "", "·"]


def test_what_does_not_exist_is_empty_and_shown_as_a_dash():
    row = replace(share_table().rows[0], cells={"percent": number_cell(None)})
    assert lines_of_table(replace(share_table(), rows=(row,)))[1] == ["18-25", "18-25 år", "", "–", "", "–"]


def test_public_numbers_are_the_printed_ones():
    row = replace(share_table().rows[0], cells={"percent": Cell(31.0, "31"), "count": Cell(18, "18")})
    assert lines_of_table(replace(share_table(), rows=(row,)))[1] == ["18-25", "18-25 år", "31", "31", "18", "18"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withheld_table_is_a_head_and_its_note(language):
    made = everything()
    found = read(made, language)
    assert len(found["ODE_07_age_distribution.csv"]) == 1
    notes = [line for line in named(found, "notes", language) if line[0] == "ODE_07_age_distribution.csv"]
    assert [line[3] for line in notes] == ["Udeladt."]


def test_an_empty_table_has_its_total_and_its_unknown():
    lines = read(everything())["ODE_06_age_distribution.csv"]
    assert [line[0] for line in lines] == ["key", "total", "unknown"]
    assert lines[1][2:] == ["", "–", "0", "0"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text):
    table = share_table(title=text, source=text, row_label=text, notes=(Note(text),))
    columns = tuple(replace(column, label=text) for column in table.columns)
    row = replace(table.rows[0], key=text, label=text, cells={"percent": Cell(None, text)})
    table = replace(table, columns=columns, rows=(row,))
    facts = {"title": text, "kind": text, "status": text, "facts": ((text, text),), "letterhead": (text,)}
    facts |= {"notes": (text,), "definitions": (Definition(text, text),)}
    found = read(one_table(table, **facts))
    fields = [field for lines in found.values() for line in lines for field in line]
    assert len([field for field in fields if field == f"'{plain(text)}"]) >= 14
    starts = tuple("=+-@＝＋－＠\t\r\n")
    assert not [field for field in fields if field.lstrip().startswith(starts)]


@pytest.mark.parametrize("text", LOOKS_LIKE_SOMETHING)
def test_text_is_quoted_where_it_must_be_and_read_back(text):
    row = replace(share_table().rows[0], label=text)
    assert lines_of_table(replace(share_table(), rows=(row,)))[1][1] == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("+10", "+10"),
        ("−1", "−1"),
        ("-1,5", "-1,5"),
        ("+1.234,5", "+1.234,5"),
        ("+10 kr.", "'+10 kr."),
        ("+1+1", "'+1+1"),
        ("-", "'-"),
        ("+", "'+"),
        ("+١", "'+١"),
        ("=1", "'=1"),
        ("'=1", "'=1"),
        ("a\x00b", "ab"),
        ("\x00=1", "'=1"),
        ("", ""),
    ],
)
def test_a_number_keeps_its_sign_and_a_formula_gets_an_apostrophe(text, written):
    assert safe_text(text) == written


def test_a_signed_change_is_shown_with_its_sign():
    lines = read(everything())["AAR_05_who5_change.csv"]
    assert [line[-2:] for line in lines[1:]] == [
        ["10", "+10"],
        ["0,6666666666666666", "+1"],
        ["", "–"],
        ["-2,5", "−3"],
        ["-0,3333333333333333", "0"],
        ["", "·"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_and_sources_name_file_and_table(language):
    lines = named(read(everything(), language), "notes", language)
    with translation.override(language):
        source = pgettext("under a table", "Source:")
        title = gettext("Table %(number)s. %(title)s") % {"number": 4, "title": "Aldersfordeling"}
    where = ["AAR_04_age_distribution.csv", "age_distribution", f"{title} (AAR)"]
    assert [line for line in lines if line[0] == where[0]] == [
        [*where, "19 borgere er uden alder."],
        [*where, "Andelene er afrundet."],
        [*where, f"{source} Projektets egne registreringer"],
    ]
    assert not [line for line in lines if line[0] == "02_grants.csv"]


def test_the_dictionary_has_every_column_of_every_table():
    found = read(everything())
    dictionary = [tuple(line[:2]) for line in named(found, "data_dictionary")[1:]]
    files_of_tables = list(found)[:7]
    assert dictionary == [(name, column) for name in files_of_tables for column in found[name][0]]


def dictionary_of(table):
    lines = named(read(one_table(table), "en"), "data_dictionary", "en")
    return {line[1]: tuple(line[2:]) for line in lines[1:]}


@pytest.mark.parametrize(
    ("table", "column", "entry"),
    [
        (share_table(), "key", ("The row's fixed name, the same in every language", "text", "")),
        (share_table(), "label", ("Alder", "text", "")),
        (share_table(), "percent", ("Andel (pct.)", "decimal number", "pct.")),
        (share_table(), "percent_display", ("Andel (pct.), as shown", "text", "")),
        (share_table(), "count", ("Antal", "whole number", "number")),
        (files.withheld_table(), "percent", ("Andel (pct.)", "decimal number", "pct.")),
        (files.withheld_table(), "count", ("Antal", "whole number", "number")),
        (files.change_table(), "n", ("Borgere (n)", "whole number", "number")),
        (files.change_table(), "change", ("Ændring", "decimal number", "")),
        (files.grants_table(), "project", ("Projekttitel", "text", "")),
        (files.grants_table(), "grant", ("Bevilling (kr.)", "whole number", "kr.")),
        (files.facts_table(), "label", ("The row's heading", "text", "")),
        (files.facts_table(), "AAR", ("Nye skridt", "decimal number", "differs by row, see the column as shown")),
    ],
)
def test_the_dictionary_tells_meaning_type_and_unit(table, column, entry):
    assert dictionary_of(table)[column] == entry


def test_a_unit_that_all_numbers_share_is_the_column_s():
    with translation.override("en"):
        cell = number_cell(Fraction(19, 2), 1, "months")
    row = replace(share_table().rows[0], cells={"percent": cell})
    table = replace(share_table(), rows=(row, replace(row, key="2")), total=None)
    assert dictionary_of(table)["percent"][2] == "months"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_title_page_tells_and_how_to_read_the_files(language):
    lines = named(read(everything(), language), "about_the_report", language)
    contents = [line[1] for line in lines]
    for text in ("Projektrapport", "Nye skridt", "Intern", "Aarhus Kommune", "Øvegade 1", "30. november 2023"):
        assert text in contents
    assert ["Opgjort pr.", "30. november 2023"] in lines
    said = [line for line in lines if line[0] == "Nye skridt"]
    assert said == [["Nye skridt", "Projektet har 78 borgere."], ["Nye skridt", "De er unge."]]
    assert "Projektet sluttede den 30. november 2023." in contents
    with translation.override(language):
        reading = pgettext("about the report", "How to read the files")
    assert len([line for line in lines if line[0] == reading]) == 5


def test_definitions_stand_beside():
    assert ["Alder", "Året for indskrivningen minus fødselsåret."] in named(read(everything()), "definitions")


def test_a_paper_of_nothing_is_a_zip():
    found = read(paper(sections=(), letterhead=(), notes=(), facts=(), definitions=(), status=""))
    assert len(found) == len(BESIDE)
    assert len(named(found, "notes")) == len(named(found, "data_dictionary")) == 1


def test_the_same_paper_gives_the_same_bytes():
    first = render(everything())
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert render(everything()) == first


@pytest.mark.parametrize(("day", "dated"), [(DAY, (2023, 11, 30, 0, 0, 0)), (None, (1980, 1, 1, 0, 0, 0))])
def test_every_file_is_of_the_day(day, dated):
    with zipfile.ZipFile(io.BytesIO(render(everything(as_of=day)))) as archive:
        assert {info.date_time for info in archive.infolist()} == {dated}
