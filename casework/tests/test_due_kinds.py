"""Each definition of a due thing in plain examples, at its edges."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from casework.due import KINDS
from casework.services import start_course
from casework.tests.due import answer, course, day, due, is_due, offered, session, therapy
from clients.assignments.services import assign
from clients.models import Client, ClientLink, Enrolment, Referral
from clients.referrals.services import accept_referral
from clients.services import change_facts, end_enrolment, enrol, give_consent, register_client, withdraw_consent
from clients.tests.referring import sent
from cti.models import Course, Phase
from cti.services import end_course, open_contact_period
from projects.models import Project
from projects.services import end_membership
from wellbeing.services import record_answer


def appointed(team, offset):
    Client.objects.filter(pk=team.client.pk).update(next_appointment_on=day(offset))


@pytest.mark.parametrize(("offset", "keys"), [(1, set()), (0, {"appointment"}), (-1, {"passed"}), (-100, {"passed"})])
def test_an_appointment_is_of_today_or_has_passed(team, offset, keys):
    appointed(team, offset)
    assert {key for key in ("appointment", "passed") if is_due(team, key)} == keys


@pytest.mark.parametrize("attendance", ["attended", "cancelled", "no_show"])
@pytest.mark.parametrize(("appointment", "logged", "is_open"), [(-3, -3, False), (-3, -1, False), (-3, -4, True)])
def test_whatever_is_logged_from_that_day_on_settles_an_appointment(team, appointment, logged, is_open, attendance):
    appointed(team, appointment)
    session(team, therapy(team), logged, attendance)
    assert is_due(team, "passed") is is_open


def test_an_appointment_of_today_is_settled_today(team):
    appointed(team, 0)
    session(team, therapy(team), 0)
    assert not is_due(team, "appointment")


@pytest.mark.parametrize(("last", "is_silent"), [(-27, False), (-28, True), (-29, True), (0, False)])
def test_silence_begins_after_the_project_s_days(team, last, is_silent):
    session(team, therapy(team), last)
    assert is_due(team, "silent") is is_silent


def test_the_days_are_the_project_s_own(team):
    session(team, therapy(team), -10)
    Project.objects.filter(pk=team.project.pk).update(silent_days=10)
    team.project.refresh_from_db()
    assert is_due(team, "silent")


@pytest.mark.parametrize("attendance", ["cancelled", "no_show"])
def test_only_a_session_that_took_place_is_contact(team, attendance):
    session(team, therapy(team), -3, attendance)
    assert is_due(team, "silent")


@pytest.mark.parametrize(("back", "is_silent"), [(-27, False), (-28, True)])
def test_a_citizen_who_came_back_is_counted_from_then(team, back, is_silent):
    session(team, therapy(team), -200)
    end_enrolment(team.client, ends_on=day(-100), by=team.coordinator)
    enrol(team.client, starts_on=day(back), by=team.coordinator)
    assert is_due(team, "silent") is is_silent


@pytest.mark.parametrize("key", sorted(KINDS))
def test_who_has_left_is_due_for_nothing(team, key):
    course(team, -390)
    appointed(team, 0)
    end_enrolment(team.client, ends_on=day(-1), by=team.coordinator)
    assert not is_due(team, key)


@pytest.mark.parametrize(("start", "is_first_due"), [(0, True), (-60, True)])
def test_the_first_who5_is_due_with_the_course(team, start, is_first_due):
    assert not is_due(team, "who5-first")
    course(team, start)
    assert is_due(team, "who5-first") is is_first_due


def test_the_first_who5_is_not_due_once_one_counts(team):
    course(team, -10)
    answer(team, -5, items=(3, None, 3, 3, 3))
    assert is_due(team, "who5-first")  # an answer with an item left out counts nowhere
    answer(team, -4)
    assert not is_due(team, "who5-first")


@pytest.mark.parametrize(("last", "is_next_due"), [(-44, False), (-45, True), (-46, True)])
def test_the_next_who5_is_due_when_a_new_wave_would_count(team, last, is_next_due):
    answer(team, last)
    assert is_due(team, "who5") is is_next_due


def test_an_answer_in_between_does_not_put_the_next_one_off(team):
    answer(team, -50)
    answer(team, -20)  # 30 days later: it counts as no wave
    assert is_due(team, "who5")


def test_the_next_who5_is_counted_from_the_last_wave(team):
    answer(team, -100)
    answer(team, -20)
    assert not is_due(team, "who5")


def test_the_interval_is_the_programme_s(team):
    answer(team, -45)
    programme = team.project.programme
    programme.who5_interval_days = 46
    programme.save()
    assert not is_due(team, "who5")


def test_who5_is_asked_of_those_who_see_all_answers(team):
    """NGO one's consent does not cover WHO-5: what is due would tell of the municipality's answer."""
    course(team, -60)
    answer(team, -50)
    assert is_due(team, "who5")
    for key in ("who5", "who5-first"):
        assert not is_due(team, key, team.caseworker)
    withdraw_consent(team.client.consents.get(), by=team.coordinator)
    ClientLink.objects.filter(client=team.client, organisation=team.ngo).delete()
    give_consent(team.client, team.ngo, starts_on=day(-1), covers_wellbeing=True, by=team.coordinator)
    assert is_due(team, "who5", team.caseworker)


def test_a_consent_to_another_citizen_s_answers_says_nothing_of_this_one(team):
    answer(team, -50)
    give_consent(
        team.municipal_client, team.ngo, starts_on=day(-1), covers_wellbeing=True, by=team.coordinator
    )  # fmt: skip
    assert is_due(team, "who5")
    assert not is_due(team, "who5", team.caseworker)


def phase_ends(team, offset):
    """A course whose first phase has that last day."""
    made = course(team, -100)
    Phase.objects.filter(course=made, number=1).update(ends_on=day(offset))
    Phase.objects.filter(course=made, number=2).update(starts_on=day(offset + 1))
    return made


@pytest.mark.parametrize(("last", "is_soon"), [(13, True), (14, False), (0, True), (-1, False)])
def test_a_phase_ends_soon_within_fourteen_days(team, last, is_soon):
    phase_ends(team, last)
    assert is_due(team, "phase-ending") is is_soon


@pytest.mark.parametrize(("last", "is_overrun"), [(0, False), (-1, True)])
def test_a_course_is_overrun_the_day_after_its_last_phase(team, last, is_overrun):
    made = course(team, -380)
    Phase.objects.filter(course=made, number=3).update(ends_on=day(last))
    assert is_due(team, "overrun") is is_overrun


def test_an_ended_course_is_neither(team):
    made = course(team, -390)
    assert is_due(team, "overrun")
    end_course(made, ends_on=localdate(), end_reason="completed", by=team.coordinator)
    assert not is_due(team, "overrun")


@pytest.mark.parametrize(("begun", "is_long"), [(-56, False), (-57, True)])
def test_a_contact_period_is_long_after_eight_weeks(team, begun, is_long):
    open_contact_period(team.client, goal="leave", contact_starts_on=day(begun), by=team.coordinator)
    assert is_due(team, "contact-period") is is_long


@pytest.mark.parametrize(("begins", "is_long"), [(-1, False), (0, False), (1, True)])
def test_a_course_that_has_begun_is_no_contact_period(team, begins, is_long):
    made = open_contact_period(team.client, goal="leave", contact_starts_on=day(-70), by=team.coordinator)
    Course.objects.filter(pk=made.pk).update(starts_on=day(begins))
    assert is_due(team, "contact-period") is is_long


@pytest.mark.parametrize(("last", "runs"), [(1, True), (0, False)])
def test_a_course_runs_until_the_day_of_its_end(team, last, runs):
    made = phase_ends(team, 5)
    Course.objects.filter(pk=made.pk).update(ends_on=day(last), end_reason="moved")
    assert is_due(team, "phase-ending") is runs
    assert is_due(team, "who5-first") is runs


@pytest.mark.parametrize(("first", "is_soon"), [(0, True), (1, False)])
def test_a_phase_that_has_not_begun_does_not_end_soon(team, first, is_soon):
    made = phase_ends(team, 10)
    Phase.objects.filter(course=made, number=1).update(starts_on=day(first))
    assert is_due(team, "phase-ending") is is_soon


@pytest.mark.parametrize(("last", "is_expiring"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_consent_expires_within_thirty_days(team, last, is_expiring):
    give_consent(team.client, team.other_ngo, starts_on=day(-60), expires_on=day(last), by=team.coordinator)
    assert is_due(team, "consent") is is_expiring


def test_a_withdrawn_or_renewed_consent_is_not_about_to_expire(team):
    consent = give_consent(team.client, team.other_ngo, starts_on=day(-60), expires_on=day(5), by=team.coordinator)
    give_consent(team.client, team.other_ngo, starts_on=day(6), by=team.coordinator)
    assert not is_due(team, "consent")
    ClientLink.objects.filter(client=team.client, opens_on=day(6)).delete()
    assert is_due(team, "consent")
    withdraw_consent(consent, by=team.coordinator)
    assert not is_due(team, "consent")


def test_a_consent_that_is_followed_by_a_longer_one_is_not_about_to_expire(team):
    for first, last in ((-60, 5), (6, 90)):
        give_consent(
            team.client, team.other_ngo, starts_on=day(first), expires_on=day(last), by=team.coordinator
        )  # fmt: skip
    assert not is_due(team, "consent")


def test_a_consent_that_opens_nothing_yet_is_not_about_to_expire(team):
    give_consent(team.client, team.other_ngo, starts_on=day(3), expires_on=day(20), by=team.coordinator)
    assert not is_due(team, "consent")


def test_of_two_consents_the_first_to_expire_is_told(team):
    ClientLink.objects.filter(client=team.client, organisation=team.ngo).delete()
    for organisation, last in ((team.ngo, 20), (team.other_ngo, 5)):
        give_consent(team.client, organisation, starts_on=day(-60), expires_on=day(last), by=team.coordinator)
    (found,) = due(team.coordinator, team.project, "consent")
    assert found.counted_from == day(5)


def test_only_those_who_record_consents_are_told_that_one_expires(team):
    give_consent(team.client, team.other_ngo, starts_on=day(-60), expires_on=day(5), by=team.coordinator)
    assert not is_due(team, "consent", team.caseworker)


def test_a_contact_person_who_sees_the_citizen_no_more_is_the_coordinator_s_to_replace(team):
    assert not is_due(team, "without-worker")  # nobody was ever named
    assign(team.client, worker=team.caseworker, since=day(-3), by=team.coordinator)
    assert not is_due(team, "without-worker")
    end_membership(team.caseworker.memberships.get(), ends_on=day(-1), by=team.lead)
    assert is_due(team, "without-worker")
    assert not is_due(team, "without-worker", team.colleague)
    assign(team.client, worker=team.colleague, since=day(0), reason="left", by=team.coordinator)
    assert not is_due(team, "without-worker")


@pytest.mark.parametrize(("since", "is_new"), [(-13, True), (-14, False), (0, True)])
def test_new_lasts_fourteen_days_from_the_enrolment_or_the_assignment(team, since, is_new):
    assert not is_due(team, "new")
    assign(team.client, worker=team.caseworker, since=day(since), by=team.coordinator)
    assert is_due(team, "new") is is_new
    Enrolment.objects.filter(client=team.municipal_client).update(starts_on=day(since))
    assert (team.municipal_client in due(team.coordinator, team.project, "new")) is is_new


@pytest.mark.parametrize(
    ("clock", "keys"),
    [
        ((2026, 3, 28, 23, 30), set()),
        ((2026, 3, 29, 0, 5), {"appointment"}),  # the night that summer time begins
        ((2026, 3, 29, 23, 30), {"appointment"}),
        ((2026, 3, 30, 0, 5), {"passed"}),
    ],
)
def test_days_are_copenhagen_s(team, at, clock, keys):
    Client.objects.filter(pk=team.client.pk).update(next_appointment_on=dt.date(2026, 3, 29))
    Enrolment.objects.update(starts_on=dt.date(2026, 1, 1))
    ClientLink.objects.update(opens_on=dt.date(2026, 1, 1))
    team.coordinator.memberships.update(starts_on=dt.date(2026, 1, 1))
    at(*clock)
    assert {key for key in ("appointment", "passed") if is_due(team, key)} == keys


def lost_worker(team):
    assign(team.client, worker=team.caseworker, since=day(-3), by=team.coordinator)
    end_membership(team.caseworker.memberships.get(), ends_on=day(-1), by=team.lead)


def unanswered(team):
    referral = sent(team, client=team.client, to=team.other_ngo)
    Referral.objects.filter(pk=referral.pk).update(answer_due_on=day(-1))


DUE = {
    "appointment": lambda team: appointed(team, 0),
    "passed": lambda team: appointed(team, -1),
    "phase-ending": lambda team: phase_ends(team, 5),
    "overrun": lambda team: course(team, -390),
    "contact-period": lambda team: open_contact_period(
        team.client, goal="leave", contact_starts_on=day(-60), by=team.coordinator
    ),
    "who5-first": lambda team: course(team, -10),
    "who5": lambda team: answer(team, -50),
    "silent": lambda team: None,  # enrolled long ago
    "new": lambda team: assign(team.client, worker=team.caseworker, since=day(0), by=team.coordinator),
    "without-worker": lost_worker,
    "consent": lambda team: give_consent(
        team.client, team.other_ngo, starts_on=day(-60), expires_on=day(5), by=team.coordinator
    ),
    "unanswered": unanswered,
}


def busy_with(team, client):
    """Much is logged about another citizen, and nothing is due."""
    by, host = team.coordinator, team.municipality
    session(team, therapy(team, client), 0)
    start_course(
        client, goal="leave", starts_on=day(0), runs_as=offered(team, is_course=True), provider=host, by=by
    )  # fmt: skip
    record_answer(client, answered_on=day(0), items=[3] * 5, recorded_for=host, by=by)
    give_consent(client, team.other_ngo, starts_on=day(-60), by=by)
    assign(client, worker=by, since=day(-60), by=by)


@pytest.mark.parametrize("key", sorted(KINDS))
def test_each_citizen_s_due_things_are_their_own(team, key):
    """What is due for one is due for no other, and what is done with the other one settles nothing."""
    busy_with(team, team.municipal_client)
    DUE[key](team)
    assert due(team.coordinator, team.project, key) == [team.client]


@pytest.mark.parametrize("key", sorted(KINDS))
@pytest.mark.parametrize("who", ["other_caseworker", "outsider", "lead", "officer", "stranger"])
def test_nobody_without_a_link_is_told_of_anything(team, key, who):
    course(team, -390)
    appointed(team, 0)
    assign(team.client, worker=team.caseworker, since=day(-3), by=team.coordinator)
    assert due(getattr(team, who), team.project, key) == []


def test_every_kind_has_words_in_full(team):
    for kind in KINDS.values():
        assert kind.words(day(-3), day(0))
        assert all(str(words) for words in (kind.title, kind.tag, kind.verb))


def test_another_citizen_s_enrolment_breaks_no_silence(team):
    register_client(project=team.project, organisation=team.municipality, starts_on=day(0), by=team.coordinator)
    assert is_due(team, "silent")


def test_a_planned_appointment_does_not_hide_silence(team):
    change_facts(team.client, next_appointment_on=day(2), by=team.coordinator)
    assert is_due(team, "silent")


@pytest.mark.parametrize(("due_on", "is_late"), [(1, False), (0, False), (-1, True)])
def test_a_referral_is_unanswered_from_the_day_after(team, due_on, is_late):
    referral = sent(team)
    Referral.objects.filter(pk=referral.pk).update(answer_due_on=day(due_on))
    assert is_due(team, "unanswered", client=team.municipal_client) is is_late
    assert not is_due(team, "unanswered", team.caseworker, client=team.municipal_client)  # who answers is asked there


def test_an_answer_settles_a_referral(team):
    referral = sent(team)
    Referral.objects.filter(pk=referral.pk).update(answer_due_on=day(-3))
    accept_referral(referral, by=team.caseworker)
    assert not is_due(team, "unanswered", client=team.municipal_client)
