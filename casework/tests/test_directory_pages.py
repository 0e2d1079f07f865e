"""The lead's page of offers and of rules of referral."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from clients.directory.services import add_offer, add_routing_rule
from clients.models import Offer, RoutingRule

PAGE = reverse("casework:directory", args=["AAR"])
TODAY = {"starts_on": localdate().isoformat()}


def at(route, *more):
    return reverse(f"casework:{route}", args=["AAR", *more])


def test_empty_it_says_how_to_begin(team, fetch):
    text = fetch(team.lead, PAGE).text
    assert "for example a health clinic" in text
    assert "No rules" in text
    assert "0 were sent without a consent" in text


def test_an_offer_is_added_changed_and_closed(team, fetch):
    data = {"name": "Klinikken", "purpose": "Læge", "contact": "Tlf. 22 33 44 55", **TODAY}
    assert fetch(team.lead, at("add_offer"), data)["Location"] == PAGE
    offer = Offer.objects.get()
    assert "Tlf. 22 33 44 55" in fetch(team.lead, PAGE).text
    closed = {**data, "name": "Sundhedsklinikken", "ends_on": localdate().isoformat()}
    assert fetch(team.lead, at("change_offer", offer.pk), closed)["Location"] == PAGE
    assert "Sundhedsklinikken" in fetch(team.lead, PAGE).text
    Offer.objects.update(starts_on="2020-01-01", ends_on="2020-02-01")
    assert "closed after 1 February 2020" in fetch(team.lead, PAGE).text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"starts_on": ""}, {"ends_on": "2001-01-01"}, {"name": "Taget"}])
def test_a_wrong_offer_is_refused(team, fetch, wrong):
    add_offer(team.project, name="Taget", starts_on=localdate(), by=team.lead)
    assert fetch(team.lead, at("add_offer"), {"name": "Ny", **TODAY} | wrong).status_code == 422
    assert Offer.objects.count() == 1


def test_a_national_offer_is_shown_and_not_changed_here(team, fetch):
    national = Offer.objects.create(name="Landsdækkende", starts_on=localdate())
    elsewhere = add_offer(team.other_project, name="Canary", starts_on=localdate(), by=team.lead)
    text = fetch(team.lead, PAGE).text
    assert "for all projects" in text
    assert "Canary" not in text
    for offer in (national, elsewhere):
        assert fetch(team.lead, at("change_offer", offer.pk)).status_code == 404


def test_a_rule_is_added_and_removed(team, fetch):
    data = {"organisation": team.ngo.pk, "age_from": "18", "age_to": "30"}
    assert fetch(team.lead, at("add_routing_rule"), data)["Location"] == PAGE
    assert "18–30 years: NGO one" in fetch(team.lead, PAGE).text
    response = fetch(team.lead, at("add_routing_rule"), data | {"age_from": "30", "age_to": "35"})
    assert response.status_code == 422
    assert "There is a rule for 18–30 years already" in response.text
    assert fetch(team.lead, at("remove_routing_rule", RoutingRule.objects.get().pk), {})["Location"] == PAGE
    assert not RoutingRule.objects.exists()


def test_another_project_s_rule_is_out_of_reach(team, fetch):
    rule = add_routing_rule(team.other_project, organisation=team.other_ngo, age_from=18, age_to=30, by=team.lead)
    assert fetch(team.lead, at("remove_routing_rule", rule.pk), {}).status_code == 404
    assert RoutingRule.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("coordinator", 403), ("caseworker", 403), ("outsider", 404)])
def test_the_directory_is_the_lead_s(team, fetch, who, status):
    for address in (PAGE, at("add_offer"), at("add_routing_rule"), at("overrides")):
        assert fetch(getattr(team, who), address).status_code == status
