import datetime as dt
from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from documents.numbers import DAYS_PER_MONTH
from reports.figures.population import Ages, Participation, ages, genders, participation, registered
from reports.tests.world import AS_OF, World, day


@pytest.fixture
def world(db):
    return World()


def taken_part(world, as_of=AS_OF):
    return world.figure(participation, as_of)


@pytest.mark.parametrize(
    ("stays", "as_of", "expected"),
    [
        # (registered, under one day, days)
        ([], "2023-11-30", (0, 0, 0)),
        ([("2023-11-30", None)], "2023-11-30", (1, 1, 0)),
        ([("2023-12-01", None)], "2023-11-30", (0, 0, 0)),
        ([("2023-11-29", None)], "2023-11-30", (1, 0, 1)),
        ([("2023-01-01", "2023-01-01")], "2023-11-30", (1, 1, 0)),
        ([("2023-01-01", "2023-01-02")], "2023-11-30", (1, 0, 1)),
        ([("2023-01-01", "2023-01-31")], "2023-01-31", (1, 0, 30)),
        ([("2023-01-01", "2023-03-01")], "2023-01-31", (1, 0, 30)),
        ([("2023-01-01", "2023-03-01")], "2023-01-01", (1, 1, 0)),
        ([("2023-01-01", "2023-01-11"), ("2023-06-01", None)], "2023-06-21", (1, 0, 30)),
        ([("2023-01-01", "2023-01-11"), ("2023-06-01", None)], "2023-05-31", (1, 0, 10)),
        ([("2023-01-01", "2023-01-01"), ("2023-06-01", "2023-06-01")], "2023-11-30", (1, 1, 0)),
        ([("2023-01-01", "2023-01-01"), ("2023-06-01", "2023-06-02")], "2023-11-30", (1, 0, 1)),
        ([("2020-02-28", "2020-03-01")], "2023-11-30", (1, 0, 2)),
        ([("2021-03-27", "2021-03-29")], "2023-11-30", (1, 0, 2)),
    ],
)
def test_participation_of_one_citizen(world, stays, as_of, expected):
    world.citizen(*stays)
    result = taken_part(world, day(as_of))
    assert (result.registered, result.under_one_day, result.days) == expected


def test_participation_adds_up_over_citizens_and_leaves_other_projects_out(world):
    world.citizen(("2023-01-01", "2023-01-31"))
    world.citizen(("2023-01-01", "2023-01-01"))
    world.citizen(("2023-11-30", None))
    World("OTH").citizen(("2023-01-01", "2023-06-01"))
    assert taken_part(world) == Participation(registered=3, under_one_day=2, days=30)


def test_mean_months_are_exact_and_leave_out_those_under_one_day():
    assert Participation(registered=3, under_one_day=1, days=487).mean_months == 8
    assert Participation(registered=1, under_one_day=0, days=1).mean_months == 1 / DAYS_PER_MONTH
    assert Participation(registered=3, under_one_day=0, days=100).mean_months == Fraction(1600, 1461)


@pytest.mark.parametrize("registered_citizens", [0, 2])
def test_without_anyone_for_a_day_there_is_no_mean(registered_citizens):
    assert Participation(registered_citizens, registered_citizens, 0).mean_months is None


@pytest.mark.parametrize(
    ("birth_year", "stays", "expected"),
    [
        (2003, [("2021-12-31", None)], {18: 1}),
        (2003, [("2021-01-01", None)], {18: 1}),
        (1996, [("2021-06-01", None)], {25: 1}),
        (1995, [("2021-06-01", None)], {26: 1}),
        (1990, [("2021-06-01", "2021-07-01"), ("2023-06-01", None)], {31: 1}),
        (1990, [("2023-06-01", None), ("2021-06-01", "2021-07-01")], {31: 1}),
        (1990, [("2023-12-01", None)], {}),
    ],
)
def test_age_is_that_of_the_year_of_the_first_enrolment(world, birth_year, stays, expected):
    world.citizen(*stays, birth_year=birth_year)
    assert world.figure(ages, AS_OF) == Ages(counts=expected, unknown=0)


def test_an_unknown_birth_year_is_an_unknown_age(world):
    world.citizens(2)
    world.citizens(3, birth_year=1991)
    world.citizen(("2021-03-01", None), birth_year=1980)
    result = world.figure(ages, AS_OF)
    assert result == Ages(counts={30: 3, 41: 1}, unknown=2)
    assert (result.known, result.mean) == (4, Fraction(131, 4))


def test_ages_without_citizens_have_no_mean(world):
    assert world.figure(ages, AS_OF) == Ages(counts={}, unknown=0)
    assert Ages({}, 7).mean is None


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"), [(0, 25, 3), (26, 30, 4), (31, 35, 0), (36, 45, 8), (46, 200, 16)]
)
def test_a_band_holds_both_of_its_ends(lowest, highest, expected):
    counts = Ages({18: 1, 25: 2, 26: 4, 45: 8, 46: 16}, unknown=0)
    assert counts.between(lowest, highest) == expected


def test_genders_count_registered_citizens_once(world):
    world.citizens(2, gender="woman")
    world.citizen(("2021-03-01", "2021-04-01"), ("2022-01-01", None), gender="man")
    world.citizens(3)
    world.citizen(("2023-12-24", None), gender="non_binary")
    result = world.figure(genders, AS_OF)
    assert (dict(result.counts), result.unknown) == ({"woman": 2, "man": 1}, 3)


@pytest.mark.parametrize(("as_of", "number"), [("2021-02-28", 0), ("2021-03-01", 1), ("2023-11-30", 1)])
def test_registered_from_the_first_day(world, as_of, number):
    world.citizen(("2021-03-01", "2021-04-01"), ("2022-01-01", None))
    assert registered([world.project.pk], day(as_of)).count() == number


def test_figures_are_plain_and_frozen(world):
    world.citizens(1, birth_year=1990, gender="woman")
    figures = [
        taken_part(world),
        world.figure(ages, AS_OF),
        world.figure(genders, AS_OF),
    ]
    for figure in figures:
        with pytest.raises(FrozenInstanceError):
            figure.unknown = 1
    assert all(type(value) is int for figure in figures[:1] for value in vars(figure).values())
    assert {type(key) for key in figures[1].counts} == {int}


def test_a_day_of_summer_time_is_one_day(world):
    for start, end in (("2023-03-25", "2023-03-27"), ("2023-10-28", "2023-10-30")):
        world.citizen((start, end))
    assert taken_part(world, dt.date(2023, 11, 1)).days == 4
