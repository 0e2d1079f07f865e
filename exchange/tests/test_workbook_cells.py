import datetime as dt

import pytest

from exchange.workbook import cells
from exchange.workbook.cells import CellError
from exchange.workbook.layout import END_REASONS, GENDERS, REFERENCE, YES_NO

NOVEMBER = dt.date(2023, 11, 30)


@pytest.mark.parametrize(
    "value",
    [
        NOVEMBER,
        dt.datetime.combine(NOVEMBER, dt.time(23, 59)),
        "2023-11-30",
        "30-11-2023",
        "30.11.2023",
        " 30.11.2023 ",
    ],
)
def test_every_way_of_writing_a_date(value):
    assert cells.day(value) == NOVEMBER


def test_a_day_and_a_month_of_one_digit():
    assert cells.day("1.3.2023") == cells.day("2023-3-1") == dt.date(2023, 3, 1)


@pytest.mark.parametrize(
    "value",
    [
        "30/11/2023", "30-11-23", "11-30-2023", "2023-02-30", "31.04.2023", "30-11.2023", "20231130", "2023-W48-4",
        "2023-11-30 00:00:00", "i går", 45000, 45000.5, True, dt.time(10, 30), dt.timedelta(days=1), "٣٠-١١-٢٠٢٣",
    ],
)  # fmt: skip
def test_what_is_no_date(value):
    with pytest.raises(CellError):
        cells.day(value)


@pytest.mark.parametrize("value", [dt.date(1899, 12, 31), dt.date(1989, 12, 31), "0202-01-01", "01-01-2101"])
def test_a_year_that_nobody_can_have_meant(value):
    with pytest.raises(CellError):
        cells.day(value)


@pytest.mark.parametrize(("value", "years"), [(18, 18), (31.0, 31), ("31", 31), (" 45 ", 45), (110, 110)])
def test_ages(value, years):
    assert cells.age(value) == years


@pytest.mark.parametrize("value", [17, "17", 0, 111, 31.5, "31,5", "31.0", "enogtredive", True, -18, NOVEMBER, "²"])
def test_what_is_no_age_of_a_citizen(value):
    with pytest.raises(CellError):
        cells.age(value)


def test_an_age_below_18_has_its_own_words():
    with pytest.raises(CellError) as too_young:
        cells.age(17)
    with pytest.raises(CellError) as no_number:
        cells.age("x")
    assert str(too_young.value) != str(no_number.value)


@pytest.mark.parametrize(("value", "points"), [(0, 0), (5, 5), ("3", 3), (4.0, 4)])
def test_items(value, points):
    assert cells.item(value) == points


@pytest.mark.parametrize("value", [6, -1, 2.5, "6", "to", True, False, 50])
def test_what_is_no_item(value):
    with pytest.raises(CellError):
        cells.item(value)


@pytest.mark.parametrize(
    ("values", "written", "meant"),
    [
        (YES_NO, "Ja", True),
        (YES_NO, "nej", False),
        (GENDERS, "Non-binær", "non_binary"),
        (GENDERS, " KVINDE ", "woman"),
        (END_REASONS, "Mål nået", "goal_reached"),
    ],
)
def test_choices(values, written, meant):
    assert cells.choice(values)(written) == meant


@pytest.mark.parametrize("written", ["Måske", 1, True, NOVEMBER])
def test_an_unknown_choice_names_the_known_ones_only(written):
    with pytest.raises(CellError) as error:
        cells.choice(YES_NO)(written)
    assert "Ja, Nej" in str(error.value)
    assert "Måske" not in str(error.value)


@pytest.mark.parametrize(
    ("value", "reference"), [(1, "1"), (1.0, "1"), ("1", "1"), (" A  7 ", "A 7"), (12345678, "12345678"), (1.5, "1.5")]
)
def test_an_id_may_be_a_number_or_a_text(value, reference):
    assert REFERENCE.parse(value) == reference


@pytest.mark.parametrize(
    "value",
    ["010190-1234", "0101901234", 3112901234, 101901234, "en@example.org", "x" * 61, NOVEMBER, True],
)
def test_ids_that_identify_somebody_or_are_none(value):
    with pytest.raises(CellError) as error:
        REFERENCE.parse(value)
    assert str(value)[:10] not in str(error.value)


@pytest.mark.parametrize("value", ["ring 20 30 40 50", "a@example.org", "010190-1234", "Nørregade 12", 20304050])
def test_free_texts_are_guarded_in_full(value):
    with pytest.raises(CellError) as error:
        cells.text(100)(value)
    assert str(value) not in str(error.value)


def test_a_free_text_may_be_a_number():
    assert cells.text(100)(5.0) == "5"


@pytest.mark.parametrize(("value", "is_empty"), [(None, True), ("", True), ("\xa0 ", True), (0, False), (False, False)])
def test_emptiness(value, is_empty):
    assert cells.is_empty(value) is is_empty
