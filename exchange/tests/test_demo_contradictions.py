"""Where source 002 contradicts itself: what it prints, and what we print instead.

Each test names one place. The source's own numbers stand here as they are printed.
"""

from fractions import Fraction

import pytest

from documents.numbers import rounded
from exchange.tests.demonstration import PROJECTS, by_label, loaded, rows, table

pytestmark = pytest.mark.django_db  # alone, the module has its database made too

PRINTED_BANDS = {
    "AAR": (18, 16, 6, 11, 8),
    "ESB": (11, 9, 24, 5, 35),
    "ODE": (15, 6, 11, 3, 12),
    "KBH": (3, 9, 7, 22, 41),
}


@pytest.fixture(scope="module")
def reports(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return loaded().reports


def value(reports, code, table_id, row, column="count"):
    return rows(reports, code, table_id)[row][column]["value"]


def percent(count, base):
    return int(rounded(Fraction(100 * count, base)))


def numbers_of_types(reports, code):
    return [value(reports, code, "interventions_per_citizen", row) for row in ("0", "1", "2", "3", "4+")]


def sum_of_types(reports, code, without=()):
    cells = by_label(reports, code, "citizens_by_intervention")
    return sum(cell["count"]["value"] for label, cell in cells.items() if label not in without)


def test_aarhus_73_citizens_by_number_of_interventions_of_78_registered(reports):
    """§3.1: 15 + 31 + 4 + 23 = 73. The five that are missing have no registered intervention here."""
    assert 15 + 31 + 4 + 23 == 73
    assert numbers_of_types(reports, "AAR")[0] == 15 + (78 - 73)
    assert sum(numbers_of_types(reports, "AAR")) == 78


def test_aarhus_78_received_something_while_15_did_not(reports):
    """§3.1: all 78 "have received one or more interventions"; no row of ours calls the 20 without one received."""
    row = next(row for row in table(reports, "AAR", "interventions_per_citizen")["rows"] if row["key"] == "0")
    assert row["cells"]["count"]["value"] == 20
    assert sum(numbers_of_types(reports, "AAR")[1:]) == 58


def test_aarhus_31_with_one_intervention_and_30_with_one_contact(reports):
    """§3.1: two measures, not one: the 30 came for a single hour, one more received one type for longer."""
    assert numbers_of_types(reports, "AAR")[1] == 31
    assert value(reports, "AAR", "citizen_facts", "under_one_day", "value") == 30


def test_aarhus_ten_months_in_the_text_and_9_9_in_table_1(reports):
    exact = value(reports, "AAR", "citizen_facts", "mean_participation_months", "value")
    assert round(exact, 1) == 9.9
    assert round(exact) == 10


def test_aarhus_percentages_add_up_to_101_and_the_total_says_100(reports):
    """Table 5 and its footnote 6."""
    ages = table(reports, "AAR", "age_distribution")
    assert sum(int(row["cells"]["percent"]["display"]) for row in ages["rows"]) == 101
    assert ages["total"]["percent"]["display"] == "100"
    assert ages["notes"]


def test_aarhus_the_rise_of_the_eleven_is_printed_beside_the_means_of_different_groups(reports):
    """§3.1: 36 is the mean of all 28, 46 that of the 11, and the 10 points are said to be the 11's."""
    assert value(reports, "AAR", "who5_by_wave", "1", "n") == 28
    cells = rows(reports, "AAR", "who5_change")["6"]
    assert cells["n"]["value"] == 11
    assert cells["change"]["value"] == pytest.approx(112 / 11)
    assert cells["mean"]["value"] - cells["mean_first"]["value"] == pytest.approx(cells["change"]["value"])


def test_aarhus_ten_points_cannot_be_exact():
    """11 differences in multiples of 4 never add up to 110; 108 and 112 are the nearest."""
    assert [total for total in range(106, 116) if total % 4 == 0] == [108, 112]
    assert [int(rounded(Fraction(total, 11))) for total in (108, 112)] == [10, 10]


def test_aarhus_22_cases_of_counselling_a_professional_are_not_22_more_citizens(reports):
    assert by_label(reports, "AAR", "citizens_by_intervention")["Rådgivning til fagperson"]["count"]["value"] == 22
    assert sum_of_types(reports, "AAR") > 78
    assert value(reports, "AAR", "citizen_facts", "registered", "value") == 78


def test_esbjerg_88_in_the_text_and_84_in_table_1(reports):
    """§3.2 counts 88, four of them outside Tables 8 and 9; Table 1 and the well-being paragraph count 84."""
    assert 84 + 4 == 88
    assert value(reports, "ESB", "citizen_facts", "registered", "value") == 84
    for table_id in ("age_distribution", "gender_distribution"):
        assert table(reports, "ESB", table_id)["total"]["count"]["value"] == 84
        assert table(reports, "ESB", table_id)["unknown"] == 0


def test_esbjerg_191_by_type_cannot_be_reached_by_the_printed_numbers_per_citizen(reports):
    """§3.2: 23, 38, 15 and 6 citizens give 168, at most 174; the types add up to 191."""
    least, most = 23 + 2 * 38 + 3 * 15 + 4 * 6, 23 + 2 * 38 + 3 * 15 + 5 * 6
    assert (least, most, 76 + 76 + 30 + 3 + 6) == (168, 174, 191)
    assert sum_of_types(reports, "ESB", without=["Gratis tøj"]) == 191
    assert numbers_of_types(reports, "ESB") == [2, 12, 38, 26, 6]


def test_esbjerg_what_is_printed_agrees_with_itself(reports):
    none, one, two, three, more = numbers_of_types(reports, "ESB")
    left = 191 - one - 2 * two - 3 * three
    assert 4 * more <= left <= 5 * more
    assert none + one + two + three + more == 84


def test_esbjerg_82_and_84_are_two_bases_of_one_project(reports):
    """Figure 3 has N = 82, Tables 8 and 9 have 84: the two without an intervention are shown."""
    assert sum(numbers_of_types(reports, "ESB")[1:]) == 82
    assert numbers_of_types(reports, "ESB")[0] == 84 - 82


def test_esbjerg_free_clothes_stand_outside_the_figure(reports):
    assert by_label(reports, "ESB", "citizens_by_intervention")["Gratis tøj"]["count"]["value"] == 39
    assert sum_of_types(reports, "ESB") == 191 + 39


def test_odense_total_45_and_rows_that_add_up_to_47(reports):
    """Table 11 prints total 45, and the text two of unknown age; its rows and percentages are of 47."""
    ages = table(reports, "ODE", "age_distribution")
    assert sum(PRINTED_BANDS["ODE"]) == 47
    assert ages["total"]["count"]["value"] == 47
    assert ages["unknown"] == 0
    assert [percent(count, 47) for count in PRINTED_BANDS["ODE"]] == [32, 13, 23, 6, 26]
    assert [percent(count, 45) for count in PRINTED_BANDS["ODE"]] == [33, 13, 24, 7, 27]


def test_odense_figure_5_has_45_and_the_types_give_47(reports):
    """32 + 17 − 2 = 47 citizens; Figure 5 says N = 45."""
    assert sum_of_types(reports, "ODE") == 32 + 17
    assert numbers_of_types(reports, "ODE") == [0, 45, 2, 0, 0]
    assert value(reports, "ODE", "citizen_facts", "registered", "value") == 32 + 17 - 2


def test_odense_genders_of_88_are_another_projects(reports):
    """Table 12 prints 83, 5 and 0 of 88 beside 81, 13 and 6 per cent; only the percentages are Odense's."""
    assert [percent(count, 88) for count in (83, 5, 0)] == [94, 6, 0]
    genders = table(reports, "ODE", "gender_distribution")
    assert [row["cells"]["percent"]["display"] for row in genders["rows"]] == ["81", "13", "6"]
    assert [row["cells"]["count"]["value"] for row in genders["rows"]] == [38, 6, 3]
    assert genders["total"]["count"]["value"] == 47


def test_odense_the_mean_of_30_is_that_of_the_21_and_of_the_12(reports):
    """§3.3 gives 30 as the first score of the twelve, §1.2 as that of the project."""
    assert rows(reports, "ODE", "who5_by_wave")["1"]["mean"]["display"] == "30"
    assert rows(reports, "ODE", "who5_change")["2"]["mean_first"]["display"] == "30"


def test_copenhagen_86_per_cent_women_of_91(reports):
    """Table 15: 77 of 91 would be 85, and 14 have no registered gender: all of the known ones are women."""
    assert percent(77, 91) == 85
    genders = table(reports, "KBH", "gender_distribution")
    assert genders["rows"][0]["cells"]["percent"]["display"] == "100"
    assert genders["total"]["count"]["value"] == 77
    assert genders["unknown"] == 91 - 77


def test_copenhagen_91_received_something_while_11_did_not(reports):
    assert sum(numbers_of_types(reports, "KBH")[1:]) == 80
    assert numbers_of_types(reports, "KBH")[0] == 11


def test_copenhagen_types_and_numbers_per_citizen_agree(reports):
    """The one project whose two breakdowns agree to the digit: 138."""
    assert 39 + 2 * 24 + 3 * 17 == 73 + 40 + 25 == sum_of_types(reports, "KBH")


def test_copenhagen_group_therapy_that_was_replaced_has_25_citizens(reports):
    """§3.4 says that too few could meet at one time, so individual therapy replaced it; Figure 7 counts 25."""
    types = by_label(reports, "KBH", "citizens_by_intervention")
    assert types["Gruppeterapi"]["count"]["value"] == 25
    assert "Individuel terapi" not in types


def test_copenhagen_45_is_the_mean_of_the_52_and_of_the_11(reports):
    assert rows(reports, "KBH", "who5_by_wave")["1"]["mean"]["display"] == "45"
    assert rows(reports, "KBH", "who5_change")["4"]["mean_first"]["display"] == "45"


def test_copenhagen_nine_points_are_twenty_per_cent_and_no_significant_rise(reports):
    """§3.1 asks for ten points, §5.3 for ten per cent: points are meant."""
    change = value(reports, "KBH", "who5_change", "4", "change")
    first = value(reports, "KBH", "who5_change", "4", "mean_first")
    assert change < 10
    assert change / first > 0.10


def test_projects_add_up_to_300_which_is_no_number_of_persons(reports):
    registered = [value(reports, code, "citizen_facts", "registered", "value") for code in PROJECTS]
    assert registered == [78, 84, 47, 91]
    assert sum(registered) == 300


@pytest.mark.parametrize("code", PRINTED_BANDS)
def test_rows_add_up_to_the_total_that_stands_under_them(reports, code):
    ages = table(reports, code, "age_distribution")
    counts = tuple(row["cells"]["count"]["value"] for row in ages["rows"])
    assert counts == PRINTED_BANDS[code]
    assert sum(counts) == ages["total"]["count"]["value"]
    assert sum(counts) + ages["unknown"] == value(reports, code, "citizen_facts", "registered", "value")


@pytest.mark.parametrize("code", PRINTED_BANDS)
def test_numbers_per_citizen_add_up_to_the_registered(reports, code):
    assert sum(numbers_of_types(reports, code)) == value(reports, code, "citizen_facts", "registered", "value")
