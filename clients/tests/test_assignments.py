"""Who is a citizen's contact person: history, reasons, and that it opens nothing to anybody."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from clients.assignments.querysets import own_citizens, people_reaching, with_worker
from clients.assignments.sections import citizen_section
from clients.assignments.services import assign
from clients.models import Assignment, Client
from clients.services import end_enrolment, enrol, give_consent, withdraw_consent
from projects.services import end_membership


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def named(cast, worker, since=-10, **more):
    return assign(cast.client, worker=worker, since=day(since), by=cast.coordinator, **more)


def shown(cast):
    return with_worker(Client.objects.filter(pk=cast.client.pk)).get()


def test_those_who_reach_the_citizen_are_offered_and_nobody_else(cast):
    assert set(people_reaching(cast.client)) == {cast.coordinator, cast.caseworker, cast.colleague}
    assert set(people_reaching(cast.municipal_client)) == {cast.coordinator}


@pytest.mark.parametrize("who", ["other_caseworker", "lead", "outsider", "stranger", "evaluator", "officer"])
@pytest.mark.parametrize("part", ["worker", "backup"])
def test_nobody_else_can_be_named(cast, who, part):
    people = {"worker": cast.caseworker, part: getattr(cast, who)}
    with pytest.raises(ValidationError) as refused:
        assign(cast.client, since=localdate(), by=cast.coordinator, **people)
    assert list(refused.value.error_dict) == [part]
    assert "does not see this citizen" in str(refused.value)
    assert not Assignment.objects.exists()


def test_a_change_keeps_who_it_was_and_why(cast):
    named(cast, cast.coordinator)
    named(cast, cast.caseworker, -3, backup=cast.colleague, reason="workload", reason_text="Fordelt i teamet")
    section = citizen_section(cast.colleague, cast.client)["contact_person"]
    assert [each.worker for each in section.history] == [cast.caseworker, cast.coordinator]
    assert (section.present.worker, section.backup, section.is_lost) == (cast.caseworker, cast.colleague, False)
    assert section.history[0].get_reason_display()


def test_two_changes_of_one_day_leave_the_later_one(cast):
    named(cast, cast.coordinator, 0)
    named(cast, cast.caseworker, 0, reason="citizen")
    assert shown(cast).worker_name == cast.caseworker.name


def test_the_first_needs_no_reason_and_a_change_does(cast):
    named(cast, cast.coordinator)
    with pytest.raises(ValidationError) as refused:
        named(cast, cast.caseworker)
    assert list(refused.value.error_dict) == ["reason"]
    named(cast, cast.coordinator, backup=cast.caseworker)  # only the second person changes


def test_nobody_for_the_time_being_is_a_change_too(cast):
    named(cast, cast.coordinator)
    named(cast, None, -2, reason="leave")
    assert (shown(cast).worker_id, shown(cast).worker_name) == (None, "")
    assert not own_citizens(cast.coordinator, cast.project).exists()


@pytest.mark.parametrize(
    ("since", "words"),
    [(1, "has not come yet"), (-401, "was first enrolled on"), (-11, "The last change is of")],
)
def test_a_day_out_of_order_is_refused_with_what_is_possible(cast, since, words):
    named(cast, cast.coordinator)
    with pytest.raises(ValidationError, match=words):
        named(cast, cast.caseworker, since, reason="other")


def test_the_first_day_of_the_first_enrolment_is_early_enough(cast):
    """Also where the citizen has left and come back since."""
    end_enrolment(cast.client, ends_on=day(-100), by=cast.coordinator)
    enrol(cast.client, starts_on=day(-50), by=cast.coordinator)
    assert named(cast, cast.coordinator, -400).since == day(-400)


def test_who_sees_another_citizen_reaches_this_one_no_more(cast):
    named(cast, cast.caseworker)
    give_consent(cast.municipal_client, cast.ngo, starts_on=localdate(), by=cast.coordinator)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert (shown(cast).worker_reaches, shown(cast).worker_name) == (False, "")


def test_the_second_person_is_another_one(cast):
    with pytest.raises(ValidationError, match="another one than the contact person"):
        named(cast, cast.coordinator, backup=cast.coordinator)


def test_there_is_no_second_person_without_a_first(cast):
    with pytest.raises(ValidationError):
        named(cast, None, backup=cast.coordinator)


def test_a_reason_that_names_somebody_is_refused(cast):
    named(cast, cast.coordinator)
    with pytest.raises(ValidationError):
        named(cast, cast.caseworker, reason="other", reason_text="Ring 22 34 56 78")


def test_of_an_anonymous_citizen_no_text_is_kept(cast):
    Client.objects.filter(pk=cast.client.pk).update(is_anonymous=True)
    cast.client.refresh_from_db()
    named(cast, cast.coordinator)
    with pytest.raises(ValidationError, match="anonymously"):
        named(cast, cast.caseworker, reason="other", reason_text="Fordelt")
    named(cast, cast.caseworker, reason="other")


@pytest.mark.parametrize("who", ["caseworker", "colleague"])
def test_being_named_opens_nothing_once_the_link_has_closed(cast, who):
    user = getattr(cast, who)
    named(cast, user)
    assert list(own_citizens(user, cast.project)) == [cast.client]
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert not Client.objects.visible_to(user).exists()
    assert not own_citizens(user, cast.project).exists()
    assert (shown(cast).worker_reaches, shown(cast).worker_name) == (False, "")
    section = citizen_section(cast.coordinator, cast.client)["contact_person"]
    assert (section.present, section.is_lost) == (None, True)


def test_who_has_left_is_nobodys_contact_person(cast):
    named(cast, cast.caseworker, backup=cast.colleague)
    for user in (cast.caseworker, cast.colleague):
        end_membership(user.memberships.get(), ends_on=day(-1), by=cast.lead)
    assert shown(cast).worker_name == ""
    assert citizen_section(cast.coordinator, cast.client)["contact_person"].backup is None


def test_a_closed_account_is_nobodys_contact_person(cast):
    named(cast, cast.caseworker)
    User.objects.filter(pk=cast.caseworker.pk).update(is_active=False)
    assert shown(cast).worker_name == ""


def test_one_s_citizens_are_of_one_project(cast):
    named(cast, cast.coordinator)
    assert list(own_citizens(cast.coordinator, cast.project)) == [cast.client]
    assert not own_citizens(cast.coordinator, cast.other_project).exists()


def test_an_assignment_planned_by_an_import_is_none_before_its_day(cast):
    Assignment.objects.create(project=cast.project, client=cast.client, worker=cast.coordinator, since=day(1))
    assert shown(cast).worker_id is None


def test_the_history_is_seen_by_those_who_see_the_citizen(cast):
    named(cast, cast.coordinator)
    assert Assignment.objects.visible_to(cast.colleague).count() == 1
    for outsider in (cast.other_caseworker, cast.outsider, cast.lead, cast.stranger):
        assert not Assignment.objects.visible_to(outsider).exists()
