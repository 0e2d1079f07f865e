"""In which kind of course a citizen is on a day: every rule of figures.md, then random histories in plain Python."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.models import Client, Enrolment, Goal, OnwardReferral
from cti.models import Course, CourseGoal
from reports.figures.status import STATUSES, Standing, standing
from reports.tests.world import AS_OF, START, World, day

LEAVE, IMPROVE = Goal.LEAVE, Goal.IMPROVE


@pytest.fixture
def world(db):
    return World()


def course(world, client, *goals, contact=None, start=None, end=None):
    """`goals` are (since, goal)."""
    row = Course.objects.create(
        project=world.project,
        client=client,
        contact_starts_on=contact and day(contact),
        starts_on=start and day(start),
        ends_on=end and day(end),
    )
    CourseGoal.objects.bulk_create(CourseGoal(course=row, since=day(since), goal=goal) for since, goal in goals)
    return row


def counted(world, as_of=AS_OF):
    """The statuses that somebody has."""
    return {status: count for status, count in standing([world.project.pk], as_of).counts.items() if count}


def a_citizen(world):
    return world.citizens(1)[0]


@pytest.mark.parametrize(("goal", "status"), [(LEAVE, "in_course_exit"), (IMPROVE, "in_course_improve")])
def test_a_running_course_counts_by_its_goal(world, goal, status):
    course(world, a_citizen(world), ("2022-01-01", goal), start="2022-01-01")
    assert counted(world) == {status: 1}


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2021-12-31", "support"),
        ("2022-01-01", "in_course_improve"),
        ("2022-12-30", "in_course_improve"),
        ("2022-12-31", "course_ended"),
        ("2023-11-30", "course_ended"),
    ],
)
def test_a_course_runs_from_its_start_until_the_day_it_ends(world, as_of, status):
    course(world, a_citizen(world), ("2022-01-01", IMPROVE), start="2022-01-01", end="2022-12-31")
    assert counted(world, day(as_of)) == {status: 1}


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2022-05-31", "in_course_improve"), ("2022-06-01", "in_course_exit"), ("2022-09-01", "in_course_improve")],
)
def test_the_goal_is_the_one_that_the_course_has_on_the_day(world, as_of, status):
    goals = [("2022-01-01", IMPROVE), ("2022-06-01", LEAVE), ("2022-09-01", IMPROVE)]
    course(world, a_citizen(world), *goals, start="2022-01-01")
    assert counted(world, day(as_of)) == {status: 1}


def test_a_goal_that_was_set_later_is_the_first_one_known(world):
    course(world, a_citizen(world), ("2022-06-01", LEAVE), start="2022-01-01")
    assert counted(world, day("2022-02-01")) == {"in_course_exit": 1}


def test_of_two_running_courses_leaving_comes_first(world):
    citizen = a_citizen(world)
    course(world, citizen, ("2022-01-01", IMPROVE), start="2022-01-01")
    course(world, citizen, ("2022-02-01", LEAVE), start="2022-02-01")
    assert counted(world) == {"in_course_exit": 1}


def test_a_new_course_counts_before_an_ended_one(world):
    citizen = a_citizen(world)
    course(world, citizen, ("2021-04-01", LEAVE), start="2021-04-01", end="2022-03-31")
    course(world, citizen, ("2022-06-01", IMPROVE), start="2022-06-01")
    assert counted(world, day("2022-05-01")) == {"course_ended": 1}
    assert counted(world) == {"in_course_improve": 1}


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2022-01-09", "support"),
        ("2022-01-10", "orientation"),
        ("2022-02-28", "orientation"),
        ("2022-03-01", "in_course_improve"),
    ],
)
def test_orientation_lasts_until_the_course_starts(world, as_of, status):
    course(world, a_citizen(world), ("2022-01-10", IMPROVE), contact="2022-01-10", start="2022-03-01")
    assert counted(world, day(as_of)) == {status: 1}


def test_a_contact_period_that_ended_is_no_orientation(world):
    course(world, a_citizen(world), ("2022-01-10", IMPROVE), contact="2022-01-10", end="2022-02-10")
    assert counted(world, day("2022-02-09")) == {"orientation": 1}
    assert counted(world, day("2022-02-10")) == {"support": 1}


def test_an_ended_course_comes_before_a_new_contact_period(world):
    citizen = a_citizen(world)
    course(world, citizen, ("2021-04-01", IMPROVE), start="2021-04-01", end="2022-03-31")
    course(world, citizen, ("2023-01-01", IMPROVE), contact="2023-01-01")
    assert counted(world) == {"course_ended": 1}


@pytest.mark.parametrize("kind", list(OnwardReferral.Kind))
def test_referred_on_by_the_day(world, kind):
    world.onward(a_citizen(world), kind, "2022-01-01")
    assert counted(world, day("2021-12-31")) == {"support": 1}
    assert counted(world) == {"referred_on": 1}


def test_orientation_comes_before_a_referral(world):
    citizen = a_citizen(world)
    world.onward(citizen, "other_offer", "2022-01-01")
    course(world, citizen, ("2022-01-10", IMPROVE), contact="2022-01-10")
    assert counted(world) == {"orientation": 1}


def test_only_registered_citizens_count(world):
    late = world.citizen(("2023-12-01", None))
    course(world, late, ("2023-01-01", LEAVE), start="2023-01-01")
    assert counted(world) == {}
    assert standing([world.project.pk], AS_OF) == Standing(dict.fromkeys(STATUSES, 0), 0, 0)


def test_who_left_and_who_came_back(world):
    world.citizen(("2021-03-01", None))
    world.citizen(("2021-03-01", "2022-03-01"))
    world.citizen(("2021-03-01", "2023-11-30"))  # the last day
    world.citizen(("2021-03-01", "2023-12-01"))  # ends after the day
    world.citizen(("2021-03-01", "2021-04-01"), ("2022-03-01", None))
    world.citizen(("2021-03-01", "2021-04-01"), ("2024-03-01", None))  # comes back after the day
    result = standing([world.project.pk], AS_OF)
    assert (result.registered, result.left, result.came_back) == (6, 3, 1)


def test_projects_add_up_and_stay_apart(world):
    other = World("OTH")
    course(world, a_citizen(world), ("2022-01-01", LEAVE), start="2022-01-01")
    other.onward(a_citizen(other), "other_offer")
    both = standing([world.project.pk, other.project.pk], AS_OF)
    assert both == standing([world.project.pk], AS_OF) + standing([other.project.pk], AS_OF)
    assert counted(world) == {"in_course_exit": 1}
    assert counted(other) == {"referred_on": 1}


offsets = st.integers(0, 40)
courses = st.tuples(
    st.none() | offsets, st.none() | offsets, st.none() | offsets, st.lists(st.tuples(offsets, st.sampled_from(Goal)))
)
histories = st.tuples(
    st.lists(offsets, min_size=1, max_size=2), st.lists(courses, max_size=3), st.lists(offsets, max_size=2)
)


def tidy(plan):
    """The course as the database takes it: a beginning, its days in order, one goal a day."""
    contact, start, length, goals = plan
    if contact is None and start is None:
        contact = 0
    if contact is not None and start is not None:
        contact, start = sorted((contact, start))
    begin = max(one for one in (contact, start) if one is not None)
    return contact, start, None if length is None else begin + length, dict(goals) or {begin: Goal.IMPROVE}


def expected(history, as_of):
    """figures.md, `report status`, in plain Python."""
    enrolled, plans, referrals = history
    if min(enrolled) > as_of:
        return None
    rows = [tidy(plan) for plan in plans]
    running = [goals for _c, start, end, goals in rows if begun(start, as_of) and not begun(end, as_of)]
    if any(goal_on(goals, as_of) == LEAVE for goals in running):
        return "in_course_exit"
    if running:
        return "in_course_improve"
    if any(begun(start, as_of) for _c, start, _e, _g in rows):
        return "course_ended"
    if any(begun(c, as_of) and not begun(s, as_of) and not begun(e, as_of) for c, s, e, _g in rows):
        return "orientation"
    return "referred_on" if any(one <= as_of for one in referrals) else "support"


def begun(moment, as_of):
    return moment is not None and moment <= as_of


def goal_on(goals, as_of):
    known = [since for since in goals if since <= as_of]
    return goals[max(known)] if known else goals[min(goals)]


def date(offset):
    return None if offset is None else START + dt.timedelta(days=offset)


def store(world, history, number):
    enrolled, plans, referrals = history
    client = Client.objects.create(project=world.project, code=f"TST-R{number:05}")
    for start in enrolled:
        Enrolment.objects.create(project=world.project, client=client, starts_on=date(start), ends_on=date(start))
    for contact, start, end, goals in map(tidy, plans):
        row = Course.objects.create(
            project=world.project, client=client,
            contact_starts_on=date(contact), starts_on=date(start), ends_on=date(end),
        )  # fmt: skip
        CourseGoal.objects.bulk_create(CourseGoal(course=row, since=date(s), goal=g) for s, g in goals.items())
    for one in referrals:
        OnwardReferral.objects.create(
            project=world.project, client=client, kind="other_offer", referred_on=date(one)
        )  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=st.lists(histories, max_size=6), as_of=offsets)
def test_sql_and_plain_python_agree(world, plans, as_of):
    with transaction.atomic():
        for number, history in enumerate(plans):
            store(world, history, number)
        found = counted(world, date(as_of))
        transaction.set_rollback(True)
    statuses = [status for history in plans if (status := expected(history, as_of)) is not None]
    assert found == {status: statuses.count(status) for status in set(statuses)}


def test_no_project_at_all_has_nobody(db):
    assert standing([], AS_OF) == Standing(dict.fromkeys(STATUSES, 0), 0, 0)
