"""Recording and withdrawing a consent, and what it does to whom at once."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from casework.tests.addresses import citizens, of
from clients.models import Consent
from clients.services import give_consent, withdraw_consent
from projects.access import Role
from projects.models import Organisation
from projects.services import grant_by_command


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def iso(offset):
    return day(offset).isoformat()


def test_a_consent_is_recorded_with_what_it_covers(team, fetch):
    data = {"organisation": str(team.other_ngo.pk), "covers_notes": "on", "given_how": "written",
            "starts_on": iso(0), "expires_on": iso(30)}  # fmt: skip
    response = fetch(team.coordinator, of(team.client, "give_consent"), data)
    assert response["Location"] == of(team.client) + "#access"
    consent = Consent.objects.get(organisation=team.other_ngo)
    assert (consent.covers_notes, consent.covers_wellbeing, consent.given_how, consent.expires_on) == (
        True, False, "written", day(30),
    )  # fmt: skip
    assert fetch(team.other_caseworker, of(team.client)).status_code == 200


def test_only_partners_without_access_are_offered(team, fetch):
    Organisation.objects.create(name="Canary NGO", kind="ngo")
    text = fetch(team.coordinator, of(team.client, "give_consent")).text
    assert "NGO two" in text
    assert "NGO one" not in text
    assert "Canary NGO" not in text


def test_when_everybody_has_access_the_page_says_so(team, fetch):
    give_consent(team.client, team.other_ngo, starts_on=day(0), by=team.coordinator)
    assert (
        "Every organisation in the project has access" in fetch(team.coordinator, of(team.client, "give_consent")).text
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": ""}, "organisation"),
        ({"organisation": "{ngo}"}, "organisation"),
        ({"organisation": "999999"}, "organisation"),
        ({"given_how": "sung"}, "given_how"),
        ({"starts_on": ""}, "starts_on"),
        ({"expires_on": "2001-01-01"}, None),
    ],
)
def test_a_wrong_consent_is_refused(team, fetch, changes, field):
    data = {"organisation": str(team.other_ngo.pk), "given_how": "spoken", "starts_on": iso(0)} | changes
    data["organisation"] = data["organisation"].format(ngo=team.ngo.pk)
    response = fetch(team.coordinator, of(team.client, "give_consent"), data)
    assert response.status_code == 422
    assert (field or "__all__") in response.context["form"].errors
    assert not Consent.objects.filter(organisation=team.other_ngo).exists()


def test_withdrawing_says_what_happens_first(team, fetch):
    consent = team.client.consents.get()
    text = fetch(team.coordinator, of(team.client, "withdraw_consent", consent.pk)).text
    for words in ["NGO one loses access at once", "stays in the project", "they still know"]:
        assert words in text
    consent.refresh_from_db()
    assert consent.withdrawn_on is None


def test_withdrawing_closes_at_once(team, fetch):
    consent = team.client.consents.get()
    assert fetch(team.caseworker, of(team.client)).status_code == 200
    assert fetch(team.coordinator, of(team.client, "withdraw_consent", consent.pk), {}).status_code == 302
    assert fetch(team.caseworker, of(team.client)).status_code == 404


def test_a_consent_that_another_window_has_withdrawn_says_so(team, fetch):
    consent = team.client.consents.get()
    withdraw_consent(consent, by=team.coordinator)
    response = fetch(team.coordinator, of(team.client, "withdraw_consent", consent.pk), {})
    assert response.status_code == 422
    assert "withdrawn already" in response.text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("who", "status"), [("caseworker", 403), ("lead", 403), ("outsider", 404), ("stranger", 404), ("evaluator", 404)]
)
def test_nobody_else_withdraws(team, fetch, method, who, status):
    consent = team.client.consents.get()
    address = of(team.client, "withdraw_consent", consent.pk)
    assert fetch(getattr(team, who), address, {} if method == "post" else None).status_code == status
    consent.refresh_from_db()
    assert consent.withdrawn_on is None


def test_a_consent_is_found_under_its_own_citizen_only(team, fetch):
    consent = team.client.consents.get()
    assert fetch(team.coordinator, of(team.municipal_client, "withdraw_consent", consent.pk)).status_code == 404


def test_whoever_withdraws_their_own_access_is_led_to_the_list(team, fetch):
    grant_by_command(
        user=team.stranger, role=Role.COORDINATOR, project=team.project, organisation=team.ngo, starts_on=day(0)
    )
    consent = team.client.consents.get()
    response = fetch(team.stranger, of(team.client, "withdraw_consent", consent.pk), {})
    assert response["Location"] == citizens(team.project)
    assert fetch(team.stranger, of(team.client)).status_code == 404


def test_what_was_done_for_a_citizen_stays_out_of_the_browser_s_cookies(team, as_user):
    client = as_user(team.coordinator)
    address = of(team.client, "withdraw_consent", team.client.consents.get().pk)
    response = client.post(address)
    assert response.status_code == 302
    assert team.ngo.name not in str(response.cookies) + str(client.cookies)
    assert "messages" not in client.cookies
    assert f"{team.ngo.name} no longer has access" in client.get(response.url).content.decode()
