from fractions import Fraction

import pytest
from django.utils.translation import override

from reports.figures.welch import Sample
from reports.figures.wellbeing import Answers, Attrition, Wave
from reports.tables.wellbeing import WaveRules, who5_attrition, who5_by_wave, who5_change

RULES = WaveRules(interval_days=45, minimum=10)
COMPLETE = Answers(100, 0)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def texts(table):
    return [note.text for note in table.notes]


def display(table, key, column):
    return table.row(key).cells[column].display


@pytest.mark.parametrize(("n", "is_shown"), [(9, False), (10, True), (11, True)])
def test_a_wave_is_shown_from_ten_answers(n, is_shown):
    waves = [Wave(1, 20, 800, 800), Wave(2, n, n * 40, n * 36)]
    table, change = who5_by_wave(waves, COMPLETE, RULES), who5_change(waves, RULES)
    assert [row.key for row in table.rows] == (["1", "2"] if is_shown else ["1"])
    assert [row.key for row in change.rows] == (["2"] if is_shown else [])
    left_out = "Wave 2 is left out, because fewer than 10 citizens answered it."
    assert (left_out in texts(table), left_out in texts(change)) == (not is_shown, not is_shown)


def test_several_waves_left_out_are_named_without_their_numbers_of_citizens():
    table = who5_by_wave([Wave(1, 12, 480, 480), Wave(2, 7, 70, 70), Wave(3, 2, 70, 70)], COMPLETE, RULES)
    assert "Wave 2, Wave 3 are left out, because fewer than 10 citizens answered each." in texts(table)
    assert list(table.counts()) == [12]


def test_the_minimum_and_the_interval_are_the_programmes():
    table = who5_by_wave([Wave(1, 2, 80, 80)], COMPLETE, WaveRules(interval_days=60, minimum=2))
    assert [row.key for row in table.rows] == ["1"]
    rule = next(text for text in texts(table) if "60 days" in text)
    assert "from 2 answers" in rule


def test_without_answers_there_is_a_note():
    table = who5_by_wave([], Answers(0, 0), RULES)
    assert table.rows == ()
    assert "No WHO-5 answer has been counted yet." in texts(table)


@pytest.mark.parametrize(
    ("total", "mean", "risk"),
    [
        (354, "35", "high"),
        (355, "36", "risk"),
        (500, "50", "risk"),
        (504, "50", "risk"),
        (505, "51", "none"),
        (1000, "100", "none"),
        (0, "0", "high"),
    ],
)
def test_the_risk_group_is_that_of_the_rounded_mean(total, mean, risk):
    table = who5_by_wave([Wave(1, 10, total, total)], COMPLETE, RULES)
    assert display(table, "1", "mean") == mean
    assert table.extra["risk"] == {"1": risk}
    assert texts(table)[0].startswith(f"Wave 1: mean {mean}, ")


def test_a_chart_finds_the_thresholds_and_the_populations_mean():
    extra = who5_by_wave([], COMPLETE, RULES).extra
    assert (extra["thresholds"], extra["population_mean"]) == ((35, 50), 68)


@pytest.mark.parametrize(
    ("without_score", "sentence"),
    [
        (0, None),
        (1, "1 answer has no score, because a question is not answered; it counts nowhere."),
        (2, "2 answers have no score, because a question is not answered; they count nowhere."),
    ],
)
def test_answers_without_a_score_are_told(without_score, sentence):
    table = who5_by_wave([Wave(1, 20, 800, 800)], Answers(30, without_score), RULES)
    assert [text for text in texts(table) if "no score" in text] == ([sentence] if sentence else [])
    assert list(table.counts()) == [20, *([without_score] if without_score else [])]


def test_change_of_the_published_report():
    """Source 002, Figure 2: 11 citizens from 36 to 46, ten points."""
    table = who5_change([Wave(1, 28, 1008, 1008), Wave(6, 11, 508, 396)], RULES)
    assert [row.key for row in table.rows] == ["6"]
    assert {key: cell.display for key, cell in table.row("6").cells.items()} == {
        "n": "11", "mean_first": "36", "mean": "46", "change": "+10",
    }  # fmt: skip
    assert table.row("6").cells["change"].value == float(Fraction(112, 11))
    assert table.extra["significant"] == {"6": True}
    assert "Wave 6: +10 points, a clinically significant rise." in texts(table)


@pytest.mark.parametrize(
    ("difference", "shown", "is_significant"),
    [
        (99, "+10", False),
        (100, "+10", True),
        (95, "+10", False),
        (94, "+9", False),
        (0, "0", False),
        (4, "0", False),
        (-4, "0", False),
        (-5, "−1", False),
        (-25, "−3", False),
        (-200, "−20", False),
    ],
)
def test_significance_goes_by_full_precision_and_the_print_by_rounding(difference, shown, is_significant):
    table = who5_change([Wave(1, 10, 400, 400), Wave(2, 10, 400 + difference, 400)], RULES)
    assert display(table, "2", "change") == shown
    assert table.extra["significant"]["2"] is is_significant


def test_a_change_is_rounded_from_the_difference_and_not_from_the_rounded_means():
    table = who5_change([Wave(1, 10, 404, 404), Wave(2, 10, 496, 404)], RULES)
    assert [display(table, "2", key) for key in ("mean_first", "mean", "change")] == ["40", "50", "+9"]


def test_points_are_meant_where_the_source_says_per_cent():
    assert any("points are meant" in text for text in texts(who5_change([], RULES)))


def test_attrition_shows_both_groups_always():
    table = who5_attrition(Attrition(Sample(0, 0, 0), Sample(3, 100, 3600)))
    assert [(row.key, row.cells["n"].value) for row in table.rows] == [("single", 0), ("repeated", 3)]
    assert (display(table, "single", "mean_first"), display(table, "repeated", "mean_first")) == ("–", "33")
    assert texts(table)[0].startswith("The difference cannot be tested")


@pytest.mark.parametrize(
    ("single", "repeated", "expected"),
    [
        ([20, 40], [60, 80], "p = 0.106. The groups' first scores do not differ significantly."),
        ([40, 44], [44, 40], "p = 1.000. The groups' first scores do not differ significantly."),
        ([0, 4, 0, 4], [8, 4, 8, 8], "p = 0.017. The groups' first scores differ significantly."),
        ([0, 4] * 9, [96, 100] * 9, "p < 0.001. The groups' first scores differ significantly."),
    ],
)
def test_the_test_is_told_in_a_note(single, repeated, expected):
    samples = [Sample(len(group), sum(group), sum(score**2 for score in group)) for group in (single, repeated)]
    assert texts(who5_attrition(Attrition(*samples))) == [f"Welch's t-test: {expected}"]


def test_words_in_danish():
    with override("da"):
        waves = [Wave(1, 28, 1008, 1008), Wave(2, 9, 400, 360)]
        table, attrition = who5_by_wave(waves, COMPLETE, RULES), who5_attrition(Attrition(*[Sample(2, 8, 64)] * 2))
    assert table.row("1").label == "1. måling"
    assert texts(table)[0] == "1. måling: gennemsnit 36, risiko for depression eller stress."
    assert "2. måling er udeladt, fordi færre end 10 borgere har besvaret den." in texts(table)
    assert [row.label for row in attrition.rows] == ["Kun én måling", "To eller flere målinger"]
    assert "p = 1,000" in texts(attrition)[0]
