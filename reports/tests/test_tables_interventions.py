import pytest
from django.utils.translation import override

from reports.figures.interventions import TypeCount
from reports.figures.referrals import SourceCount, Sources
from reports.tables.interventions import citizens_by_challenge, citizens_by_intervention, interventions_per_citizen
from reports.tables.referrals import referral_sources, referrals_onward

COUNSELLING = TypeCount("counselling", "Rådgivning og vejledning", 45, None, is_material_help=False)
PROFESSIONAL = TypeCount("professional_counselling", "Rådgivning til fagperson", 20, 22, is_material_help=False)
CLOTHES = TypeCount("free_clothes", "Gratis tøj", 39, None, is_material_help=True)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def texts(table):
    return [note.text for note in table.notes]


def counts(table):
    return {row.key: row.cells["count"].value for row in table.rows}


def test_a_row_for_each_type_with_its_danish_name():
    table = citizens_by_intervention((COUNSELLING, PROFESSIONAL, CLOTHES))
    assert counts(table) == {"counselling": 45, "professional_counselling": 20, "free_clothes": 39}
    assert table.row("free_clothes").label == "Gratis tøj"
    assert [column.key for column in table.columns] == ["count"]
    assert (table.total, table.unknown) == (None, None)


@pytest.mark.parametrize(("cases", "words"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (1200, "1,200 cases")])
def test_cases_stand_in_a_note_that_disclosure_control_sees(cases, words):
    entry = TypeCount("professional_counselling", "Rådgivning til fagperson", 0, cases, is_material_help=False)
    table = citizens_by_intervention((entry,))
    assert texts(table)[-1] == f"Rådgivning til fagperson: {words}."
    assert list(table.counts()) == [0, cases]


def test_only_counselling_of_professionals_has_cases():
    table = citizens_by_intervention((COUNSELLING, CLOTHES))
    assert not any("case" in text for text in texts(table))
    assert citizens_by_intervention(()).rows == ()


def test_cases_in_danish():
    with override("da"):
        assert texts(citizens_by_intervention((PROFESSIONAL,)))[-1] == "Rådgivning til fagperson: 22 tilfælde."


def test_citizens_by_number_of_interventions():
    table = interventions_per_citizen({0: 20, 1: 31, 2: 3, 3: 1, 4: 23}, (COUNSELLING, CLOTHES))
    assert counts(table) == {"0": 20, "1": 31, "2": 3, "3": 1, "4+": 23}
    assert texts(table)[-1] == "Material help is not counted here: Gratis tøj."


def test_without_material_help_no_note_about_it():
    assert len(interventions_per_citizen(dict.fromkeys(range(5), 0), (COUNSELLING,)).notes) == 1


def test_every_challenge_is_a_row():
    table = citizens_by_challenge({"housing": 3, "other": 7})
    assert list(counts(table)) == [
        "economy", "housing", "network", "daily_activities", "physical_health", "mental_health", "substance_use",
        "education_and_work", "other",
    ]  # fmt: skip
    assert (counts(table)["housing"], counts(table)["other"], sum(counts(table).values())) == (3, 7, 10)


def test_challenges_in_danish():
    with override("da"):
        labels = [row.label for row in citizens_by_challenge({}).rows]
    assert (labels[0], labels[6], labels[-1]) == ("Økonomi", "Misbrug", "Andet")


def test_sources_with_shares_of_the_known():
    sources = Sources((SourceCount("jobcenter", "Jobcenter", 1), SourceCount("selv", "Selv", 7)), unknown=2)
    table = referral_sources(sources)
    assert counts(table) == {"jobcenter": 1, "selv": 7}
    assert [row.cells["percent"].display for row in table.rows] == ["13", "88"]
    assert table.total is not None
    assert (table.total["percent"].display, table.total["count"].value, table.unknown) == ("100", 8, 2)
    assert texts(table)[0] == "For 2 citizens it is not registered where they came from."


@pytest.mark.parametrize(
    ("unknown", "danish"),
    [
        (1, "For 1 borger er det ikke registreret, hvor borgeren er henvist fra."),
        (2, "For 2 borgere er det ikke registreret, hvor de er henvist fra."),
    ],
)
def test_unknown_sources_in_danish(unknown, danish):
    with override("da"):
        assert texts(referral_sources(Sources((), unknown))) == [danish]


def test_no_sources_at_all():
    table = referral_sources(Sources((), 0))
    assert (table.rows, table.notes) == ((), ())
    assert table.total is not None
    assert (table.total["percent"].value, table.total["count"].value) == (None, 0)


def test_both_kinds_of_onward_referral_are_rows():
    table = referrals_onward({"anti_trafficking": 3})
    assert counts(table) == {"anti_trafficking": 3, "other_offer": 0}
    assert [row.label for row in table.rows] == ["Anti-trafficking action plan", "Other offers"]
