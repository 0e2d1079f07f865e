"""The one row rule, case by case: kinds of link × kinds of membership, by Copenhagen days."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from clients.models import Client, ClientLink, Enrolment
from clients.services import give_consent, register_client, withdraw_consent
from projects.access import Permission, Role
from projects.models import Membership
from projects.services import (
    approve_membership,
    decline_membership,
    end_membership,
    grant_by_command,
    propose_membership,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOBODY = {"lead", "evaluator", "administrator", "officer", "stranger", "outsider"}


def days(number):
    return localdate() + dt.timedelta(days=number)


def newcomer(cast):
    """A citizen of the municipality's whom no NGO knows yet."""
    return register_client(
        project=cast.project, organisation=cast.municipality, starts_on=days(-30), by=cast.coordinator
    )


def consent(cast, client, organisation=None, starts=-10, expires=None):
    return give_consent(
        client, organisation or cast.ngo, starts_on=days(starts),
        expires_on=None if expires is None else days(expires), by=cast.coordinator,
    )  # fmt: skip


def live(cast, client):
    consent(cast, client)


def withdrawn(cast, client):
    withdraw_consent(consent(cast, client), by=cast.coordinator)


def expired(cast, client):
    consent(cast, client, expires=-1)


def last_day(cast, client):
    consent(cast, client, expires=0)


def first_day(cast, client):
    consent(cast, client, starts=0)


def future(cast, client):
    consent(cast, client, starts=1)


def other_organisation(cast, client):
    consent(cast, client, cast.other_ngo)


def withdrawn_and_given_again(cast, client):
    withdrawn(cast, client)
    consent(cast, client, starts=0)


def expired_and_future(cast, client):
    consent(cast, client, starts=-10, expires=-2)
    consent(cast, client, starts=2)


def twice_linked(cast, client):
    consent(cast, client, starts=-20, expires=-5)
    consent(cast, client, starts=-4)
    consent(cast, client, cast.other_ngo)


def no_link(cast, client):
    pass


@pytest.mark.parametrize(
    ("link", "seeing"),
    [
        (no_link, set()),
        (live, {"caseworker", "colleague"}),
        (withdrawn, set()),
        (expired, set()),
        (last_day, {"caseworker", "colleague"}),
        (first_day, {"caseworker", "colleague"}),
        (future, set()),
        (other_organisation, {"other_caseworker"}),
        (withdrawn_and_given_again, {"caseworker", "colleague"}),
        (expired_and_future, set()),
        (twice_linked, {"caseworker", "colleague", "other_caseworker"}),
    ],
)
def test_links(cast, link, seeing):
    client = newcomer(cast)
    link(cast, client)
    everybody = {"coordinator", "caseworker", "colleague", "other_caseworker"} | NOBODY
    found = {who: list(Client.objects.visible_to(getattr(cast, who)).filter(pk=client.pk)) for who in everybody}
    assert {who for who, rows in found.items() if rows} == seeing | {"coordinator"}
    assert all(len(rows) <= 1 for rows in found.values())


@pytest.mark.parametrize("link", [live, withdrawn, expired, future, twice_linked])
def test_child_rows_follow_their_citizen(cast, link):
    client = newcomer(cast)
    link(cast, client)
    for who in ("coordinator", "caseworker", "other_caseworker", *NOBODY):
        user = getattr(cast, who)
        enrolments = Enrolment.objects.visible_to(user).filter(client=client)
        assert enrolments.count() == Client.objects.visible_to(user).filter(pk=client.pk).count()


def test_the_same_organisation_in_another_project_opens_nothing(cast):
    """NGO two works in both projects; its caseworker in AAR does not see its citizens in ODE."""
    give_consent(cast.other_client, cast.other_ngo, starts_on=days(-5), by=cast.outsider)
    assert not Client.objects.visible_to(cast.other_caseworker).exists()
    grant_by_command(
        user=cast.other_caseworker, role=Role.CASEWORKER, project=cast.other_project, organisation=cast.other_ngo,
        starts_on=days(0),
    )  # fmt: skip
    assert list(Client.objects.visible_to(cast.other_caseworker)) == [cast.other_client]


def test_a_closed_intake_link_hides_the_citizen_from_the_organisation_that_visitated(cast):
    ClientLink.objects.filter(client=cast.municipal_client).update(closes_on=days(0))
    assert cast.municipal_client not in Client.objects.visible_to(cast.coordinator)
    ClientLink.objects.filter(client=cast.municipal_client).update(closes_on=days(1))
    assert cast.municipal_client in Client.objects.visible_to(cast.coordinator)


def own(cast):
    return Membership.objects.get(user=cast.caseworker)


def proposed(cast, user, starts=0, ends=None, organisation=None):
    return propose_membership(
        user=user, role=Role.CASEWORKER, project=cast.project, organisation=organisation or cast.ngo,
        starts_on=days(starts), ends_on=None if ends is None else days(ends), by=cast.administrator,
    )  # fmt: skip


def approved(cast, user, **period):
    return approve_membership(proposed(cast, user, **period), by=cast.lead)


def ended_membership(cast, user):
    approved(cast, user, starts=-10, ends=-1)


def on_its_last_day(cast, user):
    approved(cast, user, starts=-10, ends=0)


def on_its_first_day(cast, user):
    approved(cast, user, starts=0)


def future_membership(cast, user):
    approved(cast, user, starts=1)


def unapproved(cast, user):
    proposed(cast, user)


def declined(cast, user):
    decline_membership(proposed(cast, user), by=cast.lead)


def ended_today(cast, user):
    end_membership(approved(cast, user, starts=-10), ends_on=days(0), by=cast.administrator)


def ended_yesterday(cast, user):
    end_membership(approved(cast, user, starts=-10), ends_on=days(-1), by=cast.administrator)


def account_closed(cast, user):
    approved(cast, user)
    User.objects.filter(pk=user.pk).update(is_active=False)


def in_another_organisation(cast, user):
    approved(cast, user, organisation=cast.other_ngo)


def two_memberships(cast, user):
    approved(cast, user)
    approved(cast, user, organisation=cast.other_ngo)


def the_same_twice(cast, user):
    approved(cast, user)
    approved(cast, user, starts=-5)


def one_ended_one_running(cast, user):
    ended_membership(cast, user)
    approved(cast, user)


def the_wrong_role(cast, user):
    approve_membership(
        propose_membership(
            user=user, role=Role.LEAD, project=cast.project, organisation=cast.ngo, starts_on=days(0),
            by=cast.administrator,
        ),
        by=cast.lead,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("membership", "sees"),
    [
        (ended_membership, False),
        (on_its_last_day, True),
        (on_its_first_day, True),
        (future_membership, False),
        (unapproved, False),
        (declined, False),
        (ended_today, True),
        (ended_yesterday, False),
        (account_closed, False),
        (in_another_organisation, False),
        (two_memberships, True),
        (the_same_twice, True),
        (one_ended_one_running, True),
        (the_wrong_role, False),
    ],
)
def test_memberships(cast, membership, sees):
    membership(cast, cast.stranger)
    assert list(Client.objects.visible_to(cast.stranger)) == ([cast.client] if sees else [])


def test_two_memberships_see_both_organisations_citizens_each_once(cast):
    client = newcomer(cast)
    consent(cast, client, cast.other_ngo)
    give_consent(cast.client, cast.other_ngo, starts_on=days(-1), by=cast.coordinator)
    two_memberships(cast, cast.stranger)
    assert sorted(Client.objects.visible_to(cast.stranger).values_list("pk")) == [(cast.client.pk,), (client.pk,)]
    assert Client.objects.visible_to(cast.stranger).count() == 2


@pytest.mark.parametrize(
    ("permission", "coordinator", "caseworker"),
    [
        (Permission.CLIENT_VIEW, True, True),
        (Permission.INTERVENTION_LOG, True, True),
        (Permission.WELLBEING_RECORD, True, True),
        (Permission.COURSE_RUN, True, True),
        (Permission.COURSE_START, True, False),
        (Permission.CLIENT_ENROL, True, False),
        (Permission.CONSENT_RECORD, True, False),
    ],
)
def test_rows_for_an_act_are_those_where_the_role_allows_it(cast, permission, coordinator, caseworker):
    def sees(user):
        return cast.client in Client.objects.visible_to(user, permission)

    assert (sees(cast.coordinator), sees(cast.caseworker)) == (coordinator, caseworker)


def test_a_role_in_one_organisation_lends_nothing_to_another(cast):
    """Coordinator for NGO two, caseworker for NGO one: no coordinator's act on NGO one's citizen."""
    grant_by_command(
        user=cast.caseworker, role=Role.COORDINATOR, project=cast.project, organisation=cast.other_ngo,
        starts_on=days(0),
    )  # fmt: skip
    assert cast.client in Client.objects.visible_to(cast.caseworker)
    assert cast.client not in Client.objects.visible_to(cast.caseworker, Permission.CONSENT_RECORD)


@pytest.fixture
def at(monkeypatch):
    """Set the clock to a Copenhagen moment."""

    def set_clock(*moment, fold=0):
        now = dt.datetime(*moment, tzinfo=COPENHAGEN, fold=fold).astimezone(dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_clock


def only_link(client, opens, closes):
    ClientLink.objects.filter(client=client).update(opens_on=opens, closes_on=closes)


MOMENTS = [
    # moment, is a link of 15 July (or that day) until the day before the 16th open?
    ((2024, 7, 14, 23, 30), dt.date(2024, 7, 15), False),
    ((2024, 7, 15, 0, 30), dt.date(2024, 7, 15), True),
    ((2024, 7, 15, 23, 30), dt.date(2024, 7, 15), True),
    ((2024, 7, 16, 0, 30), dt.date(2024, 7, 15), False),
    ((2024, 1, 15, 23, 30), dt.date(2024, 1, 15), True),
    ((2024, 1, 16, 0, 30), dt.date(2024, 1, 15), False),
    ((2024, 3, 30, 23, 30), dt.date(2024, 3, 31), False),  # the night to summer time
    ((2024, 3, 31, 0, 30), dt.date(2024, 3, 31), True),
    ((2024, 3, 31, 3, 30), dt.date(2024, 3, 31), True),
    ((2024, 3, 31, 23, 30), dt.date(2024, 3, 31), True),
    ((2024, 4, 1, 0, 30), dt.date(2024, 3, 31), False),
    ((2024, 10, 27, 2, 30), dt.date(2024, 10, 27), True),  # the hour that comes twice
    ((2024, 10, 27, 23, 30), dt.date(2024, 10, 27), True),
    ((2024, 10, 28, 0, 30), dt.date(2024, 10, 27), False),
    ((2024, 12, 31, 23, 30), dt.date(2025, 1, 1), False),
    ((2025, 1, 1, 0, 30), dt.date(2025, 1, 1), True),
]


@pytest.mark.parametrize(("moment", "day", "is_open"), MOMENTS)
def test_a_link_of_one_day_opens_on_that_copenhagen_day(cast, at, moment, day, is_open):
    only_link(cast.municipal_client, day, day + dt.timedelta(days=1))
    Membership.objects.update(starts_on=dt.date(2020, 1, 1))
    at(*moment)
    visible = Client.objects.visible_to(cast.coordinator).filter(pk=cast.municipal_client.pk)
    assert visible.exists() is is_open


@pytest.mark.parametrize(("moment", "day", "is_open"), MOMENTS)
def test_a_membership_of_one_day_counts_on_that_copenhagen_day(cast, at, moment, day, is_open):
    only_link(cast.municipal_client, dt.date(2020, 1, 1), None)
    Membership.objects.filter(user=cast.coordinator).update(starts_on=day, ends_on=day)
    at(*moment)
    visible = Client.objects.visible_to(cast.coordinator).filter(pk=cast.municipal_client.pk)
    assert visible.exists() is is_open


def test_a_consent_withdrawn_half_an_hour_before_midnight_ends_at_once(cast, at):
    at(2024, 7, 15, 23, 30)
    Membership.objects.update(starts_on=dt.date(2020, 1, 1))
    ClientLink.objects.update(opens_on=dt.date(2020, 1, 1))
    given = cast.client.consents.get()
    type(given).objects.filter(pk=given.pk).update(starts_on=dt.date(2020, 1, 1))
    assert cast.client in Client.objects.visible_to(cast.caseworker)
    withdraw_consent(given, by=cast.coordinator)
    assert ClientLink.objects.get(consent=given).closes_on == dt.date(2024, 7, 15)
    assert cast.client not in Client.objects.visible_to(cast.caseworker)


def test_the_rule_is_one_query_whatever_it_finds(cast, django_assert_num_queries):
    for _number in range(3):
        twice_linked(cast, newcomer(cast))
    with django_assert_num_queries(1):
        assert len(Client.objects.visible_to(cast.caseworker)) == 4


@pytest.mark.parametrize("row", ["membership", "consent", "link"])
def test_what_opens_access_is_written_by_services_only(cast, row):
    rows = {"membership": own(cast), "consent": cast.client.consents.get(), "link": cast.client.links.first()}
    with pytest.raises(TypeError):
        rows[row].save()
