import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Client, ClientLink, Consent
from clients.services import give_consent, withdraw_consent
from projects.base import write
from projects.models import Organisation


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def sees(user, client):
    return Client.objects.visible_to(user).filter(pk=client.pk).exists()


def give(cast, **terms):
    terms = {"starts_on": localdate(), "by": cast.coordinator} | terms
    return give_consent(cast.municipal_client, cast.ngo, **terms)


@pytest.mark.parametrize(
    ("first", "last", "is_open"),
    [(0, None, True), (-9, None, True), (-9, 0, True), (-9, -1, False), (1, None, False), (0, 0, True), (1, 9, False)],
)
def test_a_consent_opens_from_its_first_to_its_last_day(cast, first, last, is_open):
    give(cast, starts_on=day(first), expires_on=None if last is None else day(last))
    assert sees(cast.caseworker, cast.municipal_client) is is_open
    assert not sees(cast.other_caseworker, cast.municipal_client)


def test_a_withdrawn_consent_closes_at_once(cast):
    consent = give(cast)
    assert sees(cast.caseworker, cast.municipal_client)
    withdraw_consent(consent, by=cast.coordinator)
    assert not sees(cast.caseworker, cast.municipal_client)
    consent.refresh_from_db()
    assert (consent.withdrawn_on, consent.withdrawn_by) == (localdate(), cast.coordinator)


@pytest.mark.parametrize(("first", "last"), [(-9, None), (-9, 20), (-9, -2), (5, None), (5, 9)])
def test_withdrawing_never_lengthens_the_access(cast, first, last):
    consent = give(cast, starts_on=day(first), expires_on=None if last is None else day(last))
    before = consent.link.closes_on
    withdraw_consent(consent, by=cast.coordinator)
    link = ClientLink.objects.get(consent=consent)
    assert link.closes_on <= max(day(0), link.opens_on)
    assert before is None or link.closes_on <= before
    assert not sees(cast.caseworker, cast.municipal_client)


def test_a_consent_is_withdrawn_once(cast):
    consent = give(cast)
    withdraw_consent(consent, by=cast.coordinator)
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_consent(consent, by=cast.coordinator)


@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [(0, None, True), (5, 9, True), (-9, -5, True), (-30, -11, False), (-30, -10, True), (10, None, True)],
)
def test_consents_to_one_organisation_do_not_overlap(cast, first, last, is_refused):
    give(cast, starts_on=day(-10))
    terms = {"starts_on": day(first), "expires_on": None if last is None else day(last)}
    if not is_refused:
        give(cast, **terms)
        return
    with pytest.raises(ValidationError) as refusal:
        give(cast, **terms)
    assert set(refusal.value.error_dict) == {"organisation"}


def test_a_consent_can_follow_an_ended_one(cast):
    give(cast, starts_on=day(-10), expires_on=day(-1))
    give(cast, starts_on=day(0))
    assert sees(cast.caseworker, cast.municipal_client)


def test_a_consent_can_be_given_again_on_the_day_it_was_withdrawn(cast):
    withdraw_consent(give(cast), by=cast.coordinator)
    give(cast)
    assert sees(cast.caseworker, cast.municipal_client)


def test_the_registering_organisation_needs_no_consent(cast):
    with pytest.raises(ValidationError) as refusal:
        give_consent(cast.client, cast.municipality, starts_on=localdate(), by=cast.coordinator)
    assert set(refusal.value.error_dict) == {"organisation"}


def test_an_organisation_outside_the_project_gets_no_access(cast):
    stranger = Organisation.objects.create(name="NGO three", kind="ngo")
    with pytest.raises(ValidationError) as refusal:
        give_consent(cast.client, stranger, starts_on=localdate(), by=cast.coordinator)
    assert set(refusal.value.error_dict) == {"organisation"}


def test_an_organisation_that_has_left_the_project_gets_no_access(cast):
    cast.project.partnerships.filter(organisation=cast.ngo).update(ends_on=day(-1))
    with pytest.raises(ValidationError) as refusal:
        give(cast)
    assert set(refusal.value.error_dict) == {"organisation"}


def test_the_last_day_lies_not_before_the_first(cast):
    with pytest.raises(ValidationError, match="last day lies before the first"):
        give(cast, expires_on=day(-1), starts_on=day(0))
    assert not Consent.objects.filter(client=cast.municipal_client).exists()


def test_giving_and_withdrawing_are_told(cast):
    consent = give(cast, covers_notes=True)
    withdraw_consent(consent, by=cast.coordinator)
    given, withdrawn = AuditEvent.objects.filter(subject_type="consent", subject_ids=[consent.pk]).order_by("pk")
    assert (given.action, withdrawn.action) == (Action.CREATED, Action.ENDED)
    assert given.client_ids == withdrawn.client_ids == [cast.municipal_client.pk]
    assert given.project_id == cast.project.pk


@pytest.mark.parametrize("row", ["consent", "link"])
def test_rows_that_open_access_are_saved_through_the_service_only(cast, row):
    consent = give(cast)
    target = consent if row == "consent" else consent.link
    with pytest.raises(TypeError, match="through its service"):
        target.save()


def test_a_link_by_consent_needs_its_consent(cast):
    link = ClientLink(
        project=cast.project, client=cast.client, organisation=cast.other_ngo, basis="consent", opens_on=localdate()
    )
    with pytest.raises(ValidationError):
        write(link)


@pytest.mark.parametrize(("clock", "is_open"), [((2024, 3, 31, 23, 30), True), ((2024, 4, 1, 0, 30), False)])
def test_the_last_day_ends_at_midnight_in_copenhagen(cast, at, clock, is_open):
    """At 23:30 in summer time UTC is still 21:30; half an hour past midnight UTC has the day before."""
    cast.project.partnerships.update(starts_on=dt.date(2020, 1, 1))
    cast.caseworker.memberships.update(starts_on=dt.date(2020, 1, 1))
    give(cast, starts_on=dt.date(2024, 3, 1), expires_on=dt.date(2024, 3, 31))
    at(*clock)
    assert sees(cast.caseworker, cast.municipal_client) is is_open
