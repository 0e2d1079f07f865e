"""The journey "register and visitate", on a phone and at a desk: searching, registering, proposing, answering."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from clients.models import Client, IntakeDecision, Proposal
from clients.services import register_client
from clients.visitation.services import propose, withdraw
from conftest import PASSWORD
from projects.access import Role
from projects.services import grant_by_command
from tests.browser.journeys import CPR_NUMBER, E_MAIL, TODAY, TOMORROW, ago, page_of

REGISTER = "/p/AAR/register/new/"


def to_registering(person):
    """From the first page of the day to the form, past the search that comes first."""
    return person.open("/").follow("Registrér").follow("Registrér uden at søge").is_at(REGISTER)


def test_searches_registers_and_decides(walker, cast):
    walker.sign_in(cast.coordinator).is_at("/p/AAR/today/").follow("Registrér").stops()
    walker.fill({"Kode": CPR_NUMBER}).press("Søg").is_told_what_is_wrong().sees("Det ligner et CPR-nummer").stops()
    assert CPR_NUMBER not in walker.page.locator("main").inner_text()
    walker.fill({"Kode": "Den blå cykel"}).press("Søg").sees("Ingen blev fundet").stops()
    walker.follow("Registrér en ny borger").is_at(REGISTER)
    walker.fill({"Startdato": TOMORROW, "Fødselsår": TODAY.year - 17, "Eget kaldenavn": E_MAIL})
    walker.fill({"Næste aftale": ago(1)}).press("Registrér borger").is_told_what_is_wrong()
    walker.sees("Det ligner en mailadresse").stops().fill({"Eget kaldenavn": "Den blå cykel"})
    walker.press("Registrér borger").sees("Den dag er passeret").fill({"Næste aftale": TOMORROW})
    walker.press("Registrér borger").sees("Borgeren skal være fyldt 18 år").fill({"Fødselsår": TODAY.year - 30})
    walker.press("Registrér borger").sees("Datoen er ikke kommet endnu").fill({"Startdato": TODAY})
    walker.tick_in("Borgerens ønske", "Exit").tick("NGO one").choose("Hvor", "På en café")
    walker.page.locator("summary", has_text="Beslutning ved visitation").click()
    walker.choose("Beslutning", "Ikke optaget").press("Registrér borger").sees("Vælg en begrundelse").stops()
    walker.choose("Beslutning", "Optaget").tick_in("Lovligt ophold", "Nej").choose("Årsag", "Samlet skøn")
    walker.press("Registrér borger").stops()
    assert walker.heading == "Borgeren er registreret"
    client = Client.objects.get(code=walker.page.locator(".code-card").inner_text())
    walker.follow("Til borgerens side").sees("Den blå cykel", "NGO one", "Optaget", "Samlet skøn", "på en café").stops()
    decision = IntakeDecision.objects.get(enrolment__client=client)
    assert (decision.decision, decision.has_lawful_residence) == ("admitted", "no")
    walker.enter(cast.caseworker).open(page_of(client)).does_not_see("Den blå cykel").sees("NGO one")


@pytest.fixture
def known(cast):
    """Registered some days ago, with the facts that the next test gives again."""
    return register_client(
        project=cast.project, organisation=cast.municipality, starts_on=ago(9), birth_year=1991, gender="woman",
        alias="Havnen", by=cast.coordinator,
    )  # fmt: skip


def test_finds_the_citizen_who_is_here_already(walker, cast, known):
    walker.enter(cast.coordinator).open("/").follow("Registrér").choose("Køn", "Kvinde").press("Søg")
    walker.sees("Er det en af disse?", "Havnen", known.code).stops().follow(known.code).is_at(page_of(known))
    before = Client.objects.count()
    to_registering(walker).fill({"Fødselsår": 1991}).tick_in("Køn", "Kvinde").press("Registrér borger")
    walker.is_told_what_is_wrong().sees("Der er en borger, som ligner meget", "Havnen").stops()
    assert Client.objects.count() == before
    walker.tick("Det er en anden borger").press("Registrér borger")
    assert walker.heading == "Borgeren er registreret"
    assert Client.objects.count() == before + 1


def test_an_anonymous_citizen_has_nothing_in_words(walker, cast):
    to_registering(walker.enter(cast.coordinator)).tick("Borgeren deltager anonymt", "NGO one")
    walker.fill({"Eget kaldenavn": "Havnen"}).press("Registrér borger").is_told_what_is_wrong()
    walker.sees("Det udelukker et samtykke").stops()
    walker.page.get_by_label("NGO one", exact=True).uncheck()
    walker.press("Registrér borger").is_told_what_is_wrong().sees("Lad feltet være tomt")
    walker.fill({"Eget kaldenavn": ""}).press("Registrér borger").follow("Til borgerens side")
    walker.sees("Deltager anonymt").stops()
    links = walker.page.locator("main a").all_inner_texts()
    assert not {"Henvis borgeren", "Registrér samtykke", "Registrér henvisning videre"} & set(links)
    walker.follow("Registrér session").stops()
    assert walker.page.get_by_label("Kort notat").count() == 0
    walker.page.go_back()
    walker.follow("Gør til en almindelig deltagelse").fill({"Den dag borgeren": TOMORROW})
    walker.press("Gør til en almindelig deltagelse").is_told_what_is_wrong().stops().fill({"Den dag borgeren": TODAY})
    walker.press("Gør til en almindelig deltagelse").sees("Borgeren deltager på almindelig vis fra nu af.")
    walker.follow("Henvis borgeren").stops()


def answer(person):
    """To what awaits an answer on My day."""
    person.page.get_by_role("link", name=re.compile("^Svar.*NGO one")).click()
    return person


def test_proposes_a_citizen_who_is_admitted(walker, another, cast):
    walker.sign_in(cast.caseworker).go_to("Forslag").stops().follow("Foreslå en borger")
    walker.fill({"Bemærkning": CPR_NUMBER}).press("Send forslag").is_told_what_is_wrong()
    walker.sees("Vælg, hvordan koordinatoren og borgeren mødes", "Det ligner et CPR-nummer").stops()
    walker.fill({"Bemærkning": "Helst om formiddagen", "Fødselsår": 1988}).tick("Vi kommer med borgeren")
    walker.tick("Borgeren er indforstået med, at vi følger med").press("Send forslag")
    walker.sees("Forslaget er sendt").stops()
    proposal = Proposal.objects.get()
    walker.sign_in(cast.coordinator).sees("Forslag, der venter på dit svar", "fra NGO one").stops()
    answer(walker).sees("Helst om formiddagen", "Vi kommer med borgeren").stops()
    another.open(f"/p/AAR/proposals/{proposal.pk}/decline/")
    walker.follow("Optag borgeren").sees("NGO one får adgang til borgerens side").stops().press("Optag og registrér")
    code = walker.page.locator(".code-card").inner_text()
    another.choose("Årsag", "Ingen plads for tiden").press("Afvis")
    another.sees("Forslaget er allerede lukket: optaget").stops()
    walker.page.go_back()
    walker.is_at(f"/p/AAR/proposals/{proposal.pk}/").sees("Forslaget er allerede lukket: optaget", code)
    walker.open("/p/AAR/today/").does_not_see("Forslag, der venter")
    walker.enter(cast.caseworker).open("/").go_to("Forslag").sees("Optaget").stops()
    walker.page.locator("main tbody a").click()
    walker.follow(code).is_at(page_of(Client.objects.get(code=code)))


@pytest.fixture
def proposal(cast):
    return propose(project=cast.project, organisation=cast.ngo, how_to_meet="drop_in", by=cast.caseworker)


def test_a_proposal_is_declined_with_a_reason(walker, cast, proposal):
    answer(walker.enter(cast.coordinator).open("/")).follow("Afvis").press("Afvis")
    walker.is_told_what_is_wrong().sees("Vælg en begrundelse").stops()
    walker.choose("Årsag", "Andet").press("Afvis").is_told_what_is_wrong().sees("Skriv med få ord").stops()
    walker.fill({"Med få ord": "Bor i en anden kommune"}).press("Afvis").sees("partneren kan se hvorfor").stops()
    walker.enter(cast.caseworker).open(f"/p/AAR/proposals/{proposal.pk}/").sees("Afvist", "Bor i en anden kommune")
    assert walker.page.get_by_role("link", name="Træk forslaget tilbage").count() == 0
    walker.stops().enter(cast.other_caseworker).open(f"/p/AAR/proposals/{proposal.pk}/")
    assert walker.answer.status == 404


def test_a_proposal_that_was_withdrawn_meanwhile(walker, cast, proposal):
    walker.enter(cast.coordinator).open(f"/p/AAR/proposals/{proposal.pk}/admit/").fill({"Fødselsår": 1988})
    withdraw(proposal, by=cast.caseworker)
    walker.press("Optag og registrér").is_told_what_is_wrong()
    walker.sees("Forslaget er allerede lukket: trukket tilbage. Der kan sendes et nyt.").stops()
    assert Client.objects.filter(birth_year=1988).count() == 0


def test_a_double_click_proposes_once_and_the_back_button_brings_nothing_back(walker, cast):
    walker.enter(cast.caseworker).open("/p/AAR/proposals/new/").tick("Vi ringer til jer")
    walker.page.get_by_role("button", name="Send forslag", exact=True).dblclick()
    walker.is_at("/p/AAR/proposals/")
    assert Proposal.objects.count() == 1
    walker.page.go_back()
    assert walker.heading == "Foreslå en borger"
    expect(walker.page.get_by_label("Vi ringer til jer")).not_to_be_checked()


def test_signed_out_while_registering(walker, cast):
    to_registering(walker.sign_in(cast.coordinator)).fill({"Eget kaldenavn": "Den blå cykel", "Fødselsår": 1990})
    walker.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    walker.press("Registrér borger").stops().give_sign_in(cast.coordinator.email, PASSWORD).is_at(REGISTER)
    walker.sees("Det, du skrev, er her stadig").stops()
    expect(walker._field("Eget kaldenavn")).to_have_value("Den blå cykel")
    walker.press("Registrér borger")
    assert walker.heading == "Borgeren er registreret"


def test_the_lead_lets_every_partner_register_its_own(walker, cast):
    """The lead registers nobody; who does is the lead's to set."""
    walker.enter(cast.lead).open(REGISTER)
    assert walker.answer.status == 403
    grant_by_command(
        user=cast.stranger, role=Role.COORDINATOR, starts_on=TODAY, project=cast.project, organisation=cast.ngo
    )
    walker.stops().enter(cast.stranger).open("/p/AAR/register/").sees("Foreslå uden at søge").stops()
    walker.enter(cast.lead).open("/").follow("Projekt").tick_in("Visitation", "Decentral: hver samarbejdspartner "
        "registrerer sine egne").press("Gem indstillinger").stops()  # fmt: skip
    to_registering(walker.enter(cast.stranger)).press("Registrér borger")
    client = Client.objects.get(code=walker.page.locator(".code-card").inner_text())
    assert client.links.get().organisation == cast.ngo
    walker.enter(cast.caseworker).open("/p/AAR/register/").sees("Gå til koordinatoren i din organisation").stops()
