"""The list of referrals: what awaits one's answer first, what was sent, and no more of a citizen than one may know."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Client, ClientLink, Referral
from clients.referrals.states import State
from clients.tests.referring import IN_STATE, accepted, draft, now, sent
from projects.access import Role
from projects.services import grant_by_command

LIST = reverse("casework:referrals", args=["AAR"])


def codes(response):
    return re.findall(r'class="code" href="[^"]+">([^<]+)</a>', response.text)


def test_what_awaits_an_answer_comes_first_and_late_is_said(team, fetch):
    done = accepted(team)
    late = sent(team, client=team.client, consent_given_how="")
    Referral.objects.filter(pk=late.pk).update(answer_due_on=localdate() - dt.timedelta(days=1))
    response = fetch(team.caseworker, LIST)
    assert codes(response) == [team.client.code, team.municipal_client.code]
    assert "late: answer was due" in response.text
    assert reverse("casework:referral", args=["AAR", late.pk]) in response.text
    assert now(done).state == "accepted"


@pytest.mark.parametrize("state", IN_STATE)
def test_the_receiver_s_row_names_the_citizen_while_it_may(team, fetch, state):
    IN_STATE[state](team)
    response = fetch(team.caseworker, LIST)
    assert (team.municipal_client.code in response.text) is (state in ("sent", "accepted", "done"))
    assert ("no longer shown" in response.text) is (state in ("declined", "withdrawn"))
    assert ("will appear here" in response.text) is (state == "drafted")
    assert (f"/citizens/{team.municipal_client.code}/" in response.text) is (state in ("accepted", "done"))


def test_the_sender_s_list_has_drafts_and_what_came_of_it(team, fetch):
    draft(team)
    assert "draft of" in fetch(team.coordinator, f"{LIST}?show=sent").text
    assert "will appear here" in fetch(team.coordinator, LIST).text
    assert "will appear here" in fetch(team.caseworker, f"{LIST}?show=sent").text


@pytest.mark.parametrize(
    ("state", "listed"),
    [("", 3), ("open", 2), ("waiting", 1), ("closed", 1), ("nonsense", 3)],
)
def test_the_address_narrows(team, fetch, state, listed):
    sent(team)
    accepted(team, client=team.client, to=team.ngo, consent_given_how="")
    IN_STATE["withdrawn"](team, client=team.client, to=team.other_ngo)
    text = fetch(team.coordinator, f"{LIST}?show=sent&state={state}").text
    assert f"{listed} referral" in text
    assert text.count('<th scope="row">') == listed


def test_nothing_that_fits_says_so(team, fetch):
    assert "No referral fits" in fetch(team.caseworker, f"{LIST}?state=closed").text


@pytest.mark.parametrize(("who", "status"), [("lead", 403), ("outsider", 404), ("stranger", 404), ("officer", 404)])
def test_the_list_is_for_those_who_answer(team, fetch, who, status):
    assert fetch(getattr(team, who), LIST).status_code == status


def test_another_project_s_referrals_are_not_in_it(team, fetch):
    sent(team)
    assert codes(fetch(team.outsider, reverse("casework:referrals", args=["ODE"]))) == []
    assert codes(fetch(team.other_caseworker, LIST)) == []


def test_the_list_is_one_event_with_the_citizens_it_named(team, fetch):
    sent(team)
    IN_STATE["declined"](team, client=team.client, consent_given_how="")
    ClientLink.objects.filter(client=team.client).update(closes_on=localdate())
    before = AuditEvent.objects.count()
    fetch(team.caseworker, LIST)
    (event,) = AuditEvent.objects.order_by("pk")[before:]
    assert (event.action, event.subject_type, event.detail) == (Action.LISTED, "referral", {"found": 2})
    assert event.client_ids == [team.municipal_client.pk]


def test_the_event_names_whom_the_list_led_to(team, fetch):
    accepted(team)
    fetch(team.caseworker, LIST)
    assert AuditEvent.objects.latest("pk").client_ids == [team.municipal_client.pk]


def test_who_works_in_two_projects_sees_each_one_s_referrals_there(team, fetch):
    sent(team, to=team.other_ngo)
    grant_by_command(
        user=team.other_caseworker, role=Role.CASEWORKER, project=team.other_project, organisation=team.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    found = {code: fetch(team.other_caseworker, LIST.replace("AAR", code)).text for code in ("AAR", "ODE")}
    assert [code for code, text in found.items() if team.municipal_client.code in text] == ["AAR"]


def many(team, count, state=State.SENT):
    """`count` more citizens, each referred to NGO one, in bulk."""
    already = Client.objects.count()
    made = Client.objects.bulk_create(
        Client(project=team.project, code=f"AAR-{already + number:04}-X") for number in range(count)
    )
    links = {"project": team.project, "organisation": team.municipality, "basis": "intake", "opens_on": localdate()}
    ClientLink.objects.bulk_create(ClientLink(client=each, **links) for each in made)
    facts = {
        "project": team.project, "from_organisation": team.municipality, "to_organisation": team.ngo, "state": state,
        "how_we_meet": "drop_in", "written_by": team.coordinator, "sent_by": team.coordinator,
        "sent_at": team.coordinator.joined_at, "answer_due_on": localdate(), "override_reason": "danger",
    }  # fmt: skip
    Referral.objects.bulk_create(Referral(client=each, **facts) for each in made)


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        ("caseworker", LIST, 12),
        ("coordinator", f"{LIST}?show=sent", 12),
        ("lead", reverse("casework:overrides", args=["AAR"]), 10),
    ],
)
def test_the_number_of_queries_does_not_grow(team, as_user, django_assert_max_num_queries, who, address, most):
    browser = as_user(getattr(team, who))
    many(team, 2)
    with django_assert_max_num_queries(most) as few:
        assert browser.get(address).status_code == 200
    many(team, 60)
    with django_assert_max_num_queries(most) as lots:
        page = browser.get(address).content.decode()
    assert len(lots) == len(few)
    assert page.count('<th scope="row">') == 25
    assert "Page 1 of 3" in page
    more = "&" if "?" in address else "?"
    assert browser.get(f"{address}{more}page=3").content.decode().count('<th scope="row">') == 12
