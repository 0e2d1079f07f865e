"""The journey "refer", on a phone and at a desk: the sender, the receiver, and the lead who sets the rules."""

import re

import pytest
from playwright.sync_api import expect

from clients.directory.services import add_offer
from clients.models import Client, Consent, Referral, RoutingRule
from clients.referrals.services import draft_referral, send_referral, withdraw_referral
from clients.services import withdraw_consent
from tests.browser.journeys import PHONE_NUMBER, TODAY, TOMORROW, ago, page_of


@pytest.fixture
def draft(cast):
    """To NGO two, which does not see the citizen; the sender has written it only."""
    return draft_referral(
        cast.municipal_client, from_organisation=cast.municipality, to_organisation=cast.other_ngo,
        how_we_meet="drop_in", wish="Et sted at snakke", by=cast.coordinator,
    )  # fmt: skip


@pytest.fixture
def sent(cast, draft):
    return send_referral(draft, consent_given_how="spoken", by=cast.coordinator)


def card_of(referral):
    return f"/p/AAR/referrals/{referral.pk}/"


def answers_from_my_day(person, client):
    person.open("/").is_at("/p/AAR/today/").sees("Henvisninger, der venter på dit svar").stops()
    person.page.get_by_role("link", name=re.compile(f"^Svar.*{client.code}")).click()
    return person


def test_writes_and_sends_with_the_citizen_s_consent(walker, cast):
    client = cast.municipal_client
    walker.enter(cast.coordinator).open(page_of(client)).follow("Henvis borgeren").stops()
    walker.fill({"Det håber borgeren på": f"Ring på {PHONE_NUMBER}"}).press("Gem, og gå videre til at sende")
    walker.is_told_what_is_wrong().sees("Vælg den organisation", "Vælg, hvordan borgeren kommer derhen")
    walker.sees("Det ligner et telefonnummer").stops().fill({"Det håber borgeren på": "Et sted at snakke"})
    walker.tick("NGO two", "Medarbejderen følger med").press("Gem, og gå videre til at sende")
    walker.sees("Henvisningen er gemt som kladde", client.code, "Et sted at snakke", "NGO two").stops()
    walker.press("Send henvisningen").is_told_what_is_wrong().sees("må kun kende til borgeren med borgerens samtykke")
    assert Referral.objects.get().state == "drafted"
    walker.stops().tick_in("Sådan gav borgeren samtykke", "Mundtligt").press("Send henvisningen")
    walker.is_at(page_of(client)).sees("Henvisningen er sendt", "afventer svar senest", "NGO two får adgang").stops()
    assert Consent.objects.get(client=client).given_how == "spoken"


def test_the_receiver_sees_the_card_accepts_and_tells_what_came_of_it(walker, cast, sent):
    client = sent.client
    walker.enter(cast.other_caseworker).open(page_of(client))
    assert walker.answer.status == 404
    answers_from_my_day(walker, client).sees("Et sted at snakke", "Borgeren kommer forbi", "Aarhus Kommune").stops()
    walker.follow("Tag imod").stops().press("Tag imod henvisningen").is_at(page_of(client))
    walker.sees("Henvisningen er taget imod. Afsenderen får besked.").stops()
    walker.page.get_by_role("link", name=re.compile("^Hvad der kom ud af det")).click()
    walker.fill({"Dato": TOMORROW}).press("Gem").is_told_what_is_wrong()
    walker.sees("Vælg, hvad der kom ud af det").stops().tick("Borgeren fik den ønskede hjælp").press("Gem")
    walker.sees("Datoen er ikke kommet endnu").fill({"Dato": ago(1)}).press("Gem").sees("taget imod senere")
    walker.fill({"Dato": TODAY}).press("Gem").sees("afsluttet", "borgeren fik den ønskede hjælp")
    walker.enter(cast.coordinator).open(page_of(client)).sees("borgeren fik den ønskede hjælp")
    walker.go_to("Henvisninger").choose("Hvilke", "Sendt af os")
    walker.page.get_by_role("button", name="Vis", exact=True).click()
    walker.sees(client.code, "borgeren fik den ønskede hjælp").stops()


def test_the_receiver_declines_with_a_reason(walker, cast, sent):
    answers_from_my_day(walker.enter(cast.other_caseworker), sent.client).follow("Afvis").stops()
    walker.press("Afvis henvisningen").is_told_what_is_wrong().sees("Vælg en årsag.")
    walker.tick("En anden årsag").fill({"Mere om årsagen": f"Kender {PHONE_NUMBER}"}).press("Afvis henvisningen")
    walker.is_told_what_is_wrong().sees("Det ligner et telefonnummer").stops().fill({"Mere om årsagen": ""})
    walker.press("Afvis henvisningen").is_told_what_is_wrong().sees("Skriv med få ord, hvad årsagen er.")
    walker.fill({"Mere om årsagen": "Gruppen begynder til maj"}).press("Afvis henvisningen")
    walker.is_at("/p/AAR/referrals/").sees("Afsenderen får besked", "afvist").does_not_see(sent.client.code).stops()
    walker.open(card_of(sent)).sees("Henvisningen er afvist").does_not_see("Et sted at snakke").stops()
    walker.open(page_of(sent.client))
    assert walker.answer.status == 404
    walker.enter(cast.coordinator).open(page_of(sent.client)).sees("Gruppen begynder til maj", "en anden årsag").stops()
    assert not sent.client.links.filter(organisation=cast.other_ngo).exists()


def test_a_card_sent_without_a_consent_opens_nothing_more(walker, cast, draft):
    client = draft.client
    walker.enter(cast.coordinator).open(page_of(client)).follow("Send den henvisningen til NGO two")
    walker.choose("Eller send kortet uden samtykke", "Fare for liv eller helbred").press("Send henvisningen")
    walker.sees("Sendt uden samtykke: fare for liv eller helbred").stops().enter(cast.other_caseworker)
    answers_from_my_day(walker, client).sees("Den er sendt uden samtykke").stops().follow("Tag imod")
    walker.press("Tag imod henvisningen").is_at("/p/AAR/referrals/").open(page_of(client))
    assert walker.answer.status == 404
    walker.open(card_of(draft)).sees("Der er ikke delt mere end dette kort").stops()
    walker.enter(cast.lead).open("/").go_to("Tilbud").sees("1 er sendt uden samtykke").stops()
    walker.follow("1 er sendt uden samtykke").sees("Fare for liv eller helbred", "NGO two").does_not_see(client.code)
    walker.stops().enter(cast.caseworker).open("/p/AAR/referrals/without-consent/")
    assert walker.answer.status == 403


def test_two_windows_with_one_answer(walker, another, cast, sent):
    walker.enter(cast.other_caseworker).open(card_of(sent) + "decline/").tick("Ingen plads lige nu")
    another.open(card_of(sent) + "accept/").press("Tag imod henvisningen").is_at(page_of(sent.client))
    walker.press("Afvis henvisningen").sees("Henvisningen er taget imod", "notere, hvad der kom ud af det").stops()
    walker.follow("Til borgerens side").is_at(page_of(sent.client))
    assert Referral.objects.get().state == "accepted"


@pytest.mark.parametrize("ends", ["sender", "citizen"])
def test_withdrawn_while_the_receiver_reads(walker, cast, sent, ends):
    walker.enter(cast.other_caseworker).open(card_of(sent) + "accept/")
    if ends == "sender":
        withdraw_referral(sent, reason="mistake", by=cast.coordinator)
    else:
        withdraw_consent(sent.consent, by=cast.coordinator)
    walker.press("Tag imod henvisningen").sees("Henvisningen er trukket tilbage")
    walker.does_not_see(sent.client.code, "Et sted at snakke").stops().open("/").does_not_see(sent.client.code)


def test_the_sender_withdraws_and_meets_what_has_happened(walker, another, cast, sent):
    client = sent.client
    walker.enter(cast.coordinator).open(page_of(client))
    another.open(f"{page_of(client)}referrals/{sent.pk}/withdraw/")
    walker.follow("Træk tilbage henvisningen til NGO two").press("Træk henvisningen tilbage").is_told_what_is_wrong()
    walker.stops().tick("Borgeren ønsker det ikke længere").press("Træk henvisningen tilbage")
    walker.is_at(page_of(client)).sees("Henvisningen er trukket tilbage.", "borgeren ønsker det ikke længere")
    another.tick("Det var en fejl").press("Træk henvisningen tilbage").sees("Der kan skrives en ny").stops()


def test_a_double_click_writes_one_referral_and_the_back_button_sends_it_once(walker, cast):
    walker.enter(cast.coordinator).open(page_of(cast.municipal_client) + "referrals/new/")
    walker.tick("NGO two", "Afsenderen ringer")
    walker.page.get_by_role("button", name="Gem, og gå videre til at sende").dblclick()
    expect(walker.page.locator("h1")).to_have_text("Send henvisningen")
    assert Referral.objects.count() == 1
    walker.tick_in("Sådan gav borgeren samtykke", "Skriftligt").press("Send henvisningen")
    walker.sees("Henvisningen er sendt").page.go_back()
    walker.sees("Henvisningen er sendt. Det er muligt nu").stops()
    assert Referral.objects.get().consent.given_how == "written"


def test_the_lead_s_rule_and_offer_are_there_for_the_coordinator(walker, cast):
    walker.enter(cast.lead).open("/").go_to("Tilbud").follow("Tilføj en henvisningsregel")
    walker.press("Tilføj regel").is_told_what_is_wrong().stops()
    walker.fill({"Fra alder": 18, "Til og med alder": 60}).tick("NGO two").press("Tilføj regel")
    walker.sees("18–60 år: NGO two").follow("Tilføj et tilbud").press("Tilføj tilbud").is_told_what_is_wrong().stops()
    walker.fill({"Navn": "Klinikken", "Hvad det er til for": "Sundhed"}).press("Tilføj tilbud").sees(
        "Klinikken"
    ).stops()
    assert RoutingRule.objects.get().organisation == cast.other_ngo
    walker.enter(cast.coordinator).open(page_of(cast.client)).follow("Henvis borgeren")
    walker.sees("NGO two er foreslået").stops()
    expect(walker.page.get_by_label("NGO two", exact=True)).to_be_checked()


def test_refers_onward_and_notes_what_came_of_it(walker, cast):
    add_offer(cast.project, name="Klinikken", purpose="Sundhed", starts_on=ago(30), by=cast.lead)
    walker.enter(cast.coordinator).open(page_of(cast.client)).follow("Registrér henvisning videre").stops()
    walker.fill({"Dato": TOMORROW}).press("Gem henvisning").is_told_what_is_wrong().stops()
    walker.tick("Handlingsplan mod menneskehandel").press("Gem henvisning").sees("Datoen er ikke kommet endnu")
    walker.tick("Klinikken – Sundhed").fill({"Dato": ago(3)}).press("Gem henvisning")
    walker.page.get_by_role("link", name=re.compile("^Hvad der kom ud af det.*Klinikken")).click()
    walker.fill({"Dato": ago(5)}).tick("Borgeren fik hjælp dér")
    walker.press("Gem").is_told_what_is_wrong().stops().fill({"Dato": TODAY}).press("Gem")
    walker.is_at(page_of(cast.client)).sees("Klinikken", "borgeren fik hjælp dér").stops()
    assert Client.objects.get(pk=cast.client.pk).onward_referrals.get().outcome == "started"
