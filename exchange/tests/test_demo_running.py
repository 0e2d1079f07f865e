"""The running project: something of everything to show, seen from each role, on any day."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from django.db.models import Max, Min
from django.utils.timezone import localdate

from accounts.demonstration import DEMO_LOGINS
from clients.guard import find_identifiers
from clients.models import Client, ClientLink, ClientReference, Consent
from cti.models import Course, EndReason, PhaseFocus, PlannedActivity
from exchange.demo.running_other_work import MONTHS
from exchange.demo.running_plan import ADVICE, CAFE, COURSES, HOST
from interventions.models import Intervention, Session
from interventions.other_work.kinds import KINDS
from interventions.other_work.models import NetworkMeeting, ProfessionalConsultation, ProfessionalTraining
from projects.access import Permission, Role, has_permission
from reports.figures.gathering import gather
from reports.reports import project_report
from wellbeing.models import WellbeingResponse

CITIZENS = 45


@pytest.fixture
def people(world, db):
    return world[0]


@pytest.fixture
def project(world, db):
    return world[1].project


def visible(user):
    return set(Client.objects.visible_to(user))


def test_every_role_has_a_login(people):
    assert {login.role for login in DEMO_LOGINS} == set(Role.values)
    assert {role: len(users) for role, users in people.items()} == {
        Role.COORDINATOR: 1,
        Role.CASEWORKER: 2,
        Role.LEAD: 1,
        Role.EVALUATOR: 1,
        Role.ADMINISTRATOR: 2,
        Role.DATA_PROTECTION_OFFICER: 1,
    }


def test_names_and_addresses_are_obviously_invented():
    assert all(login.name.endswith("Demo") for login in DEMO_LOGINS)
    assert all(login.email.endswith("@demo.example") for login in DEMO_LOGINS)
    assert len({login.email for login in DEMO_LOGINS}) == len(DEMO_LOGINS)


def test_nobody_proposed_or_approved_their_own_membership(people):
    for users in people.values():
        for user in users:
            membership = user.memberships.get()
            assert membership.approved_at
            assert user not in (membership.proposed_by, membership.approved_by)


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        (Role.COORDINATOR, Permission.CLIENT_REGISTER),
        (Role.CASEWORKER, Permission.COURSE_RUN),
        (Role.LEAD, Permission.REPORT_PRINT),
        (Role.ADMINISTRATOR, Permission.PEOPLE_INVITE),
        (Role.DATA_PROTECTION_OFFICER, Permission.AUDIT_VIEW),
    ],
)
def test_each_role_can_do_its_work(people, project, role, permission):
    for user in people[role]:
        assert has_permission(user, permission, project)


def test_the_coordinator_sees_everyone(people):
    assert len(visible(people[Role.COORDINATOR][0])) == CITIZENS


def test_each_ngo_sees_its_own_and_not_all(people):
    cafe, advice = (visible(user) for user in people[Role.CASEWORKER])
    assert 10 <= len(cafe) < CITIZENS
    assert 5 <= len(advice) < CITIZENS
    assert cafe - advice
    assert advice - cafe


@pytest.mark.parametrize("role", [Role.LEAD, Role.EVALUATOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_the_others_see_no_citizen(people, role):
    assert all(visible(user) == set() for user in people[role])


def test_consents_are_live_withdrawn_and_about_to_expire(people, project):
    today = localdate()
    consents = Consent.objects.filter(project=project)
    assert consents.filter(withdrawn_on=today).count() == 2
    assert consents.filter(expires_on__gt=today, expires_on__lte=today + dt.timedelta(days=7)).count() == 2
    assert consents.filter(expires_on__lt=today).exists()
    assert consents.filter(expires_on=None, withdrawn_on=None, covers_notes=True).exists()
    adviser = people[Role.CASEWORKER][1]
    withdrawn = {consent.client for consent in consents.filter(withdrawn_on=today)}
    assert withdrawn.isdisjoint(visible(adviser))


def test_courses_stand_in_every_part_of_the_method(project):
    today = localdate()
    courses = Course.objects.filter(project=project)
    assert courses.filter(starts_on=None, ends_on=None, contact_starts_on__lte=today).count() == 2
    running = courses.filter(ends_on=None, starts_on__isnull=False)
    present = Counter(
        phase.number for course in running for phase in course.phases.filter(starts_on__lte=today, ends_on__gte=today)
    )
    assert present == {1: 3, 2: 2, 3: 2}
    overdue = running.annotate(planned=Max("phases__ends_on")).filter(planned__lt=today)
    assert overdue.count() == 1


def test_courses_ended_as_courses_do(project):
    ended = Course.objects.filter(project=project, ends_on__isnull=False).annotate(planned=Max("phases__ends_on"))
    assert {course.end_reason for course in ended} == {
        EndReason.COMPLETED,
        EndReason.GOAL_REACHED,
        EndReason.CLIENT_STOPPED,
    }
    assert [course.end_reason for course in ended if course.ends_on > course.planned] == [EndReason.COMPLETED]


def test_a_second_phase_begins_today(project):
    first_days = Course.objects.filter(project=project, phases__number=2).values_list("phases__starts_on", flat=True)
    assert any(0 <= (localdate() - day).days <= 3 for day in first_days)


def test_a_started_course_runs_as_an_intervention(project):
    started = Course.objects.filter(project=project, starts_on__isnull=False)
    assert started.count() == len([course for course in COURSES if course.start])
    for course in started:
        assert course.runs_as.intervention.starts_on == course.starts_on
        assert course.runs_as.intervention.ends_on == course.ends_on


def test_phases_have_focus_areas_and_plans(project):
    today = localdate()
    for course in Course.objects.filter(project=project, starts_on__isnull=False):
        for phase in course.phases.filter(starts_on__lte=today):
            areas = set(PhaseFocus.objects.filter(phase=phase).values_list("area", flat=True))
            assert len(areas) == 3
            assert set(phase.activities.values_list("area", flat=True)) == areas
    statuses = set(PlannedActivity.objects.filter(phase__course__project=project).values_list("status", flat=True))
    assert statuses == {"planned", "started", "done"}


def test_every_course_has_its_goal_in_the_citizens_words(project):
    courses = Course.objects.filter(project=project)
    assert all(course.own_words.startswith("Jeg vil") for course in courses)
    assert len({course.own_words for course in courses}) == len(COURSES)
    assert all(course.goals.exists() for course in courses)


def test_sessions_were_attended_missed_and_cancelled(project):
    sessions = Session.objects.filter(project=project)
    counts = Counter(sessions.values_list("attendance", flat=True))
    assert counts["attended"] > 200
    assert counts["no_show"] > 20
    assert counts["cancelled"] > 10
    assert sessions.aggregate(last=Max("held_on"))["last"] <= localdate()


def test_only_attended_sessions_have_topics_minutes_and_notes(project):
    sessions = Session.objects.filter(project=project)
    assert not sessions.exclude(attendance="attended").filter(topics__isnull=False).exists()
    assert not sessions.exclude(attendance="attended").filter(minutes__isnull=False).exists()
    assert not sessions.exclude(attendance="attended").exclude(note="").exists()
    assert sessions.exclude(note="").exists()
    assert not sessions.filter(attendance="attended", topics=None).exists()


def test_whoever_logged_works_for_the_organisation(project):
    for session in Session.objects.filter(project=project).select_related("logged_by"):
        held = session.logged_by.memberships.filter(project=project, organisation=session.logged_for)
        assert held.exists(), session


def test_contact_in_a_course_grows_rarer(project):
    courses = Intervention.objects.filter(project=project, type__name="CTI-forløb").exclude(sessions=None)
    for course in courses:
        days = list(course.sessions.order_by("held_on").values_list("held_on", flat=True))
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        assert gaps == sorted(gaps)
    assert max(course.sessions.count() for course in courses) >= 15


def test_somebody_has_been_silent_and_most_have_not(project):
    last = (
        Session.objects.filter(project=project, intervention__ends_on=None)
        .values("client")
        .annotate(last=Max("held_on"))
    )
    silent = [row for row in last if row["last"] < localdate() - dt.timedelta(days=60)]
    assert 2 <= len(silent) < len(last) // 2


def test_a_group_meets_on_the_same_days(project):
    members = Intervention.objects.filter(project=project, type__name="Gruppeterapi")
    days = [set(member.sessions.values_list("held_on", flat=True)) for member in members]
    assert len(days) == 7
    assert sum(bool(one & other) for one in days for other in days if one is not other) > 0
    every = set.union(*days)
    assert {(day - min(every)).days % 14 for day in every} == {0}


def test_curves_have_up_to_five_waves_and_some_answers_are_incomplete(project):
    answers = WellbeingResponse.objects.filter(project=project)
    lengths = Counter(answers.values("client").annotate(last=Max("wave")).values_list("last", flat=True))
    assert set(lengths) == {1, 2, 3, 4, 5}
    assert answers.filter(score=None).count() == 2
    assert answers.aggregate(last=Max("answered_on"))["last"] <= localdate()


def test_some_have_never_answered(project):
    assert Client.objects.filter(project=project, wellbeing_responses=None).count() > 10


def test_appointments_are_within_the_week(project):
    today = localdate()
    days = Client.objects.filter(project=project).exclude(next_appointment_on=None)
    bounds = days.aggregate(first=Min("next_appointment_on"), last=Max("next_appointment_on"))
    assert bounds["first"] == today
    assert bounds["last"] == today + dt.timedelta(days=6)
    assert not days.filter(next_appointment_place="").exists()
    assert not days.exclude(enrolments__ends_on=None).exists()


def test_each_organisation_keeps_its_own_alias(project):
    references = ClientReference.objects.filter(project=project)
    host, cafe = references.filter(organisation__name=HOST), references.filter(organisation__name=CAFE)
    assert host.count() == CITIZENS - 1  # the anonymous one has none
    assert host.values("reference").distinct().count() == CITIZENS - 1
    aliases = [alias for alias in host.values_list("alias", flat=True) if alias]
    assert len(set(aliases)) == len(aliases) > 20
    assert cafe.exists()
    assert set(cafe.values_list("alias", flat=True)).isdisjoint(aliases)


def test_somebody_came_back(project):
    twice = Counter(project.enrolments.values_list("client", flat=True))
    assert sorted(twice.values())[-2:] == [1, 2]


def test_facts_are_partly_unknown(project):
    clients = Client.objects.filter(project=project)
    assert clients.filter(birth_year=None).count() == 5
    assert clients.filter(gender="").count() == 3
    assert clients.filter(source=None).exists()
    assert clients.filter(wish="").exists()


def test_the_municipality_visitated_everyone(project):
    intakes = ClientLink.objects.filter(project=project, basis="intake")
    assert set(intakes.values_list("organisation__name", flat=True)) == {HOST}
    assert intakes.count() == CITIZENS


def test_texts_name_nobody(project):
    texts = [
        *Course.objects.filter(project=project).values_list("own_words", flat=True),
        *Session.objects.filter(project=project).values_list("note", flat=True).distinct(),
        *ClientReference.objects.filter(project=project).values_list("alias", flat=True),
        *ClientReference.objects.filter(project=project).values_list("reference", flat=True),
        *PlannedActivity.objects.filter(phase__course__project=project).values_list("activity", flat=True),
    ]
    assert all(find_identifiers(text) == [] for text in texts)


def test_the_report_has_something_in_every_table(project):
    report = project_report(project)
    for table_id in ("citizens_by_challenge", "who5_by_wave", "who5_change", "referral_sources", "referrals_onward"):
        assert sum(report.table(table_id).counts()) > 0, table_id
    assert report.table("citizen_facts").row("registered").cells["value"].value == CITIZENS
    assert len(report.table("who5_by_wave").rows) == 3


def test_there_is_other_work_of_every_kind_by_every_organisation(project):
    today, kinds = localdate(), [kind.model for kind in KINDS.values()]
    for model in kinds:
        entries = model.objects.current().filter(project=project)
        assert entries.count() >= MONTHS
        assert entries.aggregate(last=Max("held_on"))["last"] <= today
        for entry in entries.select_related("entered_by"):
            assert entry.entered_by.memberships.filter(project=project, organisation=entry.organisation).exists()
            entry.full_clean()
    places = {entry.organisation.name for model in kinds for entry in model.objects.select_related("organisation")}
    assert places == {HOST, CAFE, ADVICE}


def test_professionals_were_counselled_about_citizens_and_about_none(project):
    consultations = ProfessionalConsultation.objects.filter(project=project)
    about_somebody = consultations.exclude(client=None).select_related("intervention")
    assert about_somebody.count() == MONTHS
    for each in about_somebody:
        assert each.intervention.client_id == each.client_id
        assert each.intervention.starts_on == each.intervention.ends_on == each.held_on
    (counselling,) = [entry for entry in gather([project.pk], localdate())[project.pk].types if entry.cases is not None]
    assert (counselling.key, counselling.citizens, counselling.cases) == (
        "professional_counselling", about_somebody.values("client").distinct().count(), consultations.count(),
    )  # fmt: skip


def test_the_texts_of_the_other_work_name_nobody(project):
    texts = [
        *ProfessionalTraining.objects.filter(project=project).values_list("topic", "department"),
        *NetworkMeeting.objects.filter(project=project).values_list("topic", "departments"),
        *ProfessionalConsultation.objects.filter(project=project).values_list("department"),
    ]
    assert all(find_identifiers(text) == [] for row in texts for text in row)
