"""The journey "refer" through its pages: writing, sending, the card, the answer, and what came of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.tests.addresses import of
from clients.directory.services import add_offer, add_routing_rule
from clients.models import Client, ClientLink, Referral
from clients.onward import refer_onward
from clients.services import give_consent, register_client, withdraw_consent
from clients.tests.referring import IN_STATE, accepted, declined, draft, now, sent, withdrawn
from projects.access import Role
from projects.models import Organisation
from projects.services import grant_by_command


def at(route, referral, project="AAR"):
    return reverse(f"casework:{route}", args=[project, referral.pk])


@pytest.fixture
def offer(team):
    return add_offer(team.project, name="Klinikken", purpose="læge og prøver", starts_on=localdate(), by=team.lead)


def for_ngo(team, **facts):
    return {"to_organisation": team.ngo.pk, "how_we_meet": "worker_comes", **facts}


def test_from_the_citizen_s_page_to_what_came_of_it(team, fetch):
    client = team.municipal_client
    assert of(client, "new_referral") in fetch(team.coordinator, of(client)).text
    response = fetch(team.coordinator, of(client, "new_referral"), for_ngo(team, wish="Ro om natten"))
    referral = client.referrals.get()
    assert response["Location"] == of(client, "send_referral", referral.pk)
    page = fetch(team.coordinator, response["Location"]).text
    assert "Ro om natten" in page
    assert "may NGO one get to know of you" in page
    response = fetch(team.coordinator, response["Location"], {"given_how": "spoken"})
    assert response["Location"] == of(client) + "#referrals"
    assert "awaits an answer by" in fetch(team.coordinator, of(client)).text
    assert "Ro om natten" in fetch(team.caseworker, at("referral", referral)).text
    assert fetch(team.caseworker, at("accept_referral", referral), {})["Location"] == of(client)
    assert at("finish_referral", referral) in fetch(team.caseworker, of(client)).text
    outcome = {"outcome": "helped", "done_on": localdate().isoformat()}
    assert fetch(team.caseworker, at("finish_referral", referral), outcome)["Location"] == of(client)
    assert "completed" in fetch(team.coordinator, of(client)).text
    assert "the citizen got what was hoped for" in fetch(team.coordinator, of(client)).text


def test_the_rule_s_partner_is_proposed_with_its_reason_and_not_forced(team, fetch):
    add_routing_rule(team.project, organisation=team.other_ngo, age_from=18, age_to=99, by=team.lead)
    client = team.client
    response = fetch(team.coordinator, of(client, "new_referral"))
    assert response.context["form"]["to_organisation"].initial == team.other_ngo
    assert "NGO two is proposed, because the project refers citizens of 18–99 years there" in response.text
    fetch(team.coordinator, of(client, "new_referral"), for_ngo(team))
    assert client.referrals.get().to_organisation == team.ngo


def test_one_s_own_organisation_and_strangers_are_not_offered(team, fetch):
    Organisation.objects.create(name="Canary NGO", kind="ngo")
    form = fetch(team.coordinator, of(team.client, "new_referral")).context["form"]
    assert set(form.fields["to_organisation"].queryset) == {team.ngo, team.other_ngo}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_organisation": ""}, "to_organisation"),
        ({"to_organisation": "999999"}, "to_organisation"),
        ({"how_we_meet": ""}, "how_we_meet"),
        ({"how_we_meet": "by_rocket"}, "how_we_meet"),
        ({"wish": "Ring 22 33 44 55"}, "wish"),
        ({"wish": "x" * 501}, "wish"),
    ],
)
def test_a_wrong_referral_comes_back_whole(team, fetch, changes, field):
    response = fetch(team.coordinator, of(team.municipal_client, "new_referral"), for_ngo(team) | changes)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not Referral.objects.exists()


@pytest.mark.parametrize("route", ["new_referral", "onward"])
def test_an_anonymous_citizen_s_page_says_what_to_do_instead(team, fetch, route):
    Client.objects.filter(pk=team.client.pk).update(is_anonymous=True)
    response = fetch(team.coordinator, of(team.client, route))
    assert response.status_code == 200
    assert "turn the participation into an ordinary one first" in response.text
    assert "<textarea" not in response.text
    data = for_ngo(team) if route == "new_referral" else {"kind": "other_offer", "referred_on": localdate()}
    assert fetch(team.coordinator, of(team.client, route), data).status_code == 422
    assert not team.client.referrals.exists()
    assert not team.client.onward_referrals.exists()


def test_a_draft_can_be_changed(team, fetch):
    referral = draft(team, wish="Før")
    address = of(team.municipal_client, "change_referral", referral.pk)
    assert "Før" in fetch(team.coordinator, address).text
    data = {"to_organisation": team.other_ngo.pk, "how_we_meet": "sender_calls", "wish": "Efter"}
    assert fetch(team.coordinator, address, data).status_code == 302
    assert (now(referral).wish, now(referral).to_organisation) == ("Efter", team.other_ngo)


def test_without_a_consent_the_form_says_so(team, fetch):
    referral = draft(team)
    response = fetch(team.coordinator, of(team.municipal_client, "send_referral", referral.pk), {"given_how": ""})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"given_how"}
    assert "Ask the citizen first" in response.text
    assert now(referral).state == "drafted"


def test_where_the_receiver_follows_the_citizen_nothing_more_is_asked(team, fetch):
    referral = draft(team, client=team.client)
    address = of(team.client, "send_referral", referral.pk)
    response = fetch(team.coordinator, address)
    assert list(response.context["form"].fields) == []
    assert "NGO one has access to the citizen already" in response.text
    assert fetch(team.coordinator, address, {}).status_code == 302
    assert now(referral).state == "sent"


def test_where_the_receiver_s_access_has_closed_the_citizen_is_asked(team, fetch):
    referral = draft(team, client=team.client)
    ClientLink.objects.filter(client=team.client, organisation=team.ngo).update(closes_on=localdate())
    response = fetch(team.coordinator, of(team.client, "send_referral", referral.pk))
    assert "given_how" in response.context["form"].fields


def test_a_draft_stays_its_writer_s_organisation_s(team, fetch):
    """Who acts for two organisations chooses once for which, when the referral is written."""
    give_consent(team.municipal_client, team.other_ngo, starts_on=localdate(), by=team.coordinator)
    grant_by_command(
        user=team.coordinator, role=Role.COORDINATOR, project=team.project, organisation=team.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    new = fetch(team.coordinator, of(team.municipal_client, "new_referral")).context["form"]
    changed = fetch(team.coordinator, of(team.municipal_client, "change_referral", draft(team).pk)).context["form"]
    assert ("acting_for" in new.fields, "acting_for" in changed.fields) == (True, False)


def test_a_lead_reads_the_overrides_of_its_own_project_alone(team, fetch):
    referral = sent(team, consent_given_how="", override_reason="danger")
    host = team.other_project.partnerships.get(is_host=True).organisation
    grant_by_command(
        user=team.stranger, role=Role.LEAD, project=team.other_project, organisation=host, starts_on=localdate()
    )
    assert f">{referral.pk}</th>" not in fetch(team.stranger, reverse("casework:overrides", args=["ODE"])).text


def test_an_override_is_the_card_and_the_lead_reads_it_without_the_citizen(team, fetch):
    referral = draft(team, wish="Zqxwish")
    send = of(team.municipal_client, "send_referral", referral.pk)
    assert fetch(team.coordinator, send, {"override_reason": "danger"}).status_code == 302
    card = fetch(team.caseworker, at("referral", referral)).text
    assert "sent without a consent" in card
    response = fetch(team.caseworker, at("accept_referral", referral), {})
    assert response["Location"] == reverse("casework:referrals", args=["AAR"])
    assert fetch(team.caseworker, of(team.municipal_client)).status_code == 404
    assert "Nothing more than this card is shared" in fetch(team.caseworker, at("referral", referral)).text
    text = fetch(team.lead, reverse("casework:overrides", args=["AAR"])).text
    assert "Danger to life or health" in text
    assert f">{referral.pk}</th>" in text
    assert team.municipal_client.code not in text
    assert "Zqxwish" not in text
    assert "1 was sent without a consent" in fetch(team.lead, reverse("casework:directory", args=["AAR"])).text


def test_the_log_names_an_override_as_what_it_is(team, fetch):
    sent(team, consent_given_how="", override_reason="law")
    assert "referral without consent" in fetch(team.officer, reverse("projects:log")).text


def test_the_card_shows_no_more_than_the_card(team, fetch):
    """Everything else that is known of the citizen is planted, and nothing of it is met."""
    client = team.municipal_client
    services_only = {"gender": "woman", "wish": "leave", "birth_year": localdate().year - 28}
    Client.objects.filter(pk=client.pk).update(**services_only, next_appointment_on=localdate())
    referral = sent(team, wish="Ro om natten")
    page = fetch(team.caseworker, at("referral", referral)).text
    main = page.partition("<main")[2].partition("</main>")[0]
    for shown in (client.code, "26–30 years", "Ro om natten", "The citizen drops in", team.municipality.name):
        assert shown in main
    for hidden in ("Woman", "prostitution", "28", str(localdate().year - 28), "appointment", team.coordinator.name):
        assert hidden not in main
    assert f"/citizens/{client.code}/" not in page


@pytest.mark.parametrize("route", ["referral", "accept_referral", "decline_referral", "finish_referral"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 404), ("other_caseworker", 404), ("lead", 403), ("officer", 404), ("stranger", 404),
     ("outsider", 404)],
)  # fmt: skip
def test_a_card_is_the_receiver_s_alone(team, fetch, route, who, status):
    referral = sent(team)
    if route == "finish_referral" and who == "coordinator":
        status = 200  # the sender, who is told what it is possible to do
    assert fetch(getattr(team, who), at(route, referral)).status_code == status
    if status != 200:
        assert fetch(getattr(team, who), at(route, referral), {}).status_code == status
    assert fetch(team.outsider, at(route, referral, "ODE")).status_code == 404
    assert now(referral).state == "sent"


def test_seeing_a_card_is_logged_and_so_is_a_refused_attempt(team, fetch):
    sent(team, client=team.client, consent_given_how="")
    referral = sent(team)
    fetch(team.caseworker, at("referral", referral))
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_type, event.actor_id) == (Action.VIEWED, "referral", team.caseworker.pk)
    assert event.client_ids == [team.municipal_client.pk]
    fetch(team.other_caseworker, at("referral", referral))
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.client_ids) == (Action.REFUSED, [team.municipal_client.pk])


@pytest.mark.parametrize("route", ["referral", "accept_referral", "decline_referral"])
@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "done"])
def test_the_later_window_sees_what_happened_and_nothing_of_the_citizen(team, fetch, route, state):
    referral = IN_STATE[state](team, wish="Zqxwish")
    data = {"reason": "no_room"} if route == "decline_referral" else {}
    for response in (
        fetch(team.caseworker, at(route, referral)),
        None if route == "referral" else fetch(team.caseworker, at(route, referral), data),
    ):
        if response is None:
            continue
        label = {"done": "completed"}.get(state, state)
        assert f"The referral is {label}" in response.text
        assert "Zqxwish" not in response.text
        assert (team.municipal_client.code in response.text) is (state in ("accepted", "done"))
    assert now(referral).state == state


def test_a_refused_answer_shows_the_card_again(team, fetch):
    referral = sent(team, wish="Ro om natten")
    response = fetch(team.caseworker, at("decline_referral", referral), {"reason": "other", "text": ""})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"text"}
    assert "Ro om natten" in response.text


def test_the_sender_reads_the_reason(team, fetch):
    referral = sent(team)
    data = {"reason": "other", "text": "Vi har lukket i uge 30"}
    assert fetch(team.caseworker, at("decline_referral", referral), data).status_code == 302
    text = fetch(team.coordinator, of(team.municipal_client)).text
    assert "Vi har lukket i uge 30" in text
    assert "another reason" in text


@pytest.mark.parametrize("route", ["change_referral", "send_referral", "withdraw_referral"])
@pytest.mark.parametrize("end", [accepted, declined, withdrawn])
def test_the_sender_s_pages_say_when_the_referral_has_moved_on(team, fetch, route, end):
    referral = end(team)
    address = of(team.municipal_client, route, referral.pk)
    assert "The referral is" in fetch(team.coordinator, address).text
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.client_ids) == (Action.VIEWED, [team.municipal_client.pk])
    data = {"to_organisation": team.ngo.pk, "how_we_meet": "drop_in", "given_how": "spoken", "reason": "citizen"}
    response = fetch(team.coordinator, address, data)
    assert response.status_code == 422
    assert f"The referral is {now(referral).state}" in response.text


@pytest.mark.parametrize("route", ["change_referral", "send_referral", "withdraw_referral"])
@pytest.mark.parametrize(("who", "status"), [("caseworker", 403), ("lead", 403), ("outsider", 404), ("officer", 404)])
def test_nobody_else_sends_or_withdraws(team, fetch, route, who, status):
    referral = draft(team, client=team.client)
    address = of(team.client, route, referral.pk)
    assert fetch(getattr(team, who), address).status_code == status
    assert fetch(getattr(team, who), address, {"reason": "citizen"}).status_code == status
    assert now(referral).state == "drafted"


def test_a_referral_is_found_under_its_own_citizen_only(team, fetch):
    referral = draft(team, client=team.client)
    assert fetch(team.coordinator, of(team.municipal_client, "send_referral", referral.pk)).status_code == 404


def another_citizen(team):
    return register_client(
        project=team.project, organisation=team.municipality, starts_on=localdate(), by=team.coordinator
    )


def test_of_two_referrals_the_one_in_the_address_is_meant(team, fetch):
    """The sender's pages, the receiver's card and its answer each take the referral that they name."""
    first, second = draft(team, client=team.client), draft(team, client=team.client, to=team.other_ngo)
    assert fetch(team.coordinator, of(team.client, "withdraw_referral", first.pk), {"reason": "mistake"})
    assert [now(each).state for each in (first, second)] == ["withdrawn", "drafted"]
    one = sent(team, wish="Zqxone")
    other = sent(team, client=another_citizen(team), wish="Zqxother")
    for shown, hidden in ((one, other), (other, one)):
        text = fetch(team.caseworker, at("referral", shown)).text
        assert (shown.wish in text, hidden.wish in text) == (True, False)
    fetch(team.caseworker, at("decline_referral", other), {"reason": "no_room"})
    assert [now(each).state for each in (one, other)] == ["sent", "declined"]


def test_a_card_is_found_in_its_own_project_only(team, fetch):
    """NGO two takes part in both projects, and so may a person."""
    referral = sent(team, to=team.other_ngo)
    grant_by_command(
        user=team.other_caseworker, role=Role.CASEWORKER, project=team.other_project, organisation=team.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    assert fetch(team.other_caseworker, at("referral", referral)).status_code == 200
    assert fetch(team.other_caseworker, at("referral", referral, "ODE")).status_code == 404
    assert fetch(team.other_caseworker, at("accept_referral", referral, "ODE"), {}).status_code == 404
    assert now(referral).state == "sent"


@pytest.mark.parametrize(("begin", "words"), [(draft, "has not seen"), (sent, "no longer sees the card")])
def test_withdrawing_says_what_it_does(team, fetch, begin, words):
    referral = begin(team)
    address = of(team.municipal_client, "withdraw_referral", referral.pk)
    assert words in fetch(team.coordinator, address).text
    assert fetch(team.coordinator, address, {"reason": "consent"}).status_code == 422  # the citizen's own word
    assert fetch(team.coordinator, address, {"reason": "citizen"}).status_code == 302
    assert now(referral).state == "withdrawn"


def test_a_consent_that_waits_is_shown_and_can_be_withdrawn(team, fetch):
    referral = sent(team)
    address = of(team.municipal_client, "withdraw_consent", referral.consent_id)
    assert address in fetch(team.coordinator, of(team.municipal_client)).text
    assert fetch(team.coordinator, address, {}).status_code == 302
    assert now(referral).state == "withdrawn"
    assert "the consent was withdrawn" in fetch(team.coordinator, of(team.municipal_client)).text
    assert team.municipal_client.code not in fetch(team.caseworker, at("referral", referral)).text


def test_a_partner_sees_the_referrals_of_its_own_organisation_alone(team, fetch):
    sent(team, client=team.client, to=team.other_ngo, wish="Zqxother")
    sent(team, client=team.client, consent_given_how="", wish="Zqxown")
    text = fetch(team.caseworker, of(team.client)).text
    assert "Zqxown" in text
    assert "Zqxother" not in text
    assert "/referrals/new/" not in text


def test_an_outcome_is_noted_by_either_side(team, fetch):
    referral = accepted(team)
    address, data = at("finish_referral", referral), {"outcome": "no_contact", "done_on": localdate().isoformat()}
    tomorrow = {**data, "done_on": (localdate() + dt.timedelta(days=1)).isoformat()}
    assert fetch(team.coordinator, address, tomorrow).status_code == 422
    assert fetch(team.coordinator, address, data).status_code == 302
    assert (now(referral).state, now(referral).outcome) == ("done", "no_contact")
    assert "The referral is completed" in fetch(team.caseworker, address, data).text


def test_a_receiver_who_has_lost_the_citizen_notes_nothing(team, fetch):
    referral = accepted(team)
    withdraw_consent(referral.consent, by=team.coordinator)
    assert fetch(team.caseworker, at("finish_referral", referral)).status_code == 404


def test_an_offer_of_the_directory_is_chosen_and_its_outcome_noted(team, fetch, offer):
    address = of(team.client, "onward")
    assert "Klinikken – læge og prøver" in fetch(team.coordinator, address).text
    data = {"kind": f"offer-{offer.pk}", "referred_on": localdate().isoformat()}
    assert fetch(team.coordinator, address, data)["Location"] == of(team.client) + "#onward"
    onward = team.client.onward_referrals.get()
    assert (onward.kind, onward.offer) == ("other_offer", offer)
    outcome = of(team.client, "onward_outcome", onward.pk)
    assert outcome in fetch(team.coordinator, of(team.client)).text
    data = {"outcome": "started", "outcome_on": localdate().isoformat()}
    assert fetch(team.coordinator, outcome, data).status_code == 302
    assert "the citizen got help there" in fetch(team.caseworker, of(team.client)).text


def test_the_action_plan_is_no_offer(team, fetch, offer):
    data = {"kind": "anti_trafficking", "referred_on": localdate().isoformat()}
    assert fetch(team.coordinator, of(team.client, "onward"), data).status_code == 302
    onward = team.client.onward_referrals.get()
    assert (onward.kind, onward.offer) == ("anti_trafficking", None)


def test_of_two_onward_referrals_the_one_in_the_address_is_meant(team, fetch):
    facts = {"kind": "other_offer", "referred_on": localdate(), "by": team.coordinator}
    first, second = (refer_onward(team.client, **facts) for _ in range(2))
    for onward, outcome in ((first, "started"), (second, "unknown")):
        data = {"outcome": outcome, "outcome_on": localdate().isoformat()}
        assert fetch(team.coordinator, of(team.client, "onward_outcome", onward.pk), data).status_code == 302
    assert [onward.outcome for onward in team.client.onward_referrals.order_by("pk")] == ["started", "unknown"]


@pytest.mark.parametrize(("who", "status"), [("caseworker", 403), ("lead", 403), ("outsider", 404)])
def test_nobody_else_notes_an_onward_outcome(team, fetch, who, status):
    onward = refer_onward(team.client, kind="other_offer", referred_on=localdate(), by=team.coordinator)
    address = of(team.client, "onward_outcome", onward.pk)
    assert fetch(getattr(team, who), address).status_code == status
    assert fetch(team.coordinator, of(team.municipal_client, "onward_outcome", onward.pk)).status_code == 404
