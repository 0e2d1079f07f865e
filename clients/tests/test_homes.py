"""The home municipality and its agreement: when a municipal course may start."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import AuditEvent
from clients.homes import agree_with_home, change_agreement, change_home, check_home, lives_elsewhere, valid_agreement
from clients.models import Client
from projects.models import Municipality

RANDERS = "0730"


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def moved(cast):
    return change_home(cast.client, home_municipality=Municipality.objects.get(code=RANDERS), by=cast.coordinator)


def agree(cast, client, **terms):
    facts = {"approved_by": "Socialchefen", "starts_on": day(-5), "has_capacity": True} | terms
    return agree_with_home(client, by=cast.coordinator, **facts)


def test_only_another_known_municipality_is_elsewhere(cast, moved):
    assert lives_elsewhere(moved)
    assert not lives_elsewhere(cast.municipal_client)
    assert not lives_elsewhere(change_home(moved, home_municipality=cast.project.municipality, by=cast.coordinator))


def test_a_municipal_course_needs_the_agreement_and_says_what_to_do(cast, moved):
    with pytest.raises(ValidationError, match=r"lives in Randers.*Record the agreement.*contact period"):
        check_home(moved, cast.municipality, day(0))
    agree(cast, moved)
    check_home(moved, cast.municipality, day(0))


def test_an_ngo_needs_none_and_an_unknown_home_never_blocks(cast, moved):
    check_home(moved, cast.ngo, day(0))
    check_home(cast.municipal_client, cast.municipality, day(0))


@pytest.mark.parametrize(
    ("terms", "on", "holds"),
    [
        ({}, -5, True),
        ({}, -6, False),
        ({"ends_on": 3}, 3, True),
        ({"ends_on": 3}, 4, False),
        ({"has_capacity": False}, 0, False),
    ],
)
def test_an_agreement_holds_on_its_days_and_with_a_place(cast, moved, terms, on, holds):
    terms = {name: day(value) if name == "ends_on" else value for name, value in terms.items()}
    agreement = agree(cast, moved, **terms)
    assert valid_agreement(moved, day(on)) == (agreement if holds else None)


def test_a_move_leaves_the_old_agreement_behind(cast, moved):
    agree(cast, moved)
    again = change_home(moved, home_municipality=Municipality.objects.get(code="0461"), by=cast.coordinator)
    assert valid_agreement(again, day(0)) is None
    assert again.home_agreements.count() == 1


def test_an_anonymous_citizen_cannot_have_one(cast, moved):
    Client.objects.filter(pk=moved.pk).update(is_anonymous=True)
    moved.refresh_from_db()
    with pytest.raises(ValidationError, match="agreement with the home municipality"):
        agree(cast, moved)
    with pytest.raises(ValidationError, match=r"takes part anonymously.*ordinary participation"):
        check_home(moved, cast.municipality, day(0))
    check_home(moved, cast.ngo, day(0))


def test_who_lives_here_needs_no_agreement(cast):
    with pytest.raises(ValidationError, match="only where the citizen lives in another"):
        agree(cast, cast.client)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"approved_by": ""}, "approved_by"),
        ({"approved_by": "Ring 20 30 40 50"}, "approved_by"),
        ({"payment_terms": "Send til a@example.org"}, "payment_terms"),
        ({"ends_on": "before"}, "__all__"),
    ],
)
def test_wrong_terms_are_refused(cast, moved, terms, field):
    if "ends_on" in terms:
        terms = {"ends_on": day(-6)}
    with pytest.raises(ValidationError) as refused:
        agree(cast, moved, **terms)
    assert list(refused.value.message_dict) == [field]
    assert not moved.home_agreements.exists()


def test_a_change_is_logged_by_the_names_of_its_terms(cast, moved):
    agreement = change_agreement(agree(cast, moved), payment_terms="Halv pris", by=cast.coordinator)
    assert agreement.payment_terms == "Halv pris"
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.client_ids, event.detail) == ("changed", [moved.pk], {"fields": ["payment_terms"]})
