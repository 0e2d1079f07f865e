"""The pages of merging: who may, what is asked, where the former code leads, and what undoing says."""

import datetime as dt
import re

import pytest
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.merging.services import merge_citizens
from casework.tests.addresses import of
from clients.models import Client, ClientMerge
from clients.services import give_consent, register_client, set_reference
from projects.access import Role
from projects.services import grant_by_command
from wellbeing.services import record_answer


@pytest.fixture
def other(team):
    return register_client(
        project=team.project, organisation=team.municipality, starts_on=localdate(), gender="man", by=team.coordinator
    )


@pytest.fixture
def send(team, fetch):
    def open_and_send(user, address, **facts):
        key = re.search(r'name="key" value="([^"]+)"', fetch(user, address).text)
        return fetch(user, address, ({"key": key.group(1)} if key else {}) | facts)

    return open_and_send


def both(team, other):
    return of(team.client, "merge_with", other.code)


def test_the_other_code_is_typed_as_it_stands_on_the_card(team, other, send):
    response = send(team.coordinator, of(team.client, "merge"), other=f" {other.code.lower()} ")
    assert (response.status_code, response.url) == (302, both(team, other))


def test_a_code_out_of_reach_is_answered_as_one_that_does_not_exist(team, other, send):
    grant_by_command(
        user=team.stranger, role=Role.COORDINATOR, project=team.project, organisation=team.ngo, starts_on=localdate()
    )
    answers = set()
    for code in (other.code, team.other_client.code, "AAR-2222-2", "\0"):
        response = send(team.stranger, of(team.client, "merge"), other=code)
        assert response.status_code == 422
        answers.add(str(response.context["form"].errors["other"][0]))
    assert len(answers - {"This field is required."}) == 1 + any("Null" in each for each in answers)
    event = AuditEvent.objects.filter(action=Action.SEARCHED).latest("pk")
    assert event.detail == {"found": 0}


def test_ones_own_code_is_not_another_one(team, send):
    assert send(team.coordinator, of(team.client, "merge"), other=team.client.code).status_code == 422


def test_both_are_shown_and_who_will_see_them(team, other, fetch):
    give_consent(other, team.other_ngo, starts_on=localdate(), by=team.coordinator)
    text = fetch(team.coordinator, both(team, other)).text
    for words in (team.client.code, other.code, "Man", "Woman", "NGO one, NGO two"):
        assert words in text
    assert AuditEvent.objects.filter(action="viewed", client_ids=[other.pk]).exists()


def test_merging_leads_to_the_one_page(team, other, send, fetch):
    response = send(team.coordinator, both(team, other))
    assert (response.status_code, response.url) == (302, f"{of(team.client)}#codes")
    assert f"{other.code} leads here from now on" in fetch(team.coordinator, response.url).text
    assert f'<h1 class="code">{team.client.code}</h1>' in fetch(team.coordinator, of(other)).text
    assert fetch(team.coordinator, both(team, other)).status_code == 302


def test_the_former_code_opens_nothing_to_those_out_of_reach(team, other, fetch):
    merge_citizens(team.municipal_client, other, by=team.coordinator)
    for user in (team.caseworker, team.outsider, team.stranger):
        assert fetch(user, of(other)).status_code == 404


def test_a_form_that_was_opened_under_the_former_code_is_saved(team, other, fetch):
    merge_citizens(team.client, other, by=team.coordinator)
    fetch(team.coordinator, of(other, "reference"), {"alias": "Birk", "reference": ""})
    assert team.client.references.get().alias == "Birk"


def test_which_reference_holds_is_asked_of_ones_own_organisation_alone(team, other, send, fetch):
    give_consent(other, team.ngo, starts_on=localdate(), by=team.coordinator)
    for client, word in ((team.client, "ONE"), (other, "TWO")):
        set_reference(client, team.municipality, reference="", alias=f"OURS{word}", by=team.coordinator)
        set_reference(client, team.ngo, reference="", alias=f"THEIRS{word}", by=team.coordinator)
    text = fetch(team.coordinator, both(team, other)).text
    assert "OURSONE" in text
    assert "OURSTWO" in text
    assert "THEIRS" not in text
    name = f"reference_{team.municipality.pk}"
    assert send(team.coordinator, both(team, other)).status_code == 422
    assert send(team.coordinator, both(team, other), **{name: "former"}).status_code == 302
    assert {str(own) for own in team.client.references.all()} == {"OURSTWO", "THEIRSONE"}
    text = fetch(team.caseworker, of(team.client)).text
    assert "THEIRSONE" in text
    assert "called THEIRSTWO by you" in text
    assert "OURS" not in text


def test_an_anonymous_citizen_s_yes_is_asked_for(team, other, send):
    Client.objects.filter(pk=other.pk).update(is_anonymous=True)
    response = send(team.coordinator, both(team, other))
    assert "is_anonymous_agreed" in response.context["form"].errors
    assert send(team.coordinator, both(team, other), is_anonymous_agreed="on").status_code == 302


@pytest.mark.parametrize(("who", "status"), [("caseworker", 403), ("lead", 403), ("outsider", 404), ("stranger", 404)])
@pytest.mark.parametrize("data", [None, {}])
def test_others_merge_nothing(team, other, fetch, who, status, data):
    for address in (of(team.client, "merge"), both(team, other)):
        assert fetch(getattr(team, who), address, data).status_code == status
    assert not ClientMerge.objects.exists()


def test_a_citizen_out_of_reach_is_not_merged(team, other, fetch):
    grant_by_command(
        user=team.stranger, role=Role.COORDINATOR, project=team.project, organisation=team.ngo, starts_on=localdate()
    )
    assert fetch(team.stranger, both(team, other)).status_code == 404
    assert fetch(team.stranger, both(team, other), {}).status_code == 404
    give_consent(other, team.ngo, starts_on=localdate(), by=team.coordinator)
    assert fetch(team.stranger, both(team, other)).status_code == 200


def test_undoing_says_what_stays(team, other, send, fetch):
    merge = merge_citizens(team.client, other, by=team.coordinator)
    address = of(team.client, "undo_merge", merge.pk)
    assert "Nothing has been added since" in fetch(team.coordinator, address).text
    record_answer(team.client, answered_on=localdate(), items=[3] * 5, recorded_for=None, by=team.coordinator)
    assert "WHO-5 answer: 1" in fetch(team.coordinator, address).text
    assert send(team.coordinator, address).status_code == 302
    assert f'<h1 class="code">{other.code}</h1>' in fetch(team.coordinator, of(other)).text
    assert fetch(team.coordinator, address).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("caseworker", 403), ("lead", 403), ("outsider", 404), ("stranger", 404)])
@pytest.mark.parametrize("data", [None, {}])
def test_others_undo_nothing(team, other, fetch, who, status, data):
    merge = merge_citizens(team.client, other, by=team.coordinator)
    assert fetch(getattr(team, who), of(team.client, "undo_merge", merge.pk), data).status_code == status
    assert ClientMerge.objects.get().undone_at is None


def test_the_page_offers_undoing_for_30_days(team, other, fetch):
    merge = merge_citizens(team.client, other, by=team.coordinator)
    address = of(team.client, "undo_merge", merge.pk)
    assert address in fetch(team.coordinator, of(team.client)).text
    assert address not in fetch(team.caseworker, of(team.client)).text
    ClientMerge.objects.update(merged_at=merge.merged_at - dt.timedelta(days=31))
    assert address not in fetch(team.coordinator, of(team.client)).text
    response = fetch(team.coordinator, address, {})
    assert response.status_code == 422
    assert "older than 30 days" in response.text


def test_another_citizen_s_merge_is_not_undone_here(team, other, fetch):
    merge = merge_citizens(team.client, other, by=team.coordinator)
    assert fetch(team.coordinator, of(team.municipal_client, "undo_merge", merge.pk)).status_code == 404
