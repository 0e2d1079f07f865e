import dataclasses
import datetime as dt
import re

import pytest
from django.utils.translation import gettext, ngettext, override, pgettext

from documents.charts import NARROW, WIDE, score_thresholds
from documents.renderers.html import render_html
from documents.tables import SUPPRESSED, Row
from documents.tests.samples import TableReader, svg_root
from reports.presentation import report_paper, report_sections
from reports.presentation.charts import DRAWN, figure_of
from reports.presentation.sections import PARTS
from reports.reports import project_report
from reports.tests.world import AS_OF, World
from wellbeing.instrument import HIGH_RISK_TO, POPULATION_MEAN, RISK_TO

OF_A_PROJECT = set(DRAWN) - {"status", "economy"}
SMALL = {"1", "2", "3", "4"}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def full(world):
    """30 citizens: all with an age, a gender and a source; 20 with interventions, 15 with two answers."""
    fill(world)
    return world


def fill(world, number=30):
    counselling, therapy = world.type("Rådgivning og vejledning"), world.type("Individuel terapi")
    clothes = world.type("Gratis tøj", is_material_help=True)
    sources = [world.source("Jobcenter"), world.source("Reden")]
    for index in range(number):
        citizen = world.citizen(
            ("2021-03-01", None),
            birth_year=1990 - index % 12,
            gender="woman" if index % 3 else "man",
            source=sources[index % 3 == 0],
        )
        if index < number * 2 // 3:
            world.session(world.intervention(citizen, counselling), "2021-03-02", about=["housing", "economy"])
        if index < number // 6:
            world.intervention(citizen, clothes)
        if index < number // 3:
            world.intervention(citizen, therapy)
        if index < number // 2:
            world.answer(citizen, "2021-03-01", 36)
            world.answer(citizen, "2021-06-01", 48)
        if index % 5 == 0:
            world.onward(citizen, "other_offer")


def report_of(world, **options):
    return project_report(world.project, as_of=AS_OF, **options)


def sentences(world, section, **options):
    (found,) = [made for made in report_sections(report_of(world, **options)) if made.id == section]
    return " ".join(found.sentences)


def with_table(report, table):
    return dataclasses.replace(report, tables=tuple(table if one.id == table.id else one for one in report.tables))


def test_every_table_of_the_report_stands_in_one_section(full):
    report = report_of(full)
    placed = [table_id for *_rest, tables in PARTS["project"] for table_id in tables]
    assert sorted(placed) == sorted(table.id for table in report.tables)
    assert set(OF_A_PROJECT) <= set(placed)


def test_sections_follow_the_published_report(full):
    assert [section.id for section in report_sections(report_of(full))] == [
        "citizens",
        "interventions",
        "wellbeing",
        "referrals",
    ]


def test_tables_are_numbered_through(full):
    sections = report_sections(report_of(full))
    exhibits = [exhibit for section in sections for exhibit in section.exhibits]
    assert [exhibit.number for exhibit in exhibits] == list(range(1, 12))
    figures = [exhibit.figure.number for exhibit in exhibits if exhibit.figure]
    assert figures == list(range(1, len(OF_A_PROJECT) + 1))


@pytest.mark.parametrize("table_id", sorted(OF_A_PROJECT))
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_chart_draws_its_tables_own_cells(full, table_id, width):
    report = report_of(full)
    table = report.table(table_id)
    chart = figure_of(table, report, width).chart
    assert (chart.id, chart.width, chart.is_empty) == (f"{table_id}-tst", width, False)
    for row in table.rows:
        shown = row.cells["mean" if table_id == "who5_by_wave" else "count"].display
        assert shown in chart.description


@pytest.mark.parametrize("table_id", ["citizen_facts", "who5_change", "who5_attrition", "referrals_onward"])
def test_tables_of_few_numbers_have_no_chart(full, table_id):
    report = report_of(full)
    assert figure_of(report.table(table_id), report, NARROW) is None


def test_bars_are_as_long_as_their_counts(full):
    report = report_of(full)
    table = report.table("gender_distribution")
    bars = figure_of(table, report, NARROW).chart.drawing.bars
    counts = [row.cells["count"].value for row in table.rows]
    assert [bar.length > 0 for bar in bars] == [count > 0 for count in counts]
    assert bars[0].length / bars[1].length == pytest.approx(counts[0] / counts[1], rel=0.01)


def test_a_share_and_its_count_stand_at_the_bar(full):
    report = report_of(full)
    description = figure_of(report.table("gender_distribution"), report, NARROW).chart.description
    display = pgettext("at the end of a bar", "%(percent)s per cent (%(count)s)") % {"percent": 67, "count": 20}
    assert f"Woman: {display}" in description


def test_only_the_bar_of_none_registered_is_muted(full):
    report = report_of(full)
    table = report.table("interventions_per_citizen")
    bars = figure_of(table, report, NARROW).chart.drawing.bars
    assert [bar.is_muted for bar in bars] == [row.key == "0" for row in table.rows]


def test_the_chart_of_waves_shows_mean_and_n(full):
    report = report_of(full)
    drawing = figure_of(report.table("who5_by_wave"), report, NARROW).chart.drawing
    assert [point.display.text for point in drawing.points] == ["36", "48"]
    assert {text.text for text in drawing.beneath} == {"1", "2", "15"}


def test_a_wave_that_is_left_out_breaks_the_line(full):
    report = report_of(full)
    table = report.table("who5_by_wave")
    third = Row("3", "Wave 3", table.rows[1].cells)
    gap = dataclasses.replace(table, rows=(table.rows[0], third))
    drawing = figure_of(gap, with_table(report, gap), NARROW).chart.drawing
    assert drawing.segments == []
    assert [text.text for text in drawing.beneath if text.y == drawing.heads[0].y] == ["1", "2", "3"]


def test_the_lines_of_the_chart_are_the_instruments():
    assert [line.value for line in score_thresholds()] == [HIGH_RISK_TO, RISK_TO, POPULATION_MEAN]


@pytest.mark.parametrize(
    ("table_id", "base"),
    [("age_distribution", 30), ("citizens_by_intervention", 30), ("who5_by_wave", 15), ("referral_sources", 30)],
)
def test_a_figure_says_how_many_citizens_it_is_about(full, table_id, base):
    report = report_of(full)
    assert [note.text for note in figure_of(report.table(table_id), report, NARROW).notes] == [f"N = {base}."]


def test_a_figure_does_not_tell_what_the_facts_withhold(full):
    report = report_of(full)
    facts = dataclasses.replace(report.table("citizen_facts"), is_withheld=True, rows=())
    figure = figure_of(report.table("citizens_by_intervention"), with_table(report, facts), NARROW)
    assert figure.notes == ()


def test_a_hidden_cell_has_no_bar_and_no_share(full):
    report = report_of(full)
    table = report.table("gender_distribution")
    rows = (Row("woman", "Woman", {"percent": SUPPRESSED, "count": SUPPRESSED}), *table.rows[1:])
    hidden = dataclasses.replace(table, rows=rows, total={"percent": SUPPRESSED, "count": SUPPRESSED})
    figure = figure_of(hidden, with_table(report, hidden), NARROW)
    assert figure.chart.drawing.bars[0].length == 0
    assert "Woman: ·;" in figure.chart.description
    assert figure.notes == ()


def test_sentences_tell_the_main_figures(full):
    one, many = "The project has registered %(count)s citizen.", "The project has registered %(count)s citizens."
    registered = ngettext(one, many, 30)
    assert registered % {"count": 30} in sentences(full, "citizens")
    assert "Rådgivning og vejledning (20 " in sentences(full, "interventions")
    assert "Jobcenter (20 " in sentences(full, "referrals")


def test_sentences_about_wellbeing_tell_wave_n_mean_risk_and_change(full):
    told = sentences(full, "wellbeing")
    for part in ("15", "36", "+12", "risk of depression or stress", "clinically significant"):
        assert part in told
    assert "not a clinically significant" not in told


def test_a_small_rise_is_not_called_significant(world):
    for citizen in world.citizens(12):
        world.answer(citizen, "2021-03-01", 36)
        world.answer(citizen, "2021-06-01", 40)
    assert "+4 points. It is not a clinically significant rise." in sentences(world, "wellbeing")


def test_one_citizen_is_told_in_the_singular(world):
    world.citizen(("2021-03-01", "2022-03-01"))
    assert "has registered 1 citizen." in sentences(world, "citizens")
    assert "For 1 citizen no intervention" in sentences(world, "interventions")


def test_where_two_share_the_first_place_none_is_named(world):
    for name in ("Rådgivning og vejledning", "Individuel terapi"):
        kind = world.type(name)
        for citizen in world.citizens(6):
            world.intervention(citizen, kind)
    assert "most citizens" not in sentences(world, "interventions")


def test_an_empty_project_is_told_so(world):
    assert sentences(world, "citizens") == gettext("The project has not registered any citizens yet.")
    assert sentences(world, "interventions") == gettext("No interventions are registered.")
    assert sentences(world, "wellbeing") == gettext("There are not enough WHO-5 answers to show a mean yet.")
    assert sentences(world, "referrals") == ""


def test_an_empty_project_has_every_table_and_no_numbered_figure(world):
    made = render_html(report_paper(report_of(world)))
    exhibits = [e for section in report_sections(report_of(world)) for e in section.exhibits]
    assert len(exhibits) == 11
    assert {e.figure.number for e in exhibits if e.figure} == {None}
    assert made.count('<p class="chart-empty">') == len(OF_A_PROJECT)
    assert "<svg" not in made


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_paper_says_whether_it_may_leave(full, audience):
    made = report_paper(report_of(full, audience=audience))
    words = {"internal": pgettext("report", "Internal"), "public": pgettext("report", "Public")}
    assert made.status == words[audience]
    assert made.mark == (words["internal"] if audience == "internal" else "")
    assert len(made.definitions) == 12


def test_the_title_page_tells_project_municipality_programme_and_day(full):
    made = report_paper(report_of(full))
    values = [value for _label, value in made.facts]
    assert made.title == "Project T"
    assert "Project T (TST)" in values
    assert "Aarhus Kommune (0751)" in values
    assert full.project.programme.name in values
    assert "30 November 2023" in values
    assert made.running == "Project T, as of 30 November 2023"


def test_a_project_without_a_programme_has_no_such_line(full):
    report = report_of(full)
    bare = dataclasses.replace(report, about=dataclasses.replace(report.about, programme_name=""))
    assert gettext("Programme") not in [label for label, _value in report_paper(bare).facts]
    assert gettext("Programme") in [label for label, _value in report_paper(report).facts]


def test_the_letterhead_is_the_hosts(full):
    full.organisation.name = "Aarhus Kommune, Center for Mestring"
    full.organisation.letterhead = "Øvegade 1\n\n  8000 Aarhus C \n"
    full.organisation.save()
    made = report_paper(report_of(full))
    assert made.letterhead == ("Aarhus Kommune, Center for Mestring", "Øvegade 1", "8000 Aarhus C")


def test_a_day_after_the_end_is_explained_on_the_title_page(db):
    world = World(ends_on=dt.date(2022, 12, 31))
    made = report_paper(report_of(world))
    assert "31 December 2022" in made.running
    assert "31 December 2022" in made.notes[0]


def test_every_cell_of_the_report_stands_in_the_document(full):
    report = report_of(full)
    reader = TableReader(render_html(report_paper(report)))
    for table, read in zip(report.tables, reader.tables, strict=True):
        shown = [[row.label, *(row.cells[c.key].display for c in table.columns)] for row in table.rows]
        body = read[1 : 1 + len(shown)]
        assert body == shown
        assert read[0] == [table.row_label, *(column.label for column in table.columns)]
        if table.total is not None:
            assert read[-1][1:] == [table.total[column.key].display for column in table.columns]


def test_every_note_and_source_stands_in_the_document(full):
    report = report_of(full)
    beneath = " ".join(TableReader(render_html(report_paper(report))).texts["p"])
    for table in report.tables:
        assert table.source in beneath
        for note in table.notes:
            assert " ".join(note.text.split()) in beneath


@pytest.mark.parametrize("number", [0, 3, 5, 7, 12, 30, 33])
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_public_report_tells_no_count_from_one_to_four(world, number, language):
    if number:
        fill(world, number)
    with override(language):
        html = render_html(report_paper(report_of(world, audience="public")))
    reader = TableReader(html)
    cells = [cell for table in reader.tables for row in table[1:] for cell in row[1:]]
    assert not SMALL & set(cells)
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        assert not told_counts(svg)
    notes = re.findall(r"N = (\S+)\.", html)
    assert not SMALL & set(notes)


def told_counts(svg):
    """The small counts that a chart tells: at its bars, or beneath its points as n."""
    root = svg_root(svg)
    values = [e.text for e in root.iter() if e.get("class") == "chart-value"]
    bracketed = [number for text in values for number in re.findall(r"\((\d+)\)", text or "")]
    spoken = re.findall(r": (\d+)[;.]| n (\d+):|\((\d+)\)", root[0].text)
    return SMALL & {*values, *bracketed, *(number for found in spoken for number in found)}


@pytest.mark.parametrize("number", [3, 12])
def test_an_internal_report_does_tell_them(world, number):
    fill(world, number)
    made = render_html(report_paper(report_of(world)))
    cells = {cell for table in TableReader(made).tables for row in table[1:] for cell in row[1:]}
    assert SMALL & cells


def test_sentences_of_a_public_report_tell_nothing_withheld(world):
    fill(world, 3)
    told = " ".join(
        sentence for section in report_sections(report_of(world, audience="public")) for sentence in section.sentences
    )
    assert not re.findall(r"\b[1-4]\b", told)
