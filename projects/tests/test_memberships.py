"""Nobody grants themselves anything: proposer, approver and person are three people, through the pages too."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from audit.models import AuditEvent
from projects.access import Permission, Role, has_permission
from projects.models import Membership, Partnership
from projects.services import (
    approve_membership,
    decidable,
    decline_membership,
    end_membership,
    grant_by_command,
    may_decide,
    propose_membership,
)

PLACED = [Role.COORDINATOR, Role.CASEWORKER, Role.LEAD]


def place(cast, organisation=None):
    return Partnership.objects.get(project=cast.project, organisation=organisation or cast.ngo).pk


def proposal(cast, role=Role.CASEWORKER, **more):
    where = {"place": place(cast)} if role in PLACED else {}
    return {"role": role, "starts_on": localdate().isoformat(), **where, **more}


def propose(cast, role=Role.CASEWORKER, user=None, by=None, project=None):
    where = {"project": project or cast.project, "organisation": cast.ngo} if role in PLACED else {}
    if project == cast.other_project:
        where["organisation"] = cast.other_ngo
    return propose_membership(
        user=user or cast.stranger, role=role, starts_on=localdate(), by=by or cast.administrator, **where
    )


def without_lead(cast):
    Membership.objects.valid_on(localdate()).filter(role=Role.LEAD).update(ends_on=localdate() - dt.timedelta(days=1))


@pytest.mark.parametrize("role", Role.values)
def test_the_administrator_proposes_and_the_membership_gives_nothing_yet(as_user, cast, role):
    client = as_user(cast.administrator)
    address = f"/people/{cast.stranger.pk}/propose/"
    assert client.get(address).status_code == 200
    response = client.post(address, proposal(cast, role))
    assert (response.status_code, response.url) == (302, "/people/")
    membership = Membership.objects.get(user=cast.stranger)
    assert (membership.proposed_by, membership.approved_at) == (cast.administrator, None)
    assert not Membership.objects.valid_on(localdate()).filter(user=cast.stranger).exists()
    assert not has_permission(cast.stranger, Permission.CLIENT_VIEW)
    event = AuditEvent.objects.filter(subject_type="membership").latest("pk")
    assert (event.actor_id, event.subject_ids) == (cast.administrator.pk, [membership.pk])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": ""}, "role"),
        ({"role": "superuser"}, "role"),
        ({"place": ""}, "place"),
        ({"place": "999999"}, "place"),
        ({"role": Role.ADMINISTRATOR}, "place"),
        ({"starts_on": "tomorrow"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2001-01-01"}, "__all__"),
    ],
)
def test_a_wrong_proposal_comes_back_with_its_message(as_user, cast, change, field):
    response = as_user(cast.administrator).post(f"/people/{cast.stranger.pk}/propose/", {**proposal(cast), **change})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Membership.objects.filter(user=cast.stranger).exists()


def test_only_organisations_that_take_part_today_are_offered(as_user, cast):
    yesterday = localdate() - dt.timedelta(days=1)
    Partnership.objects.filter(project=cast.project, organisation=cast.other_ngo).update(ends_on=yesterday)
    response = as_user(cast.administrator).get(f"/people/{cast.stranger.pk}/propose/")
    offered = {(p.project, p.organisation) for p in response.context["form"].fields["place"].queryset}
    assert (cast.project, cast.ngo) in offered
    assert (cast.project, cast.other_ngo) not in offered
    refused = as_user(cast.administrator).post(
        f"/people/{cast.stranger.pk}/propose/", proposal(cast, place=place(cast, cast.other_ngo))
    )
    assert refused.status_code == 422


def test_nobody_proposes_for_themselves(as_user, cast):
    response = as_user(cast.administrator).post(
        f"/people/{cast.administrator.pk}/propose/", proposal(cast, Role.DATA_PROTECTION_OFFICER)
    )
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert Membership.objects.filter(user=cast.administrator).count() == 1


def test_a_closed_account_is_proposed_for_nothing(as_user, cast):
    cast.stranger.is_active = False
    cast.stranger.save()
    address = f"/people/{cast.stranger.pk}/propose/"
    assert as_user(cast.administrator).post(address, proposal(cast)).status_code == 404


@pytest.mark.parametrize(("verb", "valid"), [("approve", True), ("decline", False)])
def test_the_lead_decides_on_the_project_s_page(as_user, cast, verb, valid):
    membership = propose(cast)
    client = as_user(cast.lead)
    assert f"/p/AAR/people/{membership.pk}/{verb}/" in client.get("/p/AAR/people/").content.decode()
    assert client.post(f"/p/AAR/people/{membership.pk}/{verb}/").url == "/p/AAR/people/"
    assert Membership.objects.valid_on(localdate()).filter(pk=membership.pk).exists() is valid
    assert not Membership.objects.waiting().exists()
    event = AuditEvent.objects.filter(subject_type="membership").latest("pk")
    assert (event.actor_id, event.detail["decision"]) == (cast.lead.pk, f"{verb}d")


def test_what_is_decided_is_not_decided_again(as_user, cast):
    membership = propose(cast)
    client = as_user(cast.lead)
    client.post(f"/p/AAR/people/{membership.pk}/decline/")
    response = client.post(f"/p/AAR/people/{membership.pk}/approve/", follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["success", "error"]
    membership.refresh_from_db()
    assert membership.approved_at is None


def test_two_who_decide_at_once_do_not_both_win(cast):
    membership = propose(cast)
    stale = Membership.objects.get(pk=membership.pk)
    approve_membership(membership, by=cast.lead)
    with pytest.raises(ValidationError):
        decline_membership(stale, by=cast.lead)
    assert Membership.objects.get(pk=membership.pk).declined_at is None


def test_the_lead_approves_no_role_of_their_own(as_user, cast):
    membership = propose(cast, Role.COORDINATOR, user=cast.lead)
    client = as_user(cast.lead)
    assert f"/{membership.pk}/approve/" not in client.get("/p/AAR/people/").content.decode()
    for verb in ("approve", "decline"):
        assert client.post(f"/p/AAR/people/{membership.pk}/{verb}/").status_code == 403
    assert Membership.objects.waiting().get() == membership


def test_the_proposer_approves_nothing_they_proposed(as_user, cast):
    membership = propose(cast, Role.EVALUATOR)
    client = as_user(cast.administrator)
    assert f"/{membership.pk}/approve/" not in client.get("/people/").content.decode()
    assert client.post(f"/people/memberships/{membership.pk}/approve/").status_code == 403
    assert Membership.objects.waiting().get() == membership


def test_the_person_approves_nothing_for_themselves(as_user, cast):
    membership = propose(cast, Role.EVALUATOR, user=cast.second_administrator)
    client = as_user(cast.second_administrator)
    assert client.post(f"/people/memberships/{membership.pk}/approve/").status_code == 403
    assert Membership.objects.waiting().get() == membership


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_another_administrator_decides_the_installation_s_roles(as_user, cast, role):
    membership = propose(cast, role)
    client = as_user(cast.second_administrator)
    assert f"/people/memberships/{membership.pk}/approve/" in client.get("/people/").content.decode()
    assert client.post(f"/people/memberships/{membership.pk}/approve/").url == "/people/"
    assert Membership.objects.valid_on(localdate()).filter(pk=membership.pk).exists()


def test_an_administrator_decides_for_a_project_only_while_it_has_no_lead(as_user, cast):
    membership = propose(cast, Role.LEAD)
    client = as_user(cast.second_administrator)
    address = f"/people/memberships/{membership.pk}/approve/"
    assert address not in client.get("/people/").content.decode()
    assert client.post(address).status_code == 403
    without_lead(cast)
    assert address in client.get("/people/").content.decode()
    assert client.post(address).status_code == 302
    assert Membership.objects.valid_on(localdate()).filter(pk=membership.pk).exists()


def test_a_lead_decides_for_no_other_project(as_user, cast):
    membership = propose(cast, project=cast.other_project)
    client = as_user(cast.lead)
    assert client.post(f"/p/AAR/people/{membership.pk}/approve/").status_code == 404
    assert client.post(f"/p/ODE/people/{membership.pk}/approve/").status_code == 404
    assert client.post(f"/people/memberships/{membership.pk}/approve/").status_code == 403
    assert Membership.objects.waiting().get() == membership


@pytest.mark.parametrize(
    "who", ["coordinator", "caseworker", "evaluator", "officer", "stranger", "outsider", "colleague"]
)
def test_nobody_else_may_decide(cast, who):
    for membership in (propose(cast), propose(cast, Role.EVALUATOR)):
        assert not may_decide(getattr(cast, who), membership)
        for decide in (approve_membership, decline_membership):
            with pytest.raises(PermissionDenied):
                decide(membership, by=getattr(cast, who))
    assert Membership.objects.waiting().count() == 2


def test_a_list_of_decisions_takes_one_query_however_long(cast, django_assert_num_queries):
    for _number in range(3):
        propose(cast)
        propose(cast, Role.EVALUATOR)
    rows = list(Membership.objects.waiting().select_related("project"))
    may_decide(cast.second_administrator, rows[0])  # reads the person's own memberships once
    with django_assert_num_queries(1):
        assert {row.role for row in decidable(cast.second_administrator, rows)} == {Role.EVALUATOR}


def test_a_membership_outside_a_partnership_is_refused(cast):
    with pytest.raises(ValidationError) as refusal:
        propose_membership(
            user=cast.stranger, role=Role.CASEWORKER, project=cast.other_project, organisation=cast.ngo,
            starts_on=localdate(), by=cast.administrator,
        )  # fmt: skip
    assert list(refusal.value.message_dict) == ["organisation"]


def test_a_membership_is_saved_through_its_service_only(cast):
    membership = Membership.objects.filter(user=cast.caseworker).get()
    membership.role = Role.LEAD
    with pytest.raises(TypeError):
        membership.save()
    with pytest.raises(TypeError):
        Membership.objects.create(user=cast.stranger, role=Role.ADMINISTRATOR, starts_on=localdate())


@pytest.mark.parametrize(
    ("who", "address"), [("administrator", "/people/memberships/{}/end/"), ("lead", "/p/AAR/people/{}/end/")]
)
def test_a_membership_is_ended(as_user, cast, who, address):
    membership = Membership.objects.get(user=cast.caseworker)
    client = as_user(getattr(cast, who))
    address = address.format(membership.pk)
    assert client.get(address).status_code == 200
    yesterday = localdate() - dt.timedelta(days=1)
    assert client.post(address, {"ends_on": yesterday.isoformat()}).status_code == 302
    membership.refresh_from_db()
    assert membership.ends_on == yesterday
    assert not has_permission(User.objects.get(pk=cast.caseworker.pk), Permission.CLIENT_VIEW)
    assert client.get(address).status_code == 404  # ended: there is nothing left to end


def test_ending_never_gives_more_time(as_user, cast):
    membership = Membership.objects.get(user=cast.caseworker)
    soon = localdate() + dt.timedelta(days=5)
    end_membership(membership, ends_on=soon, by=cast.administrator)
    later = {"ends_on": (soon + dt.timedelta(days=1)).isoformat()}
    response = as_user(cast.administrator).post(f"/people/memberships/{membership.pk}/end/", later)
    assert response.status_code == 422
    assert "ends_on" in response.context["form"].errors
    membership.refresh_from_db()
    assert membership.ends_on == soon


def test_an_end_before_the_start_is_refused(as_user, cast):
    membership = Membership.objects.get(user=cast.caseworker)
    before = {"ends_on": (membership.starts_on - dt.timedelta(days=1)).isoformat()}
    response = as_user(cast.administrator).post(f"/people/memberships/{membership.pk}/end/", before)
    assert response.status_code == 422
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_nobody_ends_their_own_so_an_administrator_always_remains(as_user, cast):
    own = Membership.objects.get(user=cast.administrator)
    assert as_user(cast.administrator).get(f"/people/memberships/{own.pk}/end/").status_code == 404
    lead = Membership.objects.get(user=cast.lead)
    assert as_user(cast.lead).get(f"/p/AAR/people/{lead.pk}/end/").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "caseworker", "evaluator", "officer", "stranger", "outsider"])
def test_nobody_else_ends_a_membership(as_user, cast, who):
    membership = Membership.objects.get(user=cast.colleague)
    client = as_user(getattr(cast, who))
    data = {"ends_on": (localdate() - dt.timedelta(days=1)).isoformat()}
    assert client.post(f"/people/memberships/{membership.pk}/end/", data).status_code == 403
    assert client.post(f"/p/AAR/people/{membership.pk}/end/", data).status_code in (403, 404)
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_what_a_command_grants_is_valid_at_once_and_logged(cast):
    grant_by_command(user=cast.stranger, role=Role.EVALUATOR, starts_on=localdate())
    assert Membership.objects.valid_on(localdate()).filter(user=cast.stranger).exists()
    assert AuditEvent.objects.filter(subject_type="membership").latest("pk").actor_id is None
