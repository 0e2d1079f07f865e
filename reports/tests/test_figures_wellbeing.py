from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.figures.welch import Sample
from reports.figures.wellbeing import Answers, Wave, answers, attrition, waves
from reports.tests.world import AS_OF, World, day, items_for
from wellbeing.services import correct_answer


@pytest.fixture
def world(db):
    return World()


def counted(world, as_of=AS_OF):
    return {wave.number: (wave.n, wave.total, wave.first_total) for wave in world.figure(waves, as_of)}


@pytest.mark.parametrize(
    ("days", "as_of", "number_of_waves"),
    [
        (["2021-03-01"], "2021-02-28", 0),
        (["2021-03-01"], "2021-03-01", 1),
        (["2021-03-01", "2021-04-14"], "2023-11-30", 1),
        (["2021-03-01", "2021-04-15"], "2023-11-30", 2),
        (["2021-03-01", "2021-04-15"], "2021-04-14", 1),
        (["2021-03-01", "2021-04-14", "2021-05-29"], "2023-11-30", 2),
        (["2021-03-01", "2021-04-15", "2021-05-30"], "2023-11-30", 3),
        (["2021-03-01", "2021-03-01"], "2023-11-30", 1),
        (["2021-03-01", "2023-11-30"], "2023-11-30", 2),
    ],
)
def test_the_next_wave_is_45_days_later(world, days, as_of, number_of_waves):
    citizen = world.citizens(1)[0]
    for answered_on in days:
        world.answer(citizen, answered_on)
    assert len(counted(world, day(as_of))) == number_of_waves


def test_of_two_answers_on_one_day_the_first_registered_counts(world):
    citizen = world.citizens(1)[0]
    world.answer(citizen, "2021-03-01", 20)
    world.answer(citizen, "2021-03-01", 80)
    assert counted(world) == {1: (1, 20, 20)}


def test_an_answer_with_a_missing_item_counts_nowhere(world):
    citizen = world.citizens(1)[0]
    world.answer(citizen, "2021-03-01", None)
    world.answer(citizen, "2021-03-20", 48)
    world.answer(citizen, "2021-05-04", 52)
    assert counted(world) == {1: (1, 48, 48), 2: (1, 52, 48)}
    assert world.figure(answers, AS_OF) == Answers(number=3, without_score=1)
    assert world.figure(answers, day("2021-02-28")) == Answers(number=0, without_score=0)


def test_a_superseded_answer_never_counts(world):
    citizen = world.citizens(1)[0]
    wrong = world.answer(citizen, "2021-03-01", 20)
    world.answer(citizen, "2021-06-01", 60)
    correct_answer(wrong, items=items_for(40), recorded_for=world.organisation, by=world.user)
    assert counted(world) == {1: (1, 40, 40), 2: (1, 60, 40)}
    assert world.figure(answers, AS_OF) == Answers(number=2, without_score=0)


def test_a_correction_that_misses_an_item_moves_the_first_wave(world):
    citizen = world.citizens(1)[0]
    wrong = world.answer(citizen, "2021-03-01", 20)
    world.answer(citizen, "2021-06-01", 60)
    correct_answer(wrong, items=[None, 1, 1, 1, 1], recorded_for=world.organisation, by=world.user)
    assert counted(world) == {1: (1, 60, 60)}
    assert world.figure(answers, AS_OF) == Answers(number=2, without_score=1)


def test_sums_are_of_everyone_who_answered(world):
    for first, second in ((20, 32), (40, 40), (60, None), (100, 0)):
        citizen = world.citizens(1)[0]
        world.answer(citizen, "2021-03-01", first)
        if second is not None:
            world.answer(citizen, "2021-06-01", second)
    World("OTH").answer(World("THI").citizens(1)[0], "2021-03-01", 96)
    assert counted(world) == {1: (4, 220, 220), 2: (3, 72, 160)}


def test_means_and_changes_are_exact():
    wave = Wave(number=6, n=11, total=508, first_total=396)
    assert (wave.mean, wave.mean_first, wave.change) == (Fraction(508, 11), 36, Fraction(112, 11))


def test_answers_outside_the_enrolment_count_by_their_own_date(world):
    citizen = world.citizen(("2022-01-01", "2022-02-01"))
    world.answer(citizen, "2021-03-01", 40)
    world.answer(citizen, "2023-03-01", 60)
    assert counted(world, day("2021-12-31")) == {1: (1, 40, 40)}
    assert counted(world) == {1: (1, 40, 40), 2: (1, 60, 40)}


def test_re_enrolment_continues_the_series(world):
    citizen = world.citizen(("2021-03-01", "2021-04-01"), ("2022-03-01", None))
    world.answer(citizen, "2021-03-01", 40)
    world.answer(citizen, "2022-03-01", 60)
    assert counted(world) == {1: (1, 40, 40), 2: (1, 60, 40)}


def test_attrition_groups_the_first_scores(world):
    for first, days in ((20, []), (40, ["2021-03-20"]), (60, ["2021-06-01"]), (100, ["2021-06-01", "2021-09-01"])):
        citizen = world.citizens(1)[0]
        world.answer(citizen, "2021-03-01", first)
        for answered_on in days:
            world.answer(citizen, answered_on, 0)
    result = world.figure(attrition, AS_OF)
    assert result.single == Sample(n=2, total=60, squares=2000)
    assert result.repeated == Sample(n=2, total=160, squares=13600)
    before = world.figure(attrition, day("2021-05-31"))
    assert (before.single.n, before.repeated) == (4, Sample(0, 0, 0))


def test_attrition_of_nobody(world):
    result = world.figure(attrition, AS_OF)
    assert (result.single, result.repeated, result.test) == (Sample(0, 0, 0), Sample(0, 0, 0), None)


def test_attrition_is_tested_where_it_can_be(world):
    for first, second in ((20, 0), (40, 0), (60, None), (80, None)):
        citizen = world.citizens(1)[0]
        world.answer(citizen, "2021-03-01", first)
        if second is not None:
            world.answer(citizen, "2021-06-01", second)
    test = world.figure(attrition, AS_OF).test
    assert test is not None
    assert test.t == pytest.approx(2.8284, abs=1e-4)
    assert test.p == pytest.approx(0.1056, abs=1e-4)


@pytest.mark.parametrize("figure", [waves, attrition])
def test_counted_answers_are_read_from_their_own_index(world, figure):
    """SQLite once chose the index of answers that are not superseded: minutes for 3,000 citizens."""
    with CaptureQueriesContext(connection) as queries:
        world.figure(figure, AS_OF)
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries.captured_queries[:2]:
            cursor.execute(f"EXPLAIN {'' if is_postgresql else 'QUERY PLAN '}{query['sql']}")
            plan = str(cursor.fetchall())
            assert "wellbeing_by_wave" in plan
            assert "superseded_by" not in plan


def test_whoever_came_further_counts_in_every_wave_before(world):
    """First scores 20, 40 and 80, whose last waves are 1, 2 and 3."""
    for first, waves_answered in ((20, 1), (40, 2), (80, 3)):
        citizen = world.citizens(1)[0]
        world.answer(citizen, "2021-03-01", first)
        for month in range(1, waves_answered):
            world.answer(citizen, f"2021-{3 + 2 * month:02}-01", 100)
    found = world.figure(waves, AS_OF)
    assert [(wave.n, wave.first_total) for wave in found] == [(3, 140), (2, 120), (1, 80)]
    result = world.figure(attrition, AS_OF)
    assert (result.single, result.repeated) == (Sample(1, 20, 400), Sample(2, 120, 8000))
    earlier = world.figure(attrition, day("2021-04-30"))
    assert (earlier.single.n, earlier.repeated.n) == (3, 0)
