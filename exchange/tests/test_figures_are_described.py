"""Every table, row and column of real reports has its entry in the catalogue, and is displayed as it says."""

from collections import defaultdict
from fractions import Fraction

import pytest
from django.utils import translation

from documents.numbers import NO_VALUE, number, signed
from exchange.tests.demonstration import CODES, loaded
from reports.catalogue import CATALOGUE
from reports.catalogue.parts import Rounding, entry_of

pytestmark = pytest.mark.django_db

DISPLAYED = {
    Rounding.COUNT: number,
    Rounding.KRONER: number,
    Rounding.WHOLE: number,
    Rounding.ONE: lambda value: number(value, 1),
    Rounding.SIGNED: signed,
}


@pytest.fixture(scope="module")
def reports(django_db_setup, django_db_blocker):
    """Each kind's reports of the whole demonstration, an overview's projects among them."""
    with django_db_blocker.unblock():
        demo = loaded()
    overview, status = demo.programmes["overview"], demo.programmes["status"]
    return {"project": [*demo.reports.values(), *overview["projects"]], "overview": [overview], "status": [status]}


@pytest.fixture
def tables(reports):
    """(kind, table) of all of them."""
    return [(kind, table) for kind, ones in reports.items() for one in ones for table in one["tables"]]


def test_every_table_is_described(tables):
    assert {table["id"] for _kind, table in tables} == set(CATALOGUE)
    for kind, table in tables:
        assert kind in CATALOGUE[table["id"]].reports


def test_every_row_and_column_is_described(tables):
    for _kind, table in tables:
        figure = CATALOGUE[table["id"]]
        for row in table["rows"]:
            assert entry_of(figure.rows, row["key"])
        for column in table["columns"]:
            assert entry_of(figure.columns, column["key"])


def test_nothing_is_described_that_no_report_has(tables):
    rows, columns = defaultdict(set), defaultdict(set)
    for _kind, table in tables:
        rows[table["id"]] |= {row["key"] for row in table["rows"]}
        columns[table["id"]] |= {column["key"] for column in table["columns"]}
    for figure in CATALOGUE.values():
        assert {key for key in figure.rows if not key.startswith("<")} <= rows[figure.id]
        assert {key for key in figure.columns if not key.startswith("<")} <= columns[figure.id]


def test_totals_and_unknowns_are_described(tables):
    for _kind, table in tables:
        figure = CATALOGUE[table["id"]]
        assert bool(figure.total) == (table["total"] is not None)
        assert bool(figure.unknown) == (table["unknown"] is not None)


def cells_of(tables):
    for _kind, table in tables:
        figure = CATALOGUE[table["id"]]
        for row in table["rows"]:
            for key, cell in row["cells"].items():
                by_row, by_column = entry_of(figure.rows, row["key"]), entry_of(figure.columns, key)
                yield by_row.rounding or by_column.rounding, cell


def test_every_number_is_displayed_as_it_is_described(tables):
    seen = set()
    with translation.override("da"):
        for rounding, cell in cells_of(tables):
            seen.add(rounding)
            if rounding is Rounding.TEXT:
                assert cell["value"] is None
                assert cell["display"] not in ("", NO_VALUE)
                continue
            value = None if cell["value"] is None else Fraction(cell["value"])
            assert cell["display"].split(" ")[0] == DISPLAYED[rounding](value)
    assert seen == set(Rounding)


def test_counts_and_kroner_are_whole_numbers(tables):
    for rounding, cell in cells_of(tables):
        if rounding in (Rounding.COUNT, Rounding.KRONER):
            assert cell["value"] is None or isinstance(cell["value"], int)


def test_the_walk_meets_every_project(reports):
    met = [one["project"]["code"] for one in reports["project"]]
    assert sorted(met) == sorted(2 * CODES)  # alone and within the overview


def test_only_an_overview_has_a_column_for_each_project(tables):
    """So that no new column of a project's report hides behind "<project>"."""
    for kind, table in tables:
        if kind != "overview":
            assert {column["key"] for column in table["columns"]} <= set(CATALOGUE[table["id"]].columns)
