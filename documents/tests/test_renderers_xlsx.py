import datetime as dt
import io
import re
import time
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from hypothesis import given, settings
from openpyxl import load_workbook

from documents.numbers import number
from documents.paper import Definition, Exhibit, Section
from documents.renderers.bundle import listed, plain
from documents.renderers.xlsx import render_xlsx
from documents.renderers.xlsx.cells import height, lines, number_format
from documents.renderers.xlsx.layout import header_text
from documents.renderers.xlsx.names import about_name, address, definitions_name, sheet_name, sheet_names
from documents.renderers.xlsx.tables import HEAD_ROW
from documents.tables import EMPTY, Cell, Note, count_cell, number_cell, signed_cell
from documents.tests import files
from documents.tests.files import DAY, HOSTILE, LOOKS_LIKE_SOMETHING, everything
from documents.tests.samples import paper, share_table

LANGUAGES = ["da", "en"]


def read(made, language="da", **options):
    with translation.override(language):
        return load_workbook(io.BytesIO(render_xlsx(made, **options)))


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def one_table(table, **facts):
    return paper(sections=(Section("s", "S", (), (Exhibit(table),)),), as_of=DAY, **facts)


def sheet_of(table, language="da", **facts):
    return read(one_table(table, **facts), language).worksheets[1]


def wide_table():
    """As many projects side by side as a large programme has."""
    columns = tuple(replace(share_table().columns[1], key=f"c{n}", label=f"Projekt {n}") for n in range(30))
    rows = tuple(replace(row, cells={column.key: count_cell(7) for column in columns}) for row in share_table().rows)
    return replace(share_table(), columns=columns, rows=rows, total=None)


def beneath(sheet):
    """Texts in the first column, from the head down."""
    return [cell.value for cell in sheet["A"][HEAD_ROW - 1 :] if cell.value]


def excel_shows(value, number_format, language="da"):
    """What a spreadsheet displays of a number under one of our formats."""
    sections = number_format.split(";")
    chosen = sections[0]
    if value < 0 and len(sections) > 1:
        chosen, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        chosen = sections[2]
    before, digits, after = re.fullmatch(r'(\+|"−")?((?:#,##)?0(?:\.0+)?)("[^"]*")?', chosen).groups()
    decimals = len(digits.partition(".")[2])
    with translation.override(language):
        text = number(Fraction(value), decimals)
    if "#" not in digits:
        text = text.replace(".", "")
    return f"{before or ''}{text}{after or ''}".replace('"', "")


def assert_cell(found, cell, language="da"):
    if cell.value is None:
        assert (found.value or "") == plain(cell.display).replace("\r\n", "\n")
        assert found.value is None or found.data_type == "s"
        return
    assert found.data_type == "n"
    assert found.value == cell.value
    assert excel_shows(cell.value, found.number_format, language) == cell.display


def assert_table(sheet, table, language="da"):
    """Head, rows, total and unknown, cell by cell, in the places where they stand."""
    keys = [column.key for column in table.columns]
    heads = [cell.value or "" for cell in sheet[HEAD_ROW]][: len(keys) + 1]
    assert heads == [plain(text) for text in (table.row_label, *(column.label for column in table.columns))]
    place = HEAD_ROW
    for row in table.rows:
        place += 1
        assert (sheet.cell(place, 1).value or "") == plain(row.label)
        for index, key in enumerate(keys, start=2):
            assert_cell(sheet.cell(place, index), row.cells.get(key, EMPTY), language)
    place += not table.rows
    with translation.override(language):
        total, unknown = gettext("Total"), gettext("Not known")
    if table.total is not None:
        place += 1
        assert sheet.cell(place, 1).value == total
        for index, key in enumerate(keys, start=2):
            assert_cell(sheet.cell(place, index), table.total.get(key, EMPTY), language)
    if table.unknown is not None:
        place += 1
        shown = [sheet.cell(place, index).value for index in range(1, len(keys) + 2)]
        counts = [table.unknown if key in table.count_columns[:1] else None for key in keys]
        assert shown == [unknown, *counts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_every_table_is_read_back(language):
    with translation.override(language):
        made = everything()
    book = read(made, language)
    for one, sheet in zip(listed(made), book.worksheets[1:-1], strict=True):
        if not one.table.is_withheld:
            assert_table(sheet, one.table, language)


@given(files.papers())
@settings(max_examples=40, deadline=None)
def test_random_tables_are_read_back(made):
    sheets = read(made).worksheets[1:-1]
    assert len({sheet.title.casefold() for sheet in sheets}) == len(sheets)
    for one, sheet in zip(listed(made), sheets, strict=True):
        assert_table(sheet, one.table)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_sheet_about_the_report_one_a_table_and_one_of_definitions(language):
    names = read(everything(), language).sheetnames
    with translation.override(language):
        assert names[0] == about_name() == pgettext("sheet", "About the report")
        assert names[-1] == definitions_name() == pgettext("sheet", "Definitions")
        assert names[1:-1] == sheet_names(listed(everything()))
        assert names[1] == f"{gettext('Table %(number)s') % {'number': 1}} Fakta om borgerne"


def test_the_same_table_of_two_projects_has_two_sheets():
    names = read(everything()).sheetnames
    assert {"Tabel 4 AAR Aldersfordeling", "Tabel 6 ODE Aldersfordeling"} <= set(names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tabel 3 Kønsfordeling", "Tabel 3 Kønsfordeling"),
        ("Tabel 2 Bevillinger: [alle] / nogle?", "Tabel 2 Bevillinger alle nogle"),
        ("Tabel 5 Udvikling i WHO-5-indeks blandt borgerne", "Tabel 5 Udvikling i WHO-5-inde…"),
        ("Tabel 5 Udvikling i trivsel blandt borgerne", "Tabel 5 Udvikling i trivsel…"),
        ("Tabel 5 Speciallægepsykiatribehandlingskoordinering", "Tabel 5 Speciallægepsykiatribe…"),
        ("'Tabel 1' *", "Tabel 1"),
        ("Tabel 1 a\\b\x00c\nd", "Tabel 1 a bc d"),
        ("Tabel 12 " + "x" * 22, "Tabel 12 " + "x" * 22),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(text, name):
    assert sheet_name(text) == name
    assert len(name) <= 31


def test_a_link_names_a_sheet_with_an_apostrophe():
    assert address("Tabel 1 borger's") == "'Tabel 1 borger''s'!A1"


def danish(make, *values):
    with translation.override("da"):
        return make(*values)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [  # made in Danish, whatever language is active
        (danish(count_cell, 18), "#,##0"),
        (danish(count_cell, 12_345_678), "#,##0"),
        (danish(count_cell, -5000), '+#,##0;"−"#,##0;#,##0'),
        (danish(number_cell, Fraction(61, 2)), "#,##0"),
        (danish(number_cell, Fraction(99, 10), 1), "#,##0.0"),
        (danish(number_cell, Fraction(99, 10), 1, "mdr."), '#,##0.0" mdr."'),
        (danish(number_cell, Fraction(12345), 2, "kr."), '#,##0.00" kr."'),
        (danish(signed_cell, Fraction(10)), '+#,##0;"−"#,##0;#,##0'),
        (danish(signed_cell, Fraction(-5, 2)), '+#,##0;"−"#,##0;#,##0'),
        (danish(signed_cell, Fraction(1, 3)), "#,##0"),
        (danish(signed_cell, Fraction(-1, 3)), "#,##0;#,##0"),
        (Cell(2014, "2014"), "0"),
        (Cell(18, "18 af 20"), "General"),
        (Cell(18, "næsten alle"), "General"),
        (Cell(18, '18 "citat"'), "General"),
    ],
)
def test_a_number_has_the_format_of_its_display(cell, expected):
    with translation.override("da"):
        assert number_format(cell) == expected
    if expected != "General":
        assert excel_shows(cell.value, expected) == cell.display


def test_formats_in_english_read_english_displays():
    with translation.override("en"):
        cell = number_cell(Fraction(12345, 10), 1, "months")
        assert cell.display == "1,234.5 months"
        assert number_format(cell) == '#,##0.0" months"'
        assert number_format(count_cell(1234)) == "#,##0"


def test_a_table_without_columns_has_its_rows_and_notes():
    table = replace(share_table(), columns=(), total=None, notes=(Note("Programmet har ingen projekter."),))
    sheet = sheet_of(table)
    assert "46+ år" in beneath(sheet)
    assert any("ingen projekter" in text for text in beneath(sheet))


def test_all_digits_are_in_the_file():
    value = 100 * 18 / 59
    with translation.override("da"):
        written = parts(render_xlsx(one_table(share_table())))
    assert f"<v>{value!r}</v>" in written["xl/worksheets/sheet2.xml"]
    assert len(repr(value)) == 18


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value):
    row = replace(share_table().rows[0], cells={"percent": Cell(value, "1")})
    with pytest.raises(ValueError, match="not a number"):
        render_xlsx(one_table(replace(share_table(), rows=(row,))))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text):
    table = share_table(title=text, source=text, row_label=text, notes=(Note(text),))
    table = replace(
        table,
        rows=(replace(table.rows[0], label=text, cells={"percent": Cell(None, text)}),),
        columns=tuple(replace(column, label=text) for column in table.columns),
    )
    facts = {"title": text, "kind": text, "running": text, "mark": text, "status": text, "notes": (text,)}
    facts |= {"facts": ((text, text),), "letterhead": (text,), "definitions": (Definition(text, text),)}
    with translation.override("da"):
        content = render_xlsx(paper(sections=(Section("s", text, (), (Exhibit(table),), code=text),), **facts))
    written = parts(content)
    sheets = [xml for name, xml in written.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    assert not any("<f>" in xml or "<f " in xml for xml in sheets)
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    same = [cell for cell in cells if cell.value == plain(text)]
    assert len(same) >= 9
    assert all(cell.quotePrefix for cell in same)


@pytest.mark.parametrize("text", LOOKS_LIKE_SOMETHING)
def test_text_stays_the_text_it_is(text):
    table = share_table()
    sheet = sheet_of(replace(table, rows=(replace(table.rows[0], label=text),)))
    found = sheet.cell(HEAD_ROW + 1, 1)
    assert (found.value, found.data_type, bool(found.quotePrefix)) == (text, "s", False)


def test_control_characters_are_left_out():
    sheet = sheet_of(share_table(notes=(Note("a\x00b\x1fc\x0b"),)))
    assert any(text.endswith("abc") for text in beneath(sheet))


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_and_source_stand_beneath(language):
    texts = beneath(sheet_of(share_table(), language))
    with translation.override(language):
        note, source = pgettext("under a table", "Note:"), pgettext("under a table", "Source:")
    assert texts[-3:] == [
        f"{note} 19 borgere er uden alder.",
        "Andelene er afrundet.",
        f"{source} Projektets egne registreringer",
    ]


def test_the_title_has_its_number_and_the_sheet_tells_whose_it_is():
    book = read(everything())
    sheet = book["Tabel 4 AAR Aldersfordeling"]
    assert sheet["A1"].value == "Tabel 4. Aldersfordeling"
    assert sheet["A2"].value == "Nye skridt, opgjort pr. 30. november 2023 · Nye skridt (AAR) · Intern"
    assert book.worksheets[1]["A2"].value == "Nye skridt, opgjort pr. 30. november 2023 · Intern"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withheld_table_is_its_note_and_nothing_else(language):
    sheet = sheet_of(files.withheld_table(), language)
    assert beneath(sheet) == ["Udeladt."]
    assert sheet.freeze_panes is None
    assert [cell.value for row in sheet for cell in row if cell.data_type == "n" and cell.value is not None] == []


def test_an_empty_table_says_so_and_keeps_its_head():
    sheet = sheet_of(share_table({}))
    with translation.override("da"):
        assert sheet.cell(HEAD_ROW + 1, 1).value == gettext("There are no figures to show.")
    assert [cell.value for cell in sheet[HEAD_ROW]] == ["Alder", "Andel (pct.)", "Antal"]
    assert sheet.cell(HEAD_ROW + 2, 2).value == "–"


def test_head_is_frozen_and_repeated_on_paper():
    sheet = sheet_of(share_table())
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"


def test_total_is_set_off():
    sheet = sheet_of(share_table())
    total = sheet.cell(HEAD_ROW + 6, 1)
    assert total.font.bold
    assert total.border.top.style == "medium"
    assert not sheet.cell(HEAD_ROW + 5, 1).font.bold


def test_numbers_and_dashes_stand_right_and_words_left():
    sheet = sheet_of(files.grants_table())
    assert [sheet.cell(HEAD_ROW + 1, column).alignment.horizontal for column in (1, 2, 3)] == [None, None, "right"]
    sheet = sheet_of(files.change_table())
    assert {cell.alignment.horizontal for row in sheet.iter_rows(4, 9, 2, 5) for cell in row} == {"right"}


@pytest.mark.parametrize(("table", "orientation"), [(share_table(), "portrait"), (wide_table(), "landscape")])
def test_paper_is_a4_as_wide_as_the_page(table, orientation):
    sheet = sheet_of(table)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, orientation)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_every_sheet_has_title_and_mark_above_and_its_page_beneath():
    with translation.override("da"):
        written = parts(render_xlsx(everything(running="Nye & gamle")))
    sheets = [xml for name, xml in written.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 9
    for xml in sheets:
        assert "<oddHeader>&amp;L&amp;9 Nye &amp;&amp; gamle&amp;R&amp;9 Intern</oddHeader>" in xml
        assert "<oddFooter>&amp;L&amp;9 Projektrapport&amp;R&amp;9 side &amp;P af &amp;N</oddFooter>" in xml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nye & gamle", "Nye && gamle"),
        ("&[Page]", "&& [Page]"),
        ("a\nb", "a b"),
        ("", ""),
        ("x" * 300, "x" * 109 + "…"),
    ],
)
def test_a_header_holds_no_code_of_others(text, expected):
    assert header_text(text) == expected


def test_labels_fit_their_column_and_long_texts_have_the_lines_they_need():
    table = files.change_table()
    sheet = sheet_of(table)
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    assert widths[0] >= 44
    for column, width in zip(table.columns, widths[1:], strict=True):
        assert max(map(len, column.label.split())) < width
    assert sheet.row_dimensions[HEAD_ROW].height >= 3 * 15
    assert sheet.row_dimensions[1].height >= 2 * 20
    note = next(row for row in sheet.iter_rows(HEAD_ROW) if str(row[0].value).startswith("Anm.:"))[0]
    assert sheet.row_dimensions[note.row].height >= 3 * 12
    assert any(note.coordinate in area for area in sheet.merged_cells.ranges)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("", 20, 1), ("kort", 20, 1), ("to ord som ikke er på en linje", 20, 2), ("a\nb\n\nc", 20, 4), ("x" * 50, 10, 5)],
)
def test_lines(text, width, expected):
    assert lines(text, width) == expected
    assert height(text, width) == expected * 15 + 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_tells_what_a_title_page_tells(language):
    sheet = read(everything(), language).worksheets[0]
    texts = [cell.value for row in sheet for cell in row if cell.value]
    with translation.override(language):
        contents = gettext("Contents")
    for text in ("Aarhus Kommune", "Øvegade 1", "Projektrapport", "Nye skridt", "Intern", "Kommune", contents):
        assert text in texts
    assert "Projektet sluttede den 30. november 2023." in texts
    assert texts.index("Opgjort pr.") + 1 == texts.index("30. november 2023")
    for section in everything().sections:
        assert section.title in texts
    assert texts.index("Projektet har 78 borgere. De er unge.") == len(texts) - texts[::-1].index("Nye skridt")


def test_the_contents_lead_to_every_sheet():
    book = read(everything())
    links = [cell.hyperlink.location for row in book.worksheets[0] for cell in row if cell.hyperlink]
    assert links == [address(name) for name in book.sheetnames[1:]]
    assert all(link.partition("!")[0].strip("'") in book.sheetnames for link in links)


def test_each_link_stands_beside_the_title_of_its_table():
    made = everything()
    sheet = read(made).worksheets[0]
    found = [(row[0].value, row[1].value) for row in sheet.iter_rows(max_col=2) if row[0].hyperlink][:-1]
    assert found == [(f"Tabel {one.number}", one.table.title) for one in listed(made)]


def test_definitions_stand_on_the_last_sheet():
    sheet = read(everything()).worksheets[-1]
    assert [cell.value for cell in sheet[3]] == ["Alder", "Året for indskrivningen minus fødselsåret."]
    assert sheet.freeze_panes == "A3"


def test_a_paper_of_nothing_is_a_workbook():
    book = read(paper(sections=(), letterhead=(), notes=(), facts=(), definitions=(), status="", mark=""))
    assert len(book.sheetnames) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_properties_name_the_report_its_day_and_no_one(language):
    made = read(everything(), language).properties
    assert made.title == "Projektrapport – Nye skridt, opgjort pr. 30. november 2023"
    assert made.language == language
    assert made.created == made.modified == dt.datetime.combine(DAY, dt.time())
    assert not made.creator
    assert not made.lastModifiedBy


def test_properties_name_the_installation_where_it_is_given():
    assert read(everything(), creator="Sporet").properties.creator == "Sporet"


def test_the_same_paper_gives_the_same_bytes():
    with translation.override("da"):
        first = render_xlsx(everything())
        time.sleep(2.1)  # a zip counts in steps of two seconds
        assert render_xlsx(everything()) == first


@pytest.mark.parametrize(("day", "dated"), [(DAY, (2023, 11, 30, 0, 0, 0)), (None, (1980, 1, 1, 0, 0, 0))])
def test_every_part_of_the_file_is_of_the_day(day, dated):
    with zipfile.ZipFile(io.BytesIO(render_xlsx(everything(as_of=day)))) as archive:
        assert {info.date_time for info in archive.infolist()} == {dated}


def test_a_wide_table_keeps_its_notes_where_one_reads():
    sheet = sheet_of(wide_table())
    assert max(area.max_col for area in sheet.merged_cells.ranges) < 6
    assert sheet.cell(HEAD_ROW + 1, 31).value == 7
