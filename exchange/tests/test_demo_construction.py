"""The closed projects' records against the printed numbers, reckoned here in plain Python without the reports."""

import datetime as dt
import itertools
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from clients.guard import find_identifiers
from exchange.demo.closed_projects import AAR, CLOSED_PROJECTS, ESB, KBH, ODE
from exchange.demo.construction import build
from exchange.demo.plans import CASE_MANAGEMENT, COUNSELLING, CTI_COURSE, PROFESSIONAL
from exchange.tests.demonstration import CODES, PROJECTS

PLANS = {plan.code: plan for plan in CLOSED_PROJECTS}
CITIZENS = {plan.code: build(plan) for plan in CLOSED_PROJECTS}
MATERIAL_HELP = {"Gratis tøj"}
BANDS = {"18-25": (18, 25), "26-30": (26, 30), "31-35": (31, 35), "36-45": (36, 45), "46+": (46, 120)}
each_project = pytest.mark.parametrize("code", CODES)


def half_up(value, digits="1"):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(digits), rounding=ROUND_HALF_UP)


def days(citizen, as_of):
    end = as_of if citizen.ends_on is None or citizen.ends_on > as_of else citizen.ends_on
    return (end - citizen.starts_on).days


def as_of(code):
    return dt.date.fromisoformat(PROJECTS[code]["as_of"])


def scores(code, wave):
    """The scores of the code's citizens at the wave, each with the same citizen's first score."""
    answering = [citizen.answers for citizen in CITIZENS[code] if len(citizen.answers) >= wave]
    return [(4 * sum(answers[wave - 1].items), 4 * sum(answers[0].items)) for answers in answering]


@each_project
def test_registered(code):
    registered = [citizen for citizen in CITIZENS[code] if citizen.starts_on <= as_of(code)]
    assert str(len(registered)) == PROJECTS[code]["citizen_facts"]["registered"]


@each_project
def test_mean_participation(code):
    lengths = [days(citizen, as_of(code)) for citizen in CITIZENS[code]]
    longer = [length for length in lengths if length >= 1]
    months = half_up(Fraction(sum(longer), len(longer)) / Fraction("30.4375"), "0.1")
    assert f"{months} mdr.".replace(".", ",", 1) == PROJECTS[code]["citizen_facts"]["mean_participation_months"]


@each_project
def test_less_than_a_day(code):
    under = sum(days(citizen, as_of(code)) < 1 for citizen in CITIZENS[code])
    assert str(under) == PROJECTS[code]["citizen_facts"].get("under_one_day", "0")


@each_project
def test_mean_age(code):
    known = [citizen.starts_on.year - citizen.birth_year for citizen in CITIZENS[code] if citizen.birth_year]
    assert f"{half_up(Fraction(sum(known), len(known)))} år" == PROJECTS[code]["citizen_facts"]["mean_age_years"]


@each_project
def test_age_bands(code):
    ages = [citizen.age for citizen in CITIZENS[code] if citizen.age is not None]
    printed = PROJECTS[code]["age_distribution"]
    for band, (low, high) in BANDS.items():
        count = sum(low <= age <= high for age in ages)
        assert [int(half_up(Fraction(100 * count, len(ages)))), count] == printed[band], band
    assert len(ages) == printed["total"]
    assert len(CITIZENS[code]) - len(ages) == printed["unknown"]


@each_project
def test_genders(code):
    counts = Counter(citizen.gender for citizen in CITIZENS[code])
    printed = PROJECTS[code]["gender_distribution"]
    known = sum(counts.values()) - counts[""]
    for gender in ("woman", "man", "non_binary"):
        share = int(half_up(Fraction(100 * counts[gender], known)))
        assert [share, counts[gender]] == printed[gender], gender
    assert (known, counts[""]) == (printed["total"], printed["unknown"])


@each_project
def test_citizens_by_intervention(code):
    counts = Counter(type for citizen in CITIZENS[code] for type in {given.type for given in citizen.given})
    printed = {type: count for type, count in PROJECTS[code]["citizens_by_intervention"].items() if count != "free"}
    free = {type for type, count in printed.items() if isinstance(count, str)}
    assert {type: counts[type] for type in printed if type not in free} == {
        type: count for type, count in printed.items() if type not in free
    }
    assert set(counts) == set(printed)


def test_coordination_is_the_second_most_common():
    counts = Counter(given.type for citizen in CITIZENS["AAR"] for given in citizen.given)
    assert counts["Koordineringsforløb"] in range(25, 29)
    assert [type for type, _ in counts.most_common(2)] == [COUNSELLING, "Koordineringsforløb"]


@each_project
def test_interventions_per_citizen(code):
    numbers = Counter(
        min(len({given.type for given in citizen.given} - MATERIAL_HELP), 4) for citizen in CITIZENS[code]
    )
    counts = {"0": numbers[0], "1": numbers[1], "2": numbers[2], "3": numbers[3], "4+": numbers[4]}
    counts["2+3"] = counts["2"] + counts["3"]
    printed = PROJECTS[code]["interventions_per_citizen"]
    assert {key: counts[key] for key in printed} == printed


@each_project
def test_who5_waves(code):
    printed = PROJECTS[code]["who5_by_wave"]
    for wave, (n, mean) in ((int(key), value) for key, value in printed.items() if key != "last"):
        found = [score for score, _ in scores(code, wave)]
        assert int(half_up(Fraction(sum(found), len(found)))) == mean, wave
        assert n in ("free", len(found)), wave


@each_project
def test_the_last_wave_with_ten_answers(code):
    last = PROJECTS[code]["who5_by_wave"]["last"]
    assert len(scores(code, last)) >= 10
    assert len(scores(code, last + 1)) < 10


@each_project
def test_fewer_answer_each_further_wave(code):
    numbers = [len(scores(code, wave)) for wave in range(1, 8)]
    assert numbers == sorted(numbers, reverse=True)


@each_project
def test_paired_change(code):
    for key, (n, change) in PROJECTS[code]["who5_change"].items():
        pairs = scores(code, int(key))
        difference = Fraction(sum(score - first for score, first in pairs), len(pairs))
        assert (len(pairs), f"{half_up(difference):+}") == (n, change)


def test_the_eleven_differences_of_aarhus_add_up_to_112():
    assert sum(score - first for score, first in scores("AAR", 6)) == 112


@each_project
def test_answers_are_waves(code):
    for citizen in CITIZENS[code]:
        dates = [answer.answered_on for answer in citizen.answers]
        gaps = [(later - earlier).days for earlier, later in itertools.pairwise(dates)]
        assert all(45 <= gap <= 92 for gap in gaps), citizen
        assert all(citizen.starts_on <= day <= min(citizen.ends_on, as_of(code)) for day in dates), citizen


@each_project
def test_scores_are_plausible(code):
    for wave in range(1, PROJECTS[code]["who5_by_wave"]["last"] + 1):
        found = [score for score, _ in scores(code, wave)]
        assert all(0 <= score <= 88 and score % 4 == 0 for score in found)
        assert len(set(found)) > len(found) // 4


@each_project
def test_those_who_answer_once_and_again_begin_alike(code):
    """Source 002 §5.3: no t-test showed a significant difference."""
    again = [first for _, first in scores(code, 2)]
    every = [first for _, first in scores(code, 1)]
    once = Counter(every) - Counter(again)
    mean_once = Fraction(sum(score * n for score, n in once.items()), sum(once.values()))
    assert abs(mean_once - Fraction(sum(again), len(again))) < 5


@each_project
def test_onward_referrals(code):
    counts = Counter(str(citizen.onward) for citizen in CITIZENS[code] if citizen.onward)
    printed = PROJECTS[code].get("referrals_onward", {"anti_trafficking": 0})
    assert counts["anti_trafficking"] == printed["anti_trafficking"]
    assert counts["other_offer"] > 0


@each_project
def test_everything_happens_while_the_citizen_is_enrolled(code):
    plan = PLANS[code]
    for citizen in CITIZENS[code]:
        assert plan.opens_on <= citizen.starts_on <= citizen.ends_on <= plan.ends_on
        assert all(citizen.starts_on <= given.starts_on <= given.ends_on <= citizen.ends_on for given in citizen.given)
        assert all(given.starts_on <= as_of(code) for given in citizen.given)
        assert citizen.onward_on is None or citizen.starts_on <= citizen.onward_on <= as_of(code)


def test_every_enrolment_of_copenhagen_has_ended():
    assert max(citizen.ends_on for citizen in CITIZENS["KBH"]) <= dt.date(2023, 1, 31)


@pytest.mark.parametrize(("plan", "running"), [(AAR, 14), (ESB, 24), (ODE, 10), (KBH, 0)])
def test_the_others_end_with_the_project(plan, running):
    later = [citizen for citizen in CITIZENS[plan.code] if citizen.ends_on > plan.as_of]
    assert len(later) == running
    assert all(citizen.ends_on == dt.date(2023, 12, 31) for citizen in later)


@each_project
def test_everyone_is_an_adult(code):
    assert all(citizen.age is None or 18 <= citizen.age <= 70 for citizen in CITIZENS[code])


def test_aarhus_the_thirty_came_once_for_counselling():
    once = [citizen for citizen in CITIZENS["AAR"] if citizen.starts_on == citizen.ends_on]
    assert len(once) == 30
    assert all([given.type for given in citizen.given] == [COUNSELLING] for citizen in once)
    assert sum(citizen.age is None for citizen in once) == 19


def test_aarhus_case_management_is_redenungs_up_to_thirty_and_the_municipalitys_above():
    courses = [(c.age, given.provider) for c in CITIZENS["AAR"] for given in c.given if given.type == CASE_MANAGEMENT]
    assert len(courses) == 24
    for age, provider in courses:
        assert provider == ("RedenUng Aarhus" if age <= 30 else "Aarhus Kommune, Center for Mestring")
    assert {provider for _, provider in courses} == {"RedenUng Aarhus", "Aarhus Kommune, Center for Mestring"}


def test_aarhus_the_municipality_visitates_everyone():
    assert {citizen.organisation for citizen in CITIZENS["AAR"]} == {"Aarhus Kommune, Center for Mestring"}


def test_aarhus_counselling_of_professionals_is_the_coordinators():
    providers = {given.provider for c in CITIZENS["AAR"] for given in c.given if given.type == PROFESSIONAL}
    assert providers == {"Aarhus Kommune, Center for Mestring"}


def test_odense_counselling_comes_before_the_course():
    both = [c.given for c in CITIZENS["ODE"] if len(c.given) == 2]
    assert [[given.type for given in pair] for pair in both] == [[COUNSELLING, CTI_COURSE]] * 2
    assert all(first.starts_on < second.starts_on for first, second in both)


def test_copenhagen_whoever_received_more_than_one_received_counselling():
    several = [c for c in CITIZENS["KBH"] if len(c.given) > 1]
    assert len(several) == 41
    assert all(COUNSELLING in [given.type for given in citizen.given] for citizen in several)


@each_project
def test_organisations_are_those_of_the_project(code):
    plan = PLANS[code]
    printed = {name.removesuffix(" (until 2022)") for name in PROJECTS[code]["organisations"]}
    assert {plan.host, *plan.partners} == printed
    named = {citizen.organisation for citizen in CITIZENS[code]} | {
        given.provider for citizen in CITIZENS[code] for given in citizen.given
    }
    assert named <= printed


@each_project
def test_the_plan_is_the_project_that_was_printed(code):
    plan, printed = PLANS[code], PROJECTS[code]
    named = (plan.name, plan.municipality, plan.visitation, plan.as_of.isoformat())
    assert named == (printed["name"], printed["municipality"], printed["visitation"], printed["as_of"])


def test_joan_sostrene_left_in_2022():
    assert AAR.partners["Joan-Søstrene"] == dt.date(2022, 12, 31)
    assert [name for name, last_day in AAR.partners.items() if last_day] == ["Joan-Søstrene"]


@each_project
def test_texts_name_nobody(code):
    texts = {citizen.source for citizen in CITIZENS[code]} | {*PLANS[code].sources}
    assert all(find_identifiers(text) == [] for text in texts)


@each_project
def test_records_are_the_same_every_time(code):
    assert build(PLANS[code]) == CITIZENS[code]
