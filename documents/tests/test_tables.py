import json
from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from django.utils.translation import override

from documents.tables import (
    EMPTY,
    SUPPRESSED,
    Cell,
    Column,
    Note,
    Row,
    Table,
    count_cell,
    number_cell,
    percent,
    signed_cell,
)


def table(**facts):
    return Table(
        **{
            "id": "age_distribution",
            "title": "Aldersfordeling",
            "source": "Registreringer",
            "columns": (Column("percent", "Andel (pct.)"), Column("count", "Antal")),
            "rows": (
                Row("18-25", "18-25 år", {"percent": number_cell(percent(18, 59)), "count": count_cell(18)}),
                Row("26-30", "26-30 år", {"percent": number_cell(percent(41, 59)), "count": count_cell(41)}),
            ),
        }
        | facts
    )


@pytest.fixture(autouse=True)
def _danish():
    with override("da"):
        yield


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [(18, 59, Fraction(1800, 59)), (0, 59, Fraction(0)), (59, 59, Fraction(100)), (0, 0, None)],
)
def test_percent_is_exact(count, base, expected):
    assert percent(count, base) == expected


@pytest.mark.parametrize(
    ("cell", "value", "display"),
    [
        (count_cell(1234), 1234, "1.234"),
        (count_cell(None), None, "–"),
        (number_cell(Fraction(1800, 59)), 30.508474576271187, "31"),
        (number_cell(Fraction(99, 10), 1, "mdr."), 9.9, "9,9 mdr."),
        (number_cell(None, 1, "mdr."), None, "–"),
        (number_cell(Fraction(32), 0, "år"), 32.0, "32 år"),
        (signed_cell(Fraction(112, 11)), 112 / 11, "+10"),
        (signed_cell(Fraction(-5, 2)), -2.5, "−3"),
        (signed_cell(None), None, "–"),
        (EMPTY, None, "–"),
    ],
)
def test_cells_carry_full_precision_and_what_is_read(cell, value, display):
    assert (cell.value, cell.display) == (value, display)
    assert cell.as_json() == {"value": value, "display": display}


def test_a_mean_is_never_taken_for_a_count():
    assert type(number_cell(Fraction(32)).value) is float
    assert type(signed_cell(Fraction(3)).value) is float
    assert type(count_cell(3).value) is int


def test_a_suppressed_cell_says_so():
    assert SUPPRESSED.as_json() == {"value": None, "display": "·", "suppressed": True}


def test_counts_are_those_of_cells_total_unknown_and_notes():
    notes = (Note("19 borgere", counts=(19,)), Note("Andelene summerer ikke"), Note("2 og 3", counts=(2, 3)))
    total = {"percent": number_cell(Fraction(100)), "count": count_cell(59)}
    assert list(table(notes=notes, total=total, unknown=7).counts()) == [18, 41, 59, 7, 19, 2, 3]
    assert list(table().counts()) == [18, 41]


def test_counts_are_taken_from_the_named_columns_only():
    rows = (Row("1", "1. måling", {"n": count_cell(12), "mean": number_cell(Fraction(44)), "other": Cell(3, "3")}),)
    assert list(table(rows=rows, count_columns=("n",)).counts()) == [12]
    assert list(table(rows=rows, count_columns=("n", "mean")).counts()) == [12]
    assert list(table(rows=rows, count_columns=("missing",)).counts()) == []


def test_a_hidden_count_is_not_told():
    rows = (Row("18-25", "18-25 år", {"percent": SUPPRESSED, "count": SUPPRESSED}),)
    assert list(table(rows=rows).counts()) == []


def test_a_row_by_its_key():
    assert table().row("26-30").cells["count"].value == 41
    with pytest.raises(StopIteration):
        table().row("46+")


def test_the_json_is_that_of_the_report():
    total = {"percent": number_cell(Fraction(100)), "count": count_cell(59)}
    full = table(notes=(Note("19 borgere er ikke registreret med alder", counts=(19,)),), total=total, unknown=19)
    assert json.loads(json.dumps(full.as_json())) == {
        "id": "age_distribution",
        "title": "Aldersfordeling",
        "source": "Registreringer",
        "notes": ["19 borgere er ikke registreret med alder"],
        "columns": [{"key": "percent", "label": "Andel (pct.)"}, {"key": "count", "label": "Antal"}],
        "rows": [
            {
                "key": "18-25",
                "label": "18-25 år",
                "cells": {
                    "percent": {"value": 30.508474576271187, "display": "31"},
                    "count": {"value": 18, "display": "18"},
                },
            },
            {
                "key": "26-30",
                "label": "26-30 år",
                "cells": {
                    "percent": {"value": 69.49152542372882, "display": "69"},
                    "count": {"value": 41, "display": "41"},
                },
            },
        ],
        "total": {"percent": {"value": 100.0, "display": "100"}, "count": {"value": 59, "display": "59"}},
        "unknown": 19,
    }


def test_what_a_chart_needs_is_not_in_the_json():
    assert "extra" not in table(extra={"thresholds": (35, 50)}).as_json()
    assert (table().as_json()["total"], table().as_json()["unknown"]) == (None, None)


def test_a_table_is_frozen():
    with pytest.raises(FrozenInstanceError):
        table().title = "Another"
