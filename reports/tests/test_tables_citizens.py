from fractions import Fraction

import pytest
from django.utils.translation import override

from documents.tables import Note
from reports.figures.population import Ages, Genders, Participation
from reports.tables.citizens import age_distribution, citizen_facts, gender_distribution

AARHUS = Ages({20: 18, 28: 16, 33: 6, 40: 11, 50: 8}, unknown=19)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def facts(participation=None, ages=AARHUS, **options):
    participation = participation or Participation(78, 30, 14_464)
    return citizen_facts(participation, ages, **{"heading": "FORandring", "is_decentral": False} | options)


def texts(table):
    return [note.text for note in table.notes]


def displays(table, column):
    return {row.key: row.cells[column].display for row in table.rows}


def test_the_facts_of_a_project():
    table = facts()
    assert [row.key for row in table.rows] == [
        "registered", "mean_participation_months", "under_one_day", "mean_age_years",
    ]  # fmt: skip
    assert [(column.key, column.label) for column in table.columns] == [("value", "FORandring")]
    assert displays(table, "value") == {
        "registered": "78",
        "mean_participation_months": "9.9 months",
        "under_one_day": "30",
        "mean_age_years": "31 years",
    }
    assert table.row("mean_participation_months").cells["value"].value == float(Fraction(14_464 * 16, 487 * 48))
    assert (table.total, table.unknown) == (None, None)


def test_facts_in_danish():
    with override("da"):
        table = facts()
    assert displays(table, "value") == {
        "registered": "78",
        "mean_participation_months": "9,9 mdr.",
        "under_one_day": "30",
        "mean_age_years": "31 år",
    }
    assert table.row("registered").label == "Antal borgere registreret i projektet"


def test_facts_of_an_empty_project():
    table = facts(Participation(0, 0, 0), Ages({}, 0))
    assert displays(table, "value") == {
        "registered": "0", "mean_participation_months": "–", "under_one_day": "0", "mean_age_years": "–",
    }  # fmt: skip


def test_the_counts_among_the_facts_are_the_two_numbers_of_citizens():
    assert list(facts().counts()) == [78, 30]
    assert list(facts(Participation(3, 1, 40)).counts()) == [3, 1]


def test_only_a_decentral_project_counts_codes():
    assert not any("codes" in text for text in texts(facts()))
    assert "counts codes" in texts(facts(is_decentral=True))[0]


def test_the_note_about_the_day_stands_with_the_facts():
    assert texts(facts(notes=(Note("The project ended."),)))[-1] == "The project ended."


def test_ages_of_the_published_report():
    """Source 002, Table 5."""
    table = age_distribution(AARHUS)
    assert displays(table, "percent") == {"18-25": "31", "26-30": "27", "31-35": "10", "36-45": "19", "46+": "14"}
    assert displays(table, "count") == {"18-25": "18", "26-30": "16", "31-35": "6", "36-45": "11", "46+": "8"}
    assert table.total is not None
    assert {key: cell.display for key, cell in table.total.items()} == {"percent": "100", "count": "59"}
    assert table.unknown == 19
    assert [column.key for column in table.columns] == ["percent", "count"]


@pytest.mark.parametrize(
    ("age", "band"),
    [(18, "18-25"), (25, "18-25"), (26, "26-30"), (30, "26-30"), (31, "31-35"), (35, "31-35"), (36, "36-45"),
     (45, "36-45"), (46, "46+"), (99, "46+")],
)  # fmt: skip
def test_every_age_is_in_one_band(age, band):
    table = age_distribution(Ages({age: 1}, 0))
    assert [row.key for row in table.rows if row.cells["count"].value] == [band]
    assert table.row(band).cells["percent"].display == "100"


def test_danish_labels_of_source_002():
    with override("da"):
        table, genders = age_distribution(AARHUS), gender_distribution(Genders({}, 0))
    assert [row.label for row in table.rows] == ["18-25 år", "26-30 år", "31-35 år", "36-45 år", "Over 45 år"]
    assert [column.label for column in table.columns] == ["Andel (pct.)", "Antal"]
    assert (table.title, table.row_label) == ("Aldersfordeling", "Aldersgruppe")
    assert table.source == "Projektets egne registreringer"
    assert [row.label for row in genders.rows] == ["Kvinde", "Mand", "Non-binær"]
    assert texts(table) == [
        "19 borgere er ikke registreret med alder.",
        "Andelene summerer ikke altid til 100, som følge af afrunding.",
    ]


@pytest.mark.parametrize(
    ("unknown", "sentence"),
    [
        (0, None),
        (1, "1 citizen has no registered age."),
        (2, "2 citizens have no registered age."),
        (1900, "1,900 citizens have no registered age."),
    ],
)
def test_the_note_about_unknown_ages(unknown, sentence):
    table = age_distribution(Ages({30: 1}, unknown))
    assert texts(table)[:-1] == ([sentence] if sentence else [])
    assert list(table.counts()) == [0, 1, 0, 0, 0, 1, unknown, *([unknown] if unknown else [])]


@pytest.mark.parametrize(
    ("unknown", "danish"),
    [
        (1, "1 borger er ikke registreret med køn."),
        (2, "2 borgere er ikke registreret med køn."),
    ],
)
def test_the_note_about_unknown_genders_in_danish(unknown, danish):
    with override("da"):
        assert texts(gender_distribution(Genders({"woman": 5}, unknown)))[0] == danish


def test_genders_of_the_published_report():
    """Source 002, Table 6."""
    table = gender_distribution(Genders({"woman": 73, "man": 4}, unknown=1))
    assert displays(table, "percent") == {"woman": "95", "man": "5", "non_binary": "0"}
    assert displays(table, "count") == {"woman": "73", "man": "4", "non_binary": "0"}
    assert table.unknown == 1


def test_without_a_known_answer_there_is_no_share_and_no_rounding_note():
    table = gender_distribution(Genders({}, unknown=3))
    assert displays(table, "percent") == {"woman": "–", "man": "–", "non_binary": "–"}
    assert table.total is not None
    assert (table.total["percent"].value, table.total["count"].value) == (None, 0)
    assert texts(table) == ["3 citizens have no registered gender."]


@pytest.mark.parametrize(
    ("woman", "man", "shares"),
    [(1, 199, ["1", "100"]), (61, 139, ["31", "70"]), (1, 2, ["33", "67"]), (1, 7, ["13", "88"])],
)
def test_shares_round_halves_up_and_the_total_still_says_100(woman, man, shares):
    table = gender_distribution(Genders({"woman": woman, "man": man}, 0))
    assert list(displays(table, "percent").values())[:2] == shares
    assert table.total is not None
    assert table.total["percent"].display == "100"
