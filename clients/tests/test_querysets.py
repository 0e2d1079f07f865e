import datetime as dt

import pytest
from django.utils.timezone import localdate

from clients.models import Enrolment
from clients.querysets import acting_organisations, own_references, permissions_for, registering_organisations
from clients.services import set_reference, withdraw_consent
from projects.access import Permission, Role
from projects.services import grant_by_command

CASEWORKERS = {
    "client_view", "intervention_log", "course_run", "wellbeing_record", "worker_assign", "referral_answer",
}  # fmt: skip
COORDINATORS = CASEWORKERS | {
    "client_register", "client_enrol", "client_merge", "consent_record", "course_start", "referral_send",
    "referral_override", "list_export",
}  # fmt: skip


@pytest.fixture
def named(cast):
    set_reference(cast.client, cast.municipality, reference="M-1", alias="Anemone", by=cast.coordinator)
    set_reference(cast.client, cast.ngo, reference="N-1", alias="Birk", by=cast.caseworker)
    return cast


def own(user):
    return [reference.alias for reference in own_references(user)]


def test_each_sees_only_what_their_own_organisation_calls_the_citizen(named):
    assert own(named.coordinator) == ["Anemone"]
    assert own(named.caseworker) == own(named.colleague) == ["Birk"]


@pytest.mark.parametrize("who", ["outsider", "other_caseworker", "lead", "evaluator", "administrator", "stranger"])
def test_nobody_else_sees_any(named, who):
    assert own(getattr(named, who)) == []


def test_an_organisation_whose_consent_is_withdrawn_sees_its_own_word_no_more(named):
    withdraw_consent(named.client.consents.get(), by=named.coordinator)
    assert own(named.caseworker) == []


def test_whoever_works_for_two_organisations_sees_both(named):
    grant_by_command(
        user=named.caseworker, role=Role.CASEWORKER, project=named.project, organisation=named.municipality,
        starts_on=localdate(),
    )  # fmt: skip
    assert sorted(own(named.caseworker)) == ["Anemone", "Birk"]  # by organisation, as the database sorts Aa


def test_permissions_for_a_citizen_are_those_of_the_linked_organisation(cast):
    held = permissions_for(cast.coordinator, cast.client)
    assert {name for name, is_held in held.items() if is_held} == COORDINATORS


def test_a_caseworker_holds_fewer(cast):
    held = permissions_for(cast.caseworker, cast.client)
    assert {name for name, is_held in held.items() if is_held} == CASEWORKERS


def test_a_role_for_another_organisation_gives_nothing_here(cast):
    """Coordinator for NGO two and caseworker for NGO one: NGO one's citizen is seen as a caseworker."""
    grant_by_command(
        user=cast.caseworker, role=Role.COORDINATOR, project=cast.project, organisation=cast.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    assert not permissions_for(cast.caseworker, cast.client)["consent_record"]


@pytest.mark.parametrize("who", ["outsider", "other_caseworker", "lead", "administrator", "officer", "stranger"])
def test_whoever_does_not_reach_the_citizen_holds_nothing(cast, who):
    assert not any(permissions_for(getattr(cast, who), cast.client).values())


def test_permissions_take_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        permissions_for(cast.coordinator, cast.client)


def test_who_acts_for_whom(cast):
    def names(user, permission):
        return {each.name for each in acting_organisations(user, cast.client, permission)}

    assert names(cast.caseworker, Permission.INTERVENTION_LOG) == {"NGO one"}
    assert names(cast.caseworker, Permission.CONSENT_RECORD) == set()
    assert names(cast.coordinator, Permission.CONSENT_RECORD) == {cast.municipality.name}
    assert names(cast.outsider, Permission.CONSENT_RECORD) == set()


def test_who_registers_for_whom(cast):
    assert list(registering_organisations(cast.coordinator, cast.project)) == [cast.municipality]
    assert not registering_organisations(cast.coordinator, cast.other_project).exists()
    assert not registering_organisations(cast.caseworker, cast.project).exists()
    cast.coordinator.memberships.update(ends_on=localdate() - dt.timedelta(days=1))
    assert not registering_organisations(cast.coordinator, cast.project).exists()


def test_child_rows_follow_the_citizen(cast):
    def clients(user):
        return {each.client for each in Enrolment.objects.visible_to(user)}

    assert clients(cast.caseworker) == {cast.client}
    assert clients(cast.coordinator) == {cast.client, cast.municipal_client}
    assert clients(cast.outsider) == {cast.other_client}
    assert clients(cast.lead) == set()
