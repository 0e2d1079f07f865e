"""The demonstration can be loaded on whatever day, and the running project's dates hold on it."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.timezone import localdate

from clients.models import Client
from cti.models import Course
from exchange.demo.closed_projects import CLOSED_PROJECTS
from exchange.demo.construction import build
from exchange.demo.first_projects import FIRST_PROJECTS
from exchange.demo.load import load_demo
from exchange.demo.running_plan import COURSES, ago, running_plan
from projects.models import Project

CITIZENS = 45
ODD_DAYS = [dt.date(2024, 2, 29), dt.date(2025, 8, 31), dt.date(2025, 6, 30), dt.date(2026, 3, 29)]


@pytest.mark.parametrize("today", ODD_DAYS)
def test_it_loads_late_on_any_day(db, monkeypatch, today):
    """The last half hour of a leap day, of a month's last day, and of the day on which the clocks change."""
    now = dt.datetime.combine(today, dt.time(23, 30), tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert localdate() == today
    made = load_demo()
    closed = sum(plan.registered for plan in CLOSED_PROJECTS)
    first = sum(plan.registered + plan.later for plan in FIRST_PROJECTS)
    assert (made.projects, made.citizens) == (9, closed + first + CITIZENS) == (9, Client.objects.count())
    running = Project.objects.get(code="NYT")
    assert Client.objects.filter(project=running).count() == CITIZENS
    assert Course.objects.filter(project=running).count() == len(COURSES)


@pytest.mark.parametrize("today", [*ODD_DAYS, *(dt.date(2025, 1, 1) + dt.timedelta(days=11 * n) for n in range(34))])
def test_records_lie_in_the_project_on_any_day(today):
    plan = running_plan(today)
    for citizen in build(plan):
        assert plan.opens_on <= citizen.starts_on <= (citizen.ends_on or today) <= today
        assert all(answer.answered_on <= today for answer in citizen.answers)
        assert all(citizen.starts_on <= given.starts_on <= today for given in citizen.given)


@pytest.mark.parametrize("today", [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(0, 1461, 13)])
def test_four_months_ago_means_a_second_phase_about_today(today):
    assert 0 <= (today - (ago(today, 4) + relativedelta(months=4))).days <= 3


@pytest.mark.parametrize("course", COURSES, ids=[course.alias for course in COURSES])
@pytest.mark.parametrize("today", ODD_DAYS)
def test_courses_lie_in_the_project_and_in_order(course, today):
    contact = ago(today, *course.contact)
    start = ago(today, *course.start) if course.start else today
    end = ago(today, *course.ended) if course.ended else today
    first = start if course.start else contact
    assert running_plan(today).opens_on <= contact <= start <= end <= today
    assert first + dt.timedelta(days=70 * (len(course.scores) - 1)) <= end or not course.scores
