"""What the catalogue of figures says: whole, readable, and the same as docs/figures.md."""

import pytest
from django.core.management import CommandError, call_command

from projects.models import Programme
from reports.catalogue import CATALOGUE
from reports.catalogue.markdown import as_markdown
from reports.catalogue.parts import COUNT, Entry, Figure, Rounding, Setting, entry_of
from reports.catalogue.wellbeing import INTERVAL, MINIMUM
from reports.management.commands.describe_figures import DOCUMENT
from reports.reports import KINDS

FIGURES = list(CATALOGUE.values())
IDS = list(CATALOGUE)
SMALL = Figure(
    id="small",
    reports=("project",),
    meaning="What it is.",
    source="source 002, Table 99",
    rows={"a": Entry("The first."), "<type>": Entry("One for each.", Rounding.ONE)},
    columns=COUNT,
    settings=(INTERVAL,),
    total="All.",
    unknown="Nobody knows.",
)


def test_the_document_is_that_of_today():
    assert DOCUMENT.read_text() == as_markdown(CATALOGUE), "Run `manage.py describe_figures`."


@pytest.mark.parametrize("figure", FIGURES, ids=IDS)
def test_an_entry_says_what_it_is_and_where_it_comes_from(figure):
    assert figure.meaning.endswith(".")
    assert "source 00" in figure.source
    assert set(figure.reports) <= set(KINDS)
    assert figure.rows
    assert figure.columns
    for entry in (*figure.rows.values(), *figure.columns.values()):
        assert entry.meaning[0].isupper() or entry.meaning[0].isdigit()
        assert entry.meaning.endswith(".")


@pytest.mark.parametrize("figure", FIGURES, ids=IDS)
def test_every_number_has_one_rounding(figure):
    """It stands with the rows or with the columns, and with all of them."""
    by_row = [entry.rounding is not None for entry in figure.rows.values()]
    by_column = [entry.rounding is not None for entry in figure.columns.values()]
    assert (all(by_row) and not any(by_column)) or (all(by_column) and not any(by_row))


@pytest.mark.parametrize("figure", FIGURES, ids=IDS)
def test_definitions_fit_a_table_cell(figure):
    for text in (figure.meaning, *(entry.meaning for entry in (*figure.rows.values(), *figure.columns.values()))):
        assert "|" not in text
        assert "\n" not in text
        assert len(text) < 330


def test_settings_are_the_programmes_own():
    assert (INTERVAL.default, MINIMUM.default) == (45, 10)
    assert [one.id for one in FIGURES if INTERVAL in one.settings] == ["who5_by_wave", "who5_change", "who5_attrition"]
    assert [one.id for one in FIGURES if MINIMUM in one.settings] == ["who5_by_wave", "who5_change"]
    assert {setting.field for one in FIGURES for setting in one.settings} <= set(vars(Programme()))


def test_a_setting_that_no_programme_has_raises():
    with pytest.raises(Exception, match="no_such_setting"):
        assert Setting("no_such_setting", "nothing").default


@pytest.mark.parametrize(("key", "meaning"), [("a", "The first."), ("anything", "One for each.")])
def test_a_key_finds_its_entry(key, meaning):
    assert entry_of(SMALL.rows, key).meaning == meaning


def test_a_key_without_an_entry_raises():
    with pytest.raises(KeyError, match="mean"):
        entry_of(SMALL.columns, "mean")


def test_how_a_figure_is_written():
    text = as_markdown({"small": SMALL})
    assert text.startswith("# Figures\n")
    assert text.endswith(
        "## `small`\n\nWhat it is.\n\n- In: `report project`\n- Source: source 002, Table 99\n"
        "- Setting of the programme: `who5_interval_days`, least number of days from one wave to the next "
        "(45 by default)\n"
        "\n| row | meaning | displayed with |\n|---|---|---|\n| `a` | The first. |  |\n"
        "| `<type>` | One for each. | 1 decimal |\n"
        "\n| column | meaning | displayed with |\n|---|---|---|\n| `count` | Citizens. | a count |\n"
        "\n- `total`: All.\n- `unknown`: Nobody knows.\n"
    )


def test_the_command_writes_it(tmp_path):
    path = tmp_path / "figures.md"
    call_command("describe_figures", output=path)
    assert path.read_text() == DOCUMENT.read_text()


def test_a_path_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"missing/figures\.md: No such file or directory") as caught:
        call_command("describe_figures", output=tmp_path / "missing" / "figures.md")
    assert caught.value.returncode == 2
