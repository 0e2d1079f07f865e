"""In which kind of course each registered citizen is; `benchmarks/tests` holds it against SQL written by hand."""

import pytest

from clients.models import Goal
from cti.models import Course, CourseGoal
from reports.figures.status import STATUSES, Standing, standing
from reports.tests.world import AS_OF, World, day


@pytest.fixture
def world(db):
    return World()


def course(client, *, contact=None, start=None, end=None, goals=()):
    made = Course.objects.create(
        project=client.project, client=client, contact_starts_on=contact and day(contact),
        starts_on=start and day(start), ends_on=end and day(end),
    )  # fmt: skip
    CourseGoal.objects.bulk_create(CourseGoal(course=made, goal=goal, since=day(since)) for since, goal in goals)


def told(world, as_of=AS_OF):
    """The statuses that somebody has, and how many left and came back."""
    found = standing([world.project.pk], as_of)
    assert tuple(found.counts) == STATUSES
    return {status: count for status, count in found.counts.items() if count}, found.left, found.came_back


def test_nobody_stands_anywhere_in_an_empty_project(world):
    assert told(world) == ({}, 0, 0)
    assert standing([], AS_OF).registered == 0


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"start": "2022-01-01", "goals": [("2022-01-01", Goal.LEAVE)]}, "in_course_exit"),
        ({"start": "2022-01-01", "goals": [("2022-01-01", Goal.IMPROVE)]}, "in_course_improve"),
        ({"start": "2022-01-01", "goals": [("2022-01-01", Goal.LEAVE), ("2023-11-30", Goal.IMPROVE)]},
         "in_course_improve"),
        ({"start": "2022-01-01", "goals": [("2022-01-01", Goal.LEAVE), ("2023-12-01", Goal.IMPROVE)]},
         "in_course_exit"),
        ({"start": "2022-01-01", "goals": [("2024-01-01", Goal.LEAVE)]}, "in_course_exit"),
        ({"start": "2022-01-01", "end": "2023-12-01", "goals": [("2022-01-01", Goal.LEAVE)]}, "in_course_exit"),
        ({"start": "2022-01-01", "end": "2023-11-30", "goals": [("2022-01-01", Goal.LEAVE)]}, "course_ended"),
        ({"contact": "2023-11-30"}, "orientation"),
        ({"contact": "2023-11-30", "start": "2023-12-01"}, "orientation"),
        ({"contact": "2023-10-01", "end": "2023-11-30"}, "support"),
        ({"contact": "2023-12-01"}, "support"),
    ],
)  # fmt: skip
def test_the_first_status_that_fits(world, facts, status):
    citizen = world.citizens(1)[0]
    course(citizen, **facts)
    assert told(world) == ({status: 1}, 0, 0)
    world.onward(citizen, "other_offer")
    assert told(world) == ({"referred_on" if status == "support" else status: 1}, 0, 0)


def test_those_who_left_and_those_who_came_back_are_counted_once(world):
    world.citizen(("2021-03-01", "2022-03-01"))
    world.citizen(("2021-03-01", "2023-12-01"))
    world.citizen(("2021-03-01", "2021-04-01"), ("2022-01-01", None))
    world.citizen(("2021-03-01", "2021-04-01"), ("2022-01-01", "2022-02-01"), ("2023-01-01", "2023-11-30"))
    world.citizen(("2021-03-01", "2021-04-01"), ("2023-12-01", None))
    world.citizen(("2023-12-01", None))
    assert told(world) == ({"support": 5}, 3, 2)
    assert told(world, day("2021-03-01")) == ({"support": 5}, 0, 0)


def test_several_projects_stand_together_and_others_apart(world):
    other, third = World("OTH"), World("THI")
    for each, number in ((world, 1), (other, 2), (third, 4)):
        each.citizens(number)
    both = standing([world.project.pk, other.project.pk], AS_OF)
    assert both == standing([world.project.pk], AS_OF) + standing([other.project.pk], AS_OF)
    assert both.registered == 3
    assert Standing() + both == both
