"""Offers outside the project, and which partner is proposed by age."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import AuditEvent
from clients.directory.services import add_offer, add_routing_rule, change_offer, remove_routing_rule
from clients.models import Client, Offer, RoutingRule
from clients.onward import refer_onward
from projects.models import Organisation


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def offer(cast, **facts):
    return add_offer(cast.project, **{"name": "Klinikken", "starts_on": day(-9), "by": cast.lead, **facts})


def rule(cast, first=18, last=30, organisation=None):
    return add_routing_rule(
        cast.project, organisation=organisation or cast.ngo, age_from=first, age_to=last, by=cast.lead
    )


def test_an_offer_s_own_phone_may_stand_there(cast):
    assert offer(cast, contact="Klinikken, Nørregade 12, tlf. 22 33 44 55").pk


def test_a_name_stands_once_in_a_project_and_again_in_another(cast):
    offer(cast)
    with pytest.raises(ValidationError, match="that name already"):
        offer(cast)
    add_offer(cast.other_project, name="Klinikken", starts_on=day(0), by=cast.lead)


def test_a_project_knows_its_own_offers_and_the_national_ones(cast):
    own = offer(cast)
    national = Offer.objects.create(name="Landsdækkende", starts_on=day(-9))
    add_offer(cast.other_project, name="Herberget", starts_on=day(-9), by=cast.lead)
    assert list(Offer.objects.known_to(cast.project)) == [own, national]


@pytest.mark.parametrize(("last", "is_open"), [(None, True), (0, True), (-1, False)])
def test_a_closed_offer_is_chosen_no_more(cast, last, is_open):
    closing = change_offer(offer(cast), ends_on=None if last is None else day(last), by=cast.lead)
    assert Offer.objects.open_on(day(0)).exists() is is_open
    if is_open:
        assert refer_onward(
            cast.client, kind="other_offer", offer=closing, referred_on=day(0), by=cast.coordinator
        ).offer == closing  # fmt: skip
        return
    with pytest.raises(ValidationError, match="not in the directory"):
        refer_onward(cast.client, kind="other_offer", offer=closing, referred_on=day(0), by=cast.coordinator)


@pytest.mark.parametrize(("first", "is_open"), [(0, True), (1, False)])
def test_an_offer_is_chosen_from_its_first_day(cast, first, is_open):
    offer(cast, starts_on=day(first))
    assert Offer.objects.open_on(day(0)).exists() is is_open


def test_the_log_says_which_facts_of_an_offer_changed(cast):
    change_offer(offer(cast), name="Ambulatoriet", ends_on=day(0), by=cast.lead)
    assert AuditEvent.objects.latest("pk").detail == {"fields": ["ends_on", "name"]}


def test_another_project_s_offer_is_refused(cast):
    theirs = add_offer(cast.other_project, name="Herberget", starts_on=day(-9), by=cast.lead)
    with pytest.raises(ValidationError, match="not in the directory"):
        refer_onward(cast.client, kind="other_offer", offer=theirs, referred_on=day(0), by=cast.coordinator)


@pytest.mark.parametrize(("age", "is_proposed"), [(17, False), (18, True), (30, True), (31, False), (None, False)])
def test_the_rule_proposes_by_age(cast, age, is_proposed):
    rule(cast)
    Client.objects.filter(pk=cast.client.pk).update(birth_year=None if age is None else localdate().year - age)
    found = RoutingRule.objects.proposing_for(Client.objects.get(pk=cast.client.pk))
    assert (found is not None and found.organisation == cast.ngo) is is_proposed


def test_a_partner_who_has_left_is_proposed_no_more(cast):
    rule(cast, 18, 99)
    assert RoutingRule.objects.proposing_for(cast.client)
    cast.project.partnerships.filter(organisation=cast.ngo).update(ends_on=day(-1))
    assert RoutingRule.objects.proposing_for(cast.client) is None


def test_another_project_s_rule_proposes_nothing_here(cast):
    add_routing_rule(cast.other_project, organisation=cast.other_ngo, age_from=18, age_to=99, by=cast.lead)
    assert RoutingRule.objects.proposing_for(cast.client) is None


@pytest.mark.parametrize(("first", "last"), [(18, 18), (30, 40), (20, 25), (18, 99)])
def test_two_rules_share_no_age(cast, first, last):
    rule(cast)
    with pytest.raises(ValidationError, match="18–30 years already"):
        rule(cast, first, last, cast.other_ngo)
    assert rule(cast, 31, 40, cast.other_ngo)


@pytest.mark.parametrize(("first", "last"), [(30, 18), (17, 30), (18, 121)])
def test_ages_are_in_order_and_of_grown_ups(cast, first, last):
    with pytest.raises(ValidationError):
        rule(cast, first, last)
    assert not RoutingRule.objects.exists()


def test_a_rule_names_a_partner(cast):
    stranger = Organisation.objects.create(name="NGO three", kind="ngo")
    with pytest.raises(ValidationError, match="takes no part"):
        rule(cast, organisation=stranger)


def test_a_removed_rule_proposes_nothing(cast):
    remove_routing_rule(rule(cast, 18, 99), by=cast.lead)
    assert RoutingRule.objects.proposing_for(cast.client) is None
