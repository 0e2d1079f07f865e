"""The programme of 2012–2016: its status statement, reckoned here in plain Python from the stored rows."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from django.db import transaction

from clients.guard import find_identifiers
from clients.models import Client, ClientLink, Consent
from cti.models import Course, EndReason
from exchange.demo.first_projects import ENDED, FIRST_PROJECTS, INHABITANTS, OPENED, STATED_ON
from exchange.demo.load import load_first_project
from exchange.demo.people import make_former_worker
from exchange.tests.demonstration import REPRODUCTION
from interventions.models import Intervention
from projects.models import Programme, Project
from wellbeing.models import WellbeingResponse
from wellbeing.waves import number_waves

PRINTED = REPRODUCTION["status_statement"]
STATUSES = [status for status in PRINTED["status"] if status != "registered"]
PLANS = {plan.code: plan for plan in FIRST_PROJECTS}
YEAR_LATER = STATED_ON + dt.timedelta(days=365)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        programme, former = Programme.objects.get(code=PRINTED["programme"]), make_former_worker()
        for plan in FIRST_PROJECTS:
            load_first_project(plan, programme, by=former)
        yield programme
        transaction.set_rollback(True)


@pytest.fixture
def programme(world, db):
    return world


@pytest.fixture
def citizens(programme):
    related = ("courses__goals", "onward_referrals", "enrolments", "wellbeing_responses")
    clients = Client.objects.filter(project__programme=programme).select_related("project")
    return list(clients.prefetch_related(*related).order_by("pk"))


def registered(citizens, day):
    return [citizen for citizen in citizens if any(stay.starts_on <= day for stay in citizen.enrolments.all())]


def runs(start, end, day):
    return start is not None and start <= day and (end is None or end > day)


def status(citizen, day):
    """The first of figures.md's rows ("report status") that fits the citizen on the day."""
    courses = list(citizen.courses.all())
    running = [course for course in courses if runs(course.starts_on, course.ends_on, day)]
    goals = {[goal.goal for goal in course.goals.all() if goal.since <= day][-1] for course in running}
    if running:
        return "in_course_exit" if "leave" in goals else "in_course_improve"
    if any(course.starts_on and course.starts_on <= day for course in courses):
        return "course_ended"
    if any(runs(course.contact_starts_on, course.ends_on, day) for course in courses):
        return "orientation"
    referred = any(referral.referred_on <= day for referral in citizen.onward_referrals.all())
    return "referred_on" if referred else "support"


def statement(citizens, day):
    return Counter(status(citizen, day) for citizen in registered(citizens, day))


def test_the_printed_day_is_the_plans():
    assert PRINTED["as_of"] == STATED_ON.isoformat()
    assert set(PRINTED["projects"]) == set(PLANS) == set(INHABITANTS)
    assert {plan.municipality for plan in FIRST_PROJECTS} == set(PRINTED["municipalities"])


@pytest.mark.parametrize("row", STATUSES)
def test_a_row_of_the_statement(citizens, row):
    assert statement(citizens, STATED_ON)[row] == PRINTED["status"][row]


def test_the_statement_counts_everybody_once(citizens):
    assert statement(citizens, STATED_ON).total() == PRINTED["status"]["registered"] == 91
    assert set(statement(citizens, STATED_ON)) <= set(STATUSES)


@pytest.mark.parametrize("code", PLANS)
def test_a_projects_own_statement(citizens, code):
    plan = PLANS[code]
    quotas = {
        "in_course_exit": plan.in_course_exit,
        "in_course_improve": plan.in_course_improve,
        "orientation": plan.orientation,
        "referred_on": plan.referred_on,
        "support": plan.support,
    }
    own = [citizen for citizen in citizens if citizen.project.code == code]
    assert statement(own, STATED_ON) == quotas
    assert len(own) == plan.registered + plan.later


@pytest.mark.parametrize("code", PLANS)
def test_citizens_are_spread_about_as_inhabitants_are(code):
    share = INHABITANTS[code] / sum(INHABITANTS.values())
    assert abs(PLANS[code].registered - 91 * share) < 1


def test_nobody_had_come_back_by_then_and_some_have_later(citizens):
    def returned(day):
        return [c for c in citizens if sum(stay.starts_on <= day for stay in c.enrolments.all()) > 1]

    assert returned(STATED_ON) == []
    assert 3 <= len(returned(YEAR_LATER)) <= 12


def test_some_had_left_by_then(citizens):
    left = [
        citizen
        for citizen in registered(citizens, STATED_ON)
        if not any(runs(stay.starts_on, stay.ends_on, STATED_ON) for stay in citizen.enrolments.all())
    ]
    assert {status(citizen, STATED_ON) for citizen in left} == {"referred_on", "support"}
    assert 10 <= len(left) <= 28


def test_life_goes_on_after_the_statement(citizens):
    """A later day has more citizens, ended courses, and courses that still run."""
    later, last = statement(citizens, YEAR_LATER), statement(citizens, ENDED)
    assert 91 < later.total() < last.total() == len(citizens)
    assert all(later[row] for row in STATUSES)
    assert set(last) == {"course_ended", "referred_on", "support"}


def test_everything_lies_within_the_projects(programme, citizens):
    assert programme.starts_on <= OPENED < ENDED <= programme.ends_on
    for project in programme.projects.all():
        assert (project.starts_on, project.ends_on, project.lapsed_on) == (OPENED, ENDED, None)
    for citizen in citizens:
        for stay in citizen.enrolments.all():
            assert OPENED <= stay.starts_on <= stay.ends_on <= ENDED
        for course in citizen.courses.all():
            assert OPENED <= course.begins_on <= (course.starts_on or course.ends_on) <= course.ends_on <= ENDED
        assert all(OPENED <= answer.answered_on <= ENDED for answer in citizen.wellbeing_responses.all())


def test_what_is_given_lies_within_an_enrolment(citizens):
    def within(citizen, first, last):
        return any(stay.starts_on <= first <= last <= stay.ends_on for stay in citizen.enrolments.all())

    given = list(Intervention.objects.filter(client__in=citizens))
    by_key = {citizen.pk: citizen for citizen in citizens}
    assert len(given) > 100
    assert all(within(by_key[row.client_id], row.starts_on, row.ends_on) for row in given)
    for citizen in citizens:
        assert all(within(citizen, course.begins_on, course.ends_on) for course in citizen.courses.all())
        assert all(within(citizen, day.referred_on, day.referred_on) for day in citizen.onward_referrals.all())


def test_enrolments_and_courses_of_one_citizen_do_not_overlap(citizens):
    for citizen in citizens:
        stays = sorted((stay.starts_on, stay.ends_on) for stay in citizen.enrolments.all())
        courses = sorted((course.begins_on, course.ends_on) for course in citizen.courses.all())
        for earlier, later in [*pairwise(stays), *pairwise(courses)]:
            assert earlier[1] <= later[0], citizen


def test_courses_began_in_january_2014(programme):
    starts = Course.objects.filter(project__programme=programme, starts_on__isnull=False).values_list("starts_on")
    assert dt.date(2014, 1, 1) <= min(starts)[0] < dt.date(2014, 2, 1)
    contacts = Course.objects.filter(project__programme=programme).order_by("contact_starts_on")
    assert contacts[0].contact_starts_on < dt.date(2014, 1, 1)


def test_courses_last_a_year_or_end_earlier_for_a_reason(programme):
    started = Course.objects.filter(project__programme=programme, starts_on__isnull=False)
    reasons = Counter(started.values_list("end_reason", flat=True))
    assert set(reasons) == set(EndReason) - {EndReason.OTHER}
    assert reasons[EndReason.COMPLETED] == max(reasons.values())
    for course in started.filter(end_reason=EndReason.COMPLETED):
        planned = course.phases.last().ends_on
        assert course.starts_on + relativedelta(years=1, days=-1) == planned <= course.ends_on
    assert any(course.ends_on > course.phases.last().ends_on for course in started)


def test_a_contact_period_has_no_phase_and_no_intervention(programme):
    contact_only = Course.objects.filter(project__programme=programme, starts_on=None)
    assert contact_only.count() > 5
    assert not contact_only.filter(phases__isnull=False).exists()
    assert not contact_only.filter(runs_as__isnull=False).exists()
    assert set(contact_only.values_list("end_reason", flat=True)) == {"client_stopped", "contact_lost"}


def test_a_started_course_has_its_phases_and_runs_as_an_intervention(programme):
    for course in Course.objects.filter(project__programme=programme, starts_on__isnull=False):
        assert [phase.number for phase in course.phases.all()] == [1, 2, 3]
        given = course.runs_as.intervention
        assert (given.type.name, given.client_id) == ("CTI-forløb", course.client_id)
        assert (given.starts_on, given.ends_on) == (course.starts_on, course.ends_on)


def test_goals_hold_from_the_first_day_and_some_change_after_half_a_year(programme):
    changed = 0
    for course in Course.objects.filter(project__programme=programme).prefetch_related("goals"):
        goals = [(goal.since, goal.goal) for goal in course.goals.all()]
        assert goals[0][0] == course.begins_on
        if len(goals) > 1:
            changed += 1
            assert [goal for _, goal in goals] == ["improve", "leave"]
            assert goals[1][0] == course.starts_on + relativedelta(months=6) < course.ends_on
    assert changed >= 3


def test_those_referred_on_had_no_course_and_those_supported_were_counselled(citizens):
    by_status = {}
    for citizen in registered(citizens, STATED_ON):
        by_status.setdefault(status(citizen, STATED_ON), []).append(citizen)
    for citizen in by_status["support"]:
        types = citizen.interventions.filter(starts_on__lte=STATED_ON).values_list("type__name", flat=True)
        assert list(types) == ["Rådgivning og vejledning"]
    kinds = Counter(
        referral.kind for citizen in by_status["referred_on"] for referral in citizen.onward_referrals.all()
    )
    assert kinds.total() == 15
    assert 1 <= kinds["anti_trafficking"] < kinds["other_offer"]


def test_facts_are_partly_unknown_and_adults_only(citizens):
    genders = Counter(citizen.gender for citizen in citizens)
    assert genders["woman"] > 6 * genders["man"] > 0 < genders[""]
    ages = [c.enrolments.all()[0].starts_on.year - c.birth_year for c in citizens if c.birth_year]
    assert 18 < min(ages) < 25 < 50 < max(ages)
    assert 0 < len(citizens) - len(ages) < 20
    assert {citizen.source.name if citizen.source else "" for citizen in citizens} >= {"", "Reden", "Herberg"}


def test_answers_are_a_modest_number_and_numbered_by_the_rule(programme, citizens):
    answered = [list(citizen.wellbeing_responses.all()) for citizen in citizens if citizen.wellbeing_responses.all()]
    assert 20 <= len(answered) <= len(citizens) // 2
    for answers in answered:
        days = [answer.answered_on for answer in answers]
        assert [answer.wave for answer in answers] == number_waves(days, programme.who5_interval_days)
    by_then = WellbeingResponse.objects.filter(project__programme=programme, answered_on__lte=STATED_ON, wave=1)
    assert by_then.count() >= 10


def test_whoever_gives_something_registered_the_citizen_or_has_consent(citizens):
    links = {
        (link.client_id, link.organisation_id): link
        for link in ClientLink.objects.filter(client__in=citizens).order_by("-opens_on")
    }
    for given in Intervention.objects.filter(client__in=citizens):
        link = links[(given.client_id, given.provider_id)]
        assert link.opens_on <= given.starts_on
        assert link.closes_on is None or given.ends_on < link.closes_on
    assert Consent.objects.filter(client__in=citizens).exists()


def test_each_project_is_its_own(programme):
    for plan in FIRST_PROJECTS:
        project = Project.objects.get(code=plan.code)
        names = set(project.organisations.values_list("name", flat=True))
        assert names == {plan.host, *plan.partners}
        assert project.partnerships.get(is_host=True).organisation.municipality_id == plan.municipality
        assert project.name.startswith("Exit Prostitution ")
    assert programme.projects.count() == 4
    sources = [source for project in programme.projects.all() for source in project.referral_sources.all()]
    assert all(find_identifiers(source.name) == [] for source in sources)
