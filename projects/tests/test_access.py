import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate

from accounts.demonstration import DEMO_LOGINS
from projects.access import ROLE_PERMISSIONS, AccessView, Permission, Role, has_permission, roles_with
from projects.models import Membership
from projects.services import end_membership

CITIZEN = {
    Permission.CLIENT_VIEW,
    Permission.CLIENT_REGISTER,
    Permission.CLIENT_ENROL,
    Permission.CONSENT_RECORD,
    Permission.INTERVENTION_LOG,
    Permission.COURSE_START,
    Permission.COURSE_RUN,
    Permission.WELLBEING_RECORD,
    Permission.REGISTRATIONS_IMPORT,
}
PEOPLE = {Permission.PEOPLE_INVITE, Permission.MEMBERSHIP_PROPOSE, Permission.MEMBERSHIP_APPROVE}


def test_a_view_without_a_permission_cannot_be_defined():
    with pytest.raises(TypeError, match="Nameless must declare"):
        type("Nameless", (AccessView,), {})


@pytest.mark.parametrize("permission", ["client_view", None, Role.LEAD, 3])
def test_a_permission_that_is_none_cannot_be_declared(permission):
    with pytest.raises(TypeError):
        type("Wrong", (AccessView,), {"permission": permission})


def test_an_unknown_permission_raises():
    with pytest.raises(AttributeError):
        Permission.READ_EVERYTHING  # noqa: B018
    with pytest.raises(ValueError, match="read_everything"):
        Permission("read_everything")
    with pytest.raises(TypeError):
        roles_with("client_view")


@pytest.mark.parametrize("role", [Role.LEAD, Role.EVALUATOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_who_counts_or_administers_reaches_no_citizen(role):
    assert not ROLE_PERMISSIONS[role] & CITIZEN


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CASEWORKER, Role.EVALUATOR, Role.DATA_PROTECTION_OFFICER])
def test_who_works_with_citizens_or_audits_gives_nobody_access(role):
    assert not ROLE_PERMISSIONS[role] & PEOPLE


def test_nobody_both_proposes_and_configures_and_every_role_is_listed():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert roles_with(Permission.MEMBERSHIP_PROPOSE) == [Role.ADMINISTRATOR]
    assert roles_with(Permission.AUDIT_VIEW) == [Role.DATA_PROTECTION_OFFICER]
    assert roles_with(Permission.PROJECT_CONFIGURE) == [Role.LEAD]


def test_everybody_with_an_open_account_has_their_own_pages_and_nobody_else(cast):
    assert has_permission(cast.stranger, Permission.OWN_PAGES)
    assert not has_permission(AnonymousUser(), Permission.OWN_PAGES)
    assert not any(has_permission(cast.stranger, p) for p in Permission if p is not Permission.OWN_PAGES)


def test_a_permission_holds_in_the_membership_s_project(cast):
    assert has_permission(cast.coordinator, Permission.CLIENT_VIEW, cast.project)
    assert not has_permission(cast.coordinator, Permission.CLIENT_VIEW, cast.other_project)
    assert has_permission(cast.coordinator, Permission.CLIENT_VIEW)


def test_a_permission_ends_with_the_last_day(cast, monkeypatch):
    membership = Membership.objects.get(user=cast.lead)
    end_membership(membership, ends_on=localdate(), by=cast.administrator)
    assert has_permission(cast.lead, Permission.FIGURES_VIEW, cast.project)
    tomorrow = localdate() + dt.timedelta(days=1)
    monkeypatch.setattr("projects.access.localdate", lambda: tomorrow)
    assert not has_permission(cast.lead, Permission.FIGURES_VIEW, cast.project)


def test_memberships_are_read_once_a_request(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        for permission in Permission:
            has_permission(cast.coordinator, permission, cast.project)


def test_every_role_has_a_published_login_in_a_demonstration():
    assert {login.role for login in DEMO_LOGINS} == set(Role.values)
