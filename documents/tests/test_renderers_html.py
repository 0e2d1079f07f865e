import dataclasses
import re

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext, pgettext

from documents.charts import bar_chart
from documents.paper import Exhibit, Figure, Section
from documents.renderers.html import css_string, render_html
from documents.tables import EMPTY, SUPPRESSED, Column, Note, Row
from documents.tests.samples import AGES, TableReader, age_chart, long_table, paper, share_table


def render(table, number=3):
    return Template("{% load documents %}{% table t n %}").render(Context({"t": table, "n": number}))


def read(table, number=3):
    return TableReader(render(table, number))


def test_the_table_is_read_back_cell_by_cell():
    with translation.override("da"):
        (rows,) = read(share_table()).tables
    assert rows[0] == ["Alder", "Andel (pct.)", "Antal"]
    assert rows[1:-1] == [
        ["18-25 år", "31", "18"],
        ["26-30 år", "27", "16"],
        ["31-35 år", "10", "6"],
        ["36-45 år", "19", "11"],
        ["46+ år", "14", "8"],
    ]
    assert rows[-1][1:] == ["100", "59"]


def test_heads_say_what_they_head():
    reader = read(share_table())
    scopes = [attributes.get("scope") for attributes in reader.all("th")]
    assert scopes == ["col"] * 3 + ["row"] * (len(AGES) + 1)


def test_an_empty_corner_is_no_head():
    reader = read(share_table(row_label=""))
    assert reader.tables[0][0] == ["", "Andel (pct.)", "Antal"]
    assert [attributes.get("scope") for attributes in reader.all("th")][:2] == ["col", "col"]


def test_numbers_are_marked_as_numbers():
    reader = read(share_table())
    assert all(attributes.get("class") == "number" for attributes in reader.all("td"))
    assert len(reader.all("td")) == 2 * (len(AGES) + 1)


def test_the_caption_stands_first_with_its_number():
    html = render(share_table())
    reader = TableReader(html)
    assert reader.texts["caption"] == [f"{gettext('Table %(number)s') % {'number': 3}} Aldersfordeling"]
    assert html.index("<caption") < html.index("<thead")


def test_a_table_outside_a_document_has_no_number():
    reader = read(share_table(), None)
    assert reader.texts["caption"] == ["Aldersfordeling"]
    assert "id" not in reader.all("div")[0]


def test_notes_then_source_stand_beneath():
    texts = read(share_table()).texts["p"]
    assert texts == [
        f"{pgettext('under a table', 'Note:')} 19 borgere er uden alder. Andelene er afrundet.",
        f"{pgettext('under a table', 'Source:')} Projektets egne registreringer",
    ]


def test_nothing_stands_beneath_without_notes_and_source():
    assert "report-beneath" not in render(share_table(notes=(), source=""))


def test_the_total_is_set_off():
    html = render(share_table())
    assert html.count('<tbody class="total">') == 1
    assert "<tfoot" not in html  # a foot would be repeated on every page
    assert '<tbody class="total">' not in render(share_table(total=None))


def test_a_table_without_rows_says_so():
    html = render(share_table({}, total=None))
    assert f'<td colspan="3">{gettext("There are no figures to show.")}</td>' in html


def test_a_withheld_table_shows_its_title_and_note_and_no_table():
    note = Note("Tabellen er udeladt.")
    html = render(share_table({}, is_withheld=True, notes=(note,), total=None, unknown=None))
    assert "<table" not in html
    assert "Aldersfordeling" in html
    assert "Tabellen er udeladt." in html


def test_hidden_and_missing_cells_show_their_marks():
    table = share_table()
    row = Row("x", "Ukendt", {"percent": SUPPRESSED})
    rows = read(dataclasses.replace(table, rows=(row,))).tables[0]
    assert rows[1] == ["Ukendt", "·", EMPTY.display]


def test_texts_are_escaped():
    html = render(share_table(title="<b>A & B</b>", notes=(Note("<i>x</i>"),)))
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html
    assert "<i>" not in html


@pytest.mark.parametrize(("rows", "is_long"), [(3, False), (14, False), (15, True)])
def test_only_a_long_table_may_run_over_pages(rows, is_long):
    assert ('class="report-table long"' in render(long_table(rows))) is is_long


@pytest.mark.parametrize(("columns", "scrolls"), [(1, False), (3, False), (4, True), (6, True)])
def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches(columns, scrolls):
    table = share_table(columns=tuple(Column(f"c{n}", f"Kolonne {n}") for n in range(columns)), total=None)
    boxes = [attributes for attributes in read(table).all("div") if attributes.get("class") == "report-scroll"]
    assert len(boxes) == scrolls
    for box in boxes:
        assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "group", "Aldersfordeling")


@pytest.fixture
def document():
    with translation.override("da"):
        return render_html(paper())


def test_the_document_has_language_title_and_nothing_outside_it(document):
    reader = TableReader(document)
    assert reader.all("html")[0]["lang"] == "da"
    assert reader.texts["title"][0] == "Projektrapport – Nye skridt, opgjort pr. 30. november 2023"
    assert not [tag for tag in ("script", "link", "img", "iframe") if reader.all(tag)]
    assert not re.search(r"@import|url\((?!#)", document)
    assert " style=" not in document


def test_the_title_page_names_house_project_and_status(document):
    head = document[document.index("<header") : document.index("</header>")]
    for text in ("Aarhus Kommune", "Øvegade 1", "Projektrapport", "Nye skridt", "Intern", "30. november 2023"):
        assert text in head
    assert document.count("<h1>") == 1


def test_every_line_of_the_contents_leads_to_its_place(document):
    reader = TableReader(document)
    targets = [attributes["href"].removeprefix("#") for attributes in reader.all("a")]
    ids = [attributes["id"] for _tag, attributes in reader.elements if "id" in attributes]
    assert targets == ["citizens", "table-1", "figure-1", "interventions", "table-2", "definitions"]
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_sections_hold_sentences_tables_and_figures_in_order(document):
    places = [
        document.index(text) for text in ("Projektet har 78 borgere. De er unge.", 'id="table-1"', 'id="figure-1"')
    ]
    assert places == sorted(places)
    assert len(TableReader(document).tables) == 2


def test_a_caption_stands_below_its_figure(document):
    figure = document[document.index("<figure") : document.index("</figure>")]
    assert figure.index("</svg>") < figure.index("<figcaption>") < figure.index("N = 59.")


def test_definitions_stand_last(document):
    assert document.index('id="definitions"') > document.index('id="table-2"')
    assert "<dt>Alder</dt><dd>Året for indskrivningen minus fødselsåret.</dd>" in document


def test_an_empty_figure_is_a_sentence_and_not_among_the_contents():
    empty = Figure(bar_chart("none", "Køn", []), "Køn", "")
    made = render_html(paper(sections=(Section("a", "A", (), (Exhibit(share_table(), empty),)),)))
    assert "<figure" not in made
    assert '<p class="chart-empty">' in made
    assert "#figure-" not in made


def test_page_margins_carry_running_title_mark_and_page_numbers(document):
    page, of = (pgettext("page 1 of 9", word) for word in ("page", "of"))
    assert '@top-left { content: "Nye skridt, opgjort pr. 30. november 2023"; }' in document
    assert '@top-right { content: "Intern"; }' in document
    with translation.override("da"):
        page, of = (pgettext("page 1 of 9", word) for word in ("page", "of"))
    assert f'content: "{page} " counter(page) " {of} " counter(pages);' in document


def test_a_paper_without_a_mark_has_none():
    made = render_html(paper(mark="", status="Offentlig"))
    assert '@top-right { content: ""; }' in made
    assert "Intern" not in made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nye Veje", '"Nye Veje"'),
        ('Reden "Øst"', '"Reden \\22 Øst\\22 "'),
        ("a\\b", '"a\\5c b"'),
        ("</style><b>", '"\\3c \\2f style\\3e \\3c b\\3e "'),
        ("x\ny", '"x\\a y"'),
        ("", '""'),
    ],
)
def test_css_strings_cannot_be_left(text, expected):
    assert css_string(text) == expected


def test_a_hostile_project_name_breaks_neither_styles_nor_page():
    made = render_html(paper(running='"; } </style><script>x</script>', title="<script>y</script>"))
    assert "<script" not in made
    assert made.count("</style>") == 1


def test_charts_in_the_document_are_drawn(document):
    assert document.count("<svg") == 1
    assert age_chart().description in document
