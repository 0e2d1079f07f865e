from documents.charts import bar_chart
from documents.paper import Exhibit, Figure, Section, numbered
from documents.tests.samples import age_chart, long_table, share_table


def figure(chart=None):
    return Figure(chart or age_chart(), "Alder", "Registreringer")


def numbers(sections):
    exhibits = [exhibit for section in sections for exhibit in section.exhibits]
    return [(e.number, e.figure.number if e.figure else None) for e in exhibits]


def test_tables_and_figures_are_numbered_through_the_sections_each_by_itself():
    sections = numbered(
        [
            Section("a", "A", exhibits=(Exhibit(share_table()), Exhibit(share_table(), figure()))),
            Section("b", "B", exhibits=(Exhibit(long_table()), Exhibit(share_table(), figure()))),
        ]
    )
    assert numbers(sections) == [(1, None), (2, 1), (3, None), (4, 2)]


def test_a_figure_without_anything_to_draw_takes_no_number():
    empty = figure(bar_chart("empty", "Tom", []))
    sections = numbered([Section("a", "A", exhibits=(Exhibit(share_table(), empty), Exhibit(share_table(), figure())))])
    assert numbers(sections) == [(1, None), (2, 1)]
    assert sections[0].exhibits[0].figure is not None


def test_numbering_changes_nothing_else():
    section = Section("a", "A", ("En sætning.",), (Exhibit(share_table(), figure()),))
    (made,) = numbered([section])
    assert (made.id, made.title, made.sentences) == ("a", "A", ("En sætning.",))
    assert made.exhibits[0].table == section.exhibits[0].table
    assert section.exhibits[0].number is None


def test_a_section_without_tables_stays():
    assert numbered([Section("a", "A")]) == (Section("a", "A"),)


def test_no_sections_no_numbers():
    assert numbered([]) == ()
