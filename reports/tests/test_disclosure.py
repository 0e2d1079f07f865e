from fractions import Fraction

import pytest
from django.utils.translation import override

from documents.tables import Column, Note, Row, Table, count_cell, number_cell, signed_cell
from reports.disclosure import for_the_public, printed_value, public_json, withheld


def table(counts=(5, 0, 12), **facts):
    rows = tuple(
        Row(str(index), f"Row {index}", {"percent": number_cell(Fraction(100 * count, 17)), "count": count_cell(count)})
        for index, count in enumerate(counts)
    )
    columns = (Column("percent", "Share"), Column("count", "Number"))
    return Table(id="a_table", title="A table", source="Registrations", columns=columns, rows=rows, **facts)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "place",
    [
        lambda count: table((5, count, 12)),
        lambda count: table((), total={"count": count_cell(count)}),
        lambda count: table(unknown=count),
        lambda count: table(notes=(Note("A sentence that tells it", counts=(7, count)),)),
    ],
    ids=["row", "total", "unknown", "note"],
)
def test_a_count_of_one_to_four_withholds_the_whole_table(place, count):
    result = for_the_public(place(count))
    assert result.is_withheld
    assert (result.rows, result.total, result.unknown, dict(result.extra)) == ((), None, None, {})
    assert len(result.notes) == 1
    assert list(result.counts()) == []


def test_the_note_holds_no_number_and_the_frame_stays():
    result = withheld(table((3,), notes=(Note("3 citizens", counts=(3,)),)))
    assert not any(letter.isdigit() for letter in result.notes[0].text)
    assert (result.id, result.title, result.source) == ("a_table", "A table", "Registrations")
    assert [column.key for column in result.columns] == ["percent", "count"]


@pytest.mark.parametrize("count", [0, 5, 6, 1000])
def test_other_counts_are_published(count):
    notes = (Note("A sentence", counts=(count,)),)
    result = for_the_public(table((count,), total={"count": count_cell(count)}, unknown=count, notes=notes))
    assert not result.is_withheld
    assert (result.rows[0].cells["count"].value, result.unknown, result.notes) == (count, count, notes)


def test_a_mean_between_one_and_four_is_no_count():
    rows = (Row("mean", "Mean", {"count": number_cell(Fraction(3))}),)
    public = for_the_public(Table(id="t", title="T", source="S", columns=(Column("count", "Number"),), rows=rows))
    assert not public.is_withheld
    assert list(public.counts()) == []


@pytest.mark.parametrize(
    ("make", "printed"),
    [
        (lambda: count_cell(1234), 1234),
        (lambda: count_cell(None), None),
        (lambda: number_cell(None, 1, "mdr."), None),
        (lambda: number_cell(Fraction(1800, 59)), 31),
        (lambda: number_cell(Fraction(199, 20), 1, "mdr."), 10),
        (lambda: number_cell(Fraction(12345, 10), 1, "mdr."), 1234.5),
        (lambda: number_cell(Fraction(31645, 1000), 0, "år"), 32),
        (lambda: number_cell(Fraction(7_630_963)), 7_630_963),
        (lambda: signed_cell(Fraction(112, 11)), 10),
        (lambda: signed_cell(Fraction(-5, 2)), -3),
        (lambda: signed_cell(Fraction(-1, 4)), 0),
    ],
)
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_printed_number_is_the_value(make, printed, language):
    with override(language):
        assert printed_value(make()) == printed


def test_public_values_tell_no_more_than_the_print():
    with override("da"):
        public = for_the_public(table((5, 12), total={"percent": number_cell(Fraction(2999, 30))}))
    assert [row.cells["percent"].value for row in public.rows] == [29, 71]
    assert [row.cells["percent"].display for row in public.rows] == ["29", "71"]
    assert public.total is not None
    assert public.total["percent"].value == 100


def test_in_public_json_unknown_is_a_cell():
    assert public_json(table(unknown=19))["unknown"] == {"value": 19, "display": "19"}
    assert public_json(table())["unknown"] is None
    assert table(unknown=19).as_json()["unknown"] == 19
    assert public_json(withheld(table(unknown=19)))["unknown"] is None
