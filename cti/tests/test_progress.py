import datetime as dt

import pytest

from clients.models import Goal
from cti.method import GUIDES
from cti.models import Course
from cti.progress import PhaseStatus, course_progress, goal_on
from cti.services import choose_focus, end_course, open_contact_period, set_goal, start_course

PAST, PRESENT, OVERRUN, TO_COME, ENDED_HERE, NOT_REACHED = PhaseStatus


@pytest.fixture
def course(cast):
    """Phases 1 January–30 April, 1 May–31 August, 1 September–31 December 2025."""
    return start_course(cast.client, goal=Goal.IMPROVE, starts_on=dt.date(2025, 1, 1), by=cast.coordinator)


def read(course, *day):
    return course_progress(Course.objects.with_plan().get(pk=course.pk), dt.date(*day))


def statuses(progress):
    return [phase.status for phase in progress.phases]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2024, 12, 31), [TO_COME, TO_COME, TO_COME]),
        ((2025, 1, 1), [PRESENT, TO_COME, TO_COME]),
        ((2025, 4, 30), [PRESENT, TO_COME, TO_COME]),
        ((2025, 5, 1), [PAST, PRESENT, TO_COME]),
        ((2025, 8, 31), [PAST, PRESENT, TO_COME]),
        ((2025, 9, 1), [PAST, PAST, PRESENT]),
        ((2025, 12, 31), [PAST, PAST, PRESENT]),
        ((2026, 1, 1), [PAST, PAST, OVERRUN]),
    ],
)
def test_a_running_course(course, day, expected):
    progress = read(course, *day)
    assert statuses(progress) == expected
    assert progress.is_overrun == (OVERRUN in expected)
    assert progress.is_running


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ((2025, 1, 1), [ENDED_HERE, NOT_REACHED, NOT_REACHED]),
        ((2025, 4, 29), [ENDED_HERE, NOT_REACHED, NOT_REACHED]),
        ((2025, 4, 30), [PAST, NOT_REACHED, NOT_REACHED]),
        ((2025, 5, 1), [PAST, ENDED_HERE, NOT_REACHED]),
        ((2025, 9, 1), [PAST, PAST, ENDED_HERE]),
        ((2025, 12, 31), [PAST, PAST, ENDED_HERE]),
        ((2026, 2, 1), [PAST, PAST, ENDED_HERE]),
    ],
)
def test_an_ended_course(cast, course, end, expected):
    ended = end_course(course, ends_on=dt.date(*end), end_reason="goal_reached", by=cast.coordinator)
    progress = read(ended, 2026, 6, 1)
    assert statuses(progress) == expected
    assert (progress.is_running, progress.is_overrun, progress.present) == (False, False, None)


@pytest.mark.parametrize(
    ("day", "percent", "left"),
    [((2025, 1, 1), 0, 119), ((2025, 3, 2), 50, 59), ((2025, 4, 30), 99, 0)],
)
def test_where_today_stands_in_the_phase(course, day, percent, left):
    present = read(course, *day).present
    assert (present.percent, present.days_left) == (percent, left)


def test_other_phases_have_no_today(course):
    assert [phase.percent for phase in read(course, 2025, 6, 1).phases] == [None, 25, None]


def test_the_last_phase_is_present_for_as_long_as_the_course_runs(course):
    assert read(course, 2026, 3, 1).present.phase.number == 3


def test_the_guide_of_each_phase(course):
    guides = [phase.guide for phase in read(course, 2025, 6, 1).phases]
    assert [len(guide.activities) for guide in guides] == [6, 4, 4]
    assert guides == list(GUIDES.values())


def test_a_phase_beyond_the_guide_has_none(cast):
    cast.project.programme.phases = 4
    cast.project.programme.save()
    course = start_course(cast.client, goal=Goal.LEAVE, starts_on=dt.date(2025, 1, 1), by=cast.coordinator)
    assert read(course, 2025, 2, 1).phases[-1].guide is None


@pytest.mark.parametrize(("number", "unusual"), [(0, False), (1, True), (2, True), (3, False), (5, False), (6, True)])
def test_three_to_five_focus_areas_are_usual(cast, course, number, unusual):
    areas = ["economy", "housing", "network", "daily_activities", "physical_health", "mental_health"][:number]
    choose_focus(course.phases.get(number=1), areas=areas, by=cast.coordinator)
    assert read(course, 2025, 2, 1).phases[0].is_focus_unusual is unusual


def test_the_goal_of_a_day(cast, course):
    set_goal(course, goal=Goal.LEAVE, since=dt.date(2025, 3, 1), own_words="", by=cast.coordinator)
    read_again = Course.objects.with_plan().get(pk=course.pk)
    goals = {
        day: goal_on(read_again, dt.date.fromisoformat(day)).goal for day in ("2024-12-01", "2025-02-28", "2025-03-01")
    }
    assert goals == {"2024-12-01": Goal.IMPROVE, "2025-02-28": Goal.IMPROVE, "2025-03-01": Goal.LEAVE}


def test_a_course_without_a_goal(course):
    course.goals.all().delete()
    assert read(course, 2025, 2, 1).goal is None


def test_a_contact_period(cast):
    contact = open_contact_period(
        cast.municipal_client, goal=Goal.LEAVE, contact_starts_on=dt.date(2025, 1, 1), by=cast.coordinator
    )
    progress = read(contact, 2025, 2, 1)
    assert (progress.is_contact, progress.phases, progress.present) == (True, [], None)
    ended = end_course(contact, ends_on=dt.date(2025, 1, 9), end_reason="contact_lost", by=cast.coordinator)
    assert not read(ended, 2025, 2, 1).is_contact
