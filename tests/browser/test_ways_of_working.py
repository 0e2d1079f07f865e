"""By keyboard alone, without JavaScript, in two windows, with the back button, after a long break."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from clients.models import Client
from clients.services import register_client
from conftest import PASSWORD
from interventions.models import NationalInterventionType, Session
from interventions.services import log_intervention, offer_type
from tests.browser.person import FOCUS_IS_VISIBLE, Person
from wellbeing.models import WellbeingResponse

TODAY = localdate()
HAS_FOCUS = "element => element === document.activeElement"


def page_of(client):
    return reverse("casework:citizen", args=[client.project.code, client.code])


@pytest.fixture
def therapy(cast):
    kind = NationalInterventionType.objects.get(name="Individuel terapi")
    return log_intervention(
        client=cast.client, type=offer_type(cast.project, national=kind, by=None), starts_on=TODAY, provider=cast.ngo,
        logged_for=cast.municipality, by=cast.coordinator,
    )  # fmt: skip


class Keyboard:
    """A person who only types; what has the focus must be seen at every step."""

    def __init__(self, person):
        self.page = person.page

    def key(self, name):
        self.page.keyboard.press(name)

    def to(self, target, furthest=60):
        """Tab until `target` has the focus."""
        expect(target).to_have_count(1)
        for _step in range(furthest):
            self.key("Tab")
            assert self.page.evaluate(FOCUS_IS_VISIBLE), self.page.evaluate("document.activeElement.outerHTML")
            if target.evaluate(HAS_FOCUS):
                return self
        raise AssertionError(f"{furthest} tabs do not reach {target}")

    def types(self, text):
        self.page.keyboard.type(text)
        return self

    def sends(self, key):
        with self.page.expect_navigation():
            self.key(key)
        return self


@pytest.fixture
def keyboard(person):
    return Keyboard(person)


def field(person, label):
    return person.page.get_by_label(re.compile(r"^\s*" + label))


def test_signs_in_by_keyboard(person, cast, keyboard):
    person.open("/login/")
    keyboard.to(field(person, "E-mail")).types(cast.coordinator.email)
    keyboard.to(field(person, "Adgangskode"), 1).types(PASSWORD).sends("Enter")
    person.is_at("/p/AAR/today/")


def test_the_skip_link_leads_past_the_menu(person, cast, keyboard):
    person.enter(cast.coordinator).open(page_of(cast.client))
    skip = person.page.get_by_role("link", name="Gå til indholdet")
    assert skip.bounding_box()["x"] < 0
    keyboard.to(skip, 1)
    assert skip.bounding_box()["x"] >= 0
    keyboard.key("Enter")
    assert person.page.locator("main").evaluate(HAS_FOCUS)
    keyboard.key("Tab")
    assert person.page.evaluate("document.activeElement.closest('main') !== null")


def test_registers_by_keyboard(person, cast, keyboard):
    person.enter(cast.coordinator).open("/p/AAR/citizens/")
    keyboard.to(person.page.locator("nav").get_by_role("link", name="Registrér")).sends("Enter")
    keyboard.to(person.page.get_by_role("link", name="Registrér uden at søge")).sends("Enter")
    keyboard.to(field(person, "Fødselsår")).types("1985")
    keyboard.to(person.page.get_by_label("Ikke oplyst").last).key("ArrowDown")
    keyboard.to(field(person, "Eget kaldenavn")).types("Havnen")
    keyboard.to(person.page.get_by_label("NGO one")).key("Space")
    keyboard.to(person.page.get_by_role("button", name="Registrér borger")).sends("Enter")
    assert person.heading == "Borgeren er registreret"
    client = Client.objects.get(code=person.page.locator(".code-card").inner_text())
    assert (client.birth_year, client.gender) == (1985, "woman")
    assert [consent.organisation for consent in client.consents.all()] == [cast.ngo]


def test_every_stop_of_the_keyboard_is_seen(person, cast, therapy):
    """All the way through a citizen's page, wide and narrow."""
    person.enter(cast.coordinator)
    for width in (1280, 360):
        person.page.set_viewport_size({"width": width, "height": 740})
        person.open(page_of(cast.client))
        stops = []
        for _step in range(80):
            person.page.keyboard.press("Tab")
            stops.append(person.page.evaluate("document.activeElement.outerHTML"))
            if stops[-1].startswith("<body"):
                break
            assert person.page.evaluate(FOCUS_IS_VISIBLE), f"{width} px: {stops[-1]}"
        assert stops[-1].startswith("<body")
        assert len(set(stops)) > 12


def test_signs_out_by_keyboard(person, cast, keyboard):
    person.enter(cast.coordinator).open("/p/AAR/citizens/")
    keyboard.to(person.page.locator(".menu-person summary")).key("Enter")
    keyboard.to(person.page.get_by_role("button", name="Log ud"), 3).sends("Enter")
    person.open("/p/AAR/citizens/")
    assert "/login/?next=" in person.page.url


@pytest.fixture
def without_scripts(new_context, live_server):
    return Person(new_context(java_script_enabled=False).new_page(), live_server)


def test_registers_without_scripts(without_scripts, cast):
    without_scripts.sign_in(cast.coordinator).is_at("/p/AAR/today/").follow("Registrér")
    without_scripts.follow("Registrér uden at søge")
    without_scripts.fill({"Startdato": "", "Eget kaldenavn": "Broen"}).press("Registrér borger")
    without_scripts.sees("Startdato: Dette felt er påkrævet.").fill({"Startdato": TODAY}).press("Registrér borger")
    code = without_scripts.page.locator(".code-card").inner_text()
    assert Client.objects.get(code=code).references.get().alias == "Broen"


def test_searches_without_scripts(without_scripts, cast):
    without_scripts.enter(cast.coordinator).open("/p/AAR/citizens/").fill({"Kode, eget": cast.client.code}).press("Søg")
    without_scripts.sees("1 borger", cast.client.code).does_not_see(cast.municipal_client.code)
    without_scripts.open("/p/AAR/citizens/").choose("Vis", "Afsluttet").press("Søg").sees("Ingen borger passer")


def test_searches_while_typing(person, cast):
    person.enter(cast.coordinator).open("/p/AAR/citizens/")
    person.page.locator("main").get_by_role("searchbox").press_sequentially(cast.client.code[4:8])
    expect(person.page.locator("#citizens tbody tr")).to_have_count(1)
    person.sees("1 borger", cast.client.code)
    expect(person.page).to_have_url(re.compile(r"\?q="))
    assert person.failures == []


def test_logs_a_session_and_who_5_without_scripts(without_scripts, cast, therapy):
    without_scripts.enter(cast.coordinator).open(page_of(cast.client)).follow("Individuel terapi")
    without_scripts.follow("Registrér session").tick("Deltog", "Bolig").press("Gem session").sees("Bolig")
    without_scripts.open(page_of(cast.client)).follow("Indtast WHO-5")
    for statement in without_scripts.page.locator(".statements").get_by_role("group").all():
        statement.get_by_label("Hele tiden", exact=True).check()
    without_scripts.press("Gem svar").sees("100", "af 100 point")
    assert Session.objects.get(client=cast.client).topics.get().challenge == "housing"
    assert WellbeingResponse.objects.get(client=cast.client).score == 100


def test_what_has_ended_in_one_window_is_told_in_the_other(person, another, cast):
    client = register_client(
        project=cast.project,
        organisation=cast.municipality,
        starts_on=TODAY - dt.timedelta(days=9),
        by=cast.coordinator,
    )
    person.enter(cast.coordinator).open(page_of(client)).follow("Afslut indskrivning")
    another.open(page_of(client)).follow("Afslut indskrivning").press("Afslut indskrivning")
    another.sees("Indskrivningen er afsluttet")
    person.press("Afslut indskrivning").sees("Borgeren er ikke indskrevet nu")
    person.is_told_what_is_wrong().looks_right()
    assert client.enrolments.get().ends_on == TODAY


def test_the_back_button_brings_nothing_of_the_citizen_back(person, cast):
    before = Client.objects.count()
    person.enter(cast.coordinator).open("/p/AAR/register/new/").fill({"Eget kaldenavn": "Mosen"}).press(
        "Registrér borger"
    )
    assert person.heading == "Borgeren er registreret"
    person.page.go_back()
    assert person.heading == "Registrér en borger"
    assert field(person, "Eget kaldenavn").input_value() == ""
    assert Client.objects.count() == before + 1


def test_a_form_sent_again_leads_to_what_it_made(person, cast):
    """As from a browser that keeps the page behind the back button."""
    before = Client.objects.count()
    person.enter(cast.coordinator).open("/p/AAR/register/new/").fill({"Eget kaldenavn": "Mosen"})
    sent = dict(person.page.locator("main form").evaluate("form => [...new FormData(form).entries()]"))
    person.press("Registrér borger")
    code = person.page.locator(".code-card").inner_text()
    again = person.page.request.post(f"{person.server.url}/p/AAR/register/new/", form=sent)
    assert again.ok
    assert code in again.text()
    assert Client.objects.count() == before + 1


def test_a_double_click_does_not_register_twice(person, cast):
    before = Client.objects.count()
    person.enter(cast.coordinator).open("/p/AAR/register/new/")
    person.page.get_by_role("button", name="Registrér borger", exact=True).dblclick()
    person.page.wait_for_url(re.compile("/citizens/"))
    person.open("/p/AAR/citizens/")
    assert Client.objects.count() == before + 1


@pytest.mark.parametrize("place", ["", "who5/new/"])
def test_after_a_long_break_one_is_back_where_one_was(person, cast, place):
    person.sign_in(cast.coordinator).open(page_of(cast.client) + place)
    person.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    person.page.reload()
    assert person.page.url.endswith(f"/login/?next={page_of(cast.client)}{place}")
    person.give_sign_in(cast.coordinator.email, PASSWORD).is_at(page_of(cast.client) + place)


def test_a_form_sent_after_a_long_break_stores_nothing(person, cast):
    person.sign_in(cast.coordinator).open("/p/AAR/register/new/")
    before = Client.objects.count()
    person.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    person.press("Registrér borger").give_sign_in(cast.coordinator.email, PASSWORD).is_at("/p/AAR/register/new/")
    assert Client.objects.count() == before


def test_an_unstyled_page_does_not_pass(person, cast):
    """The checks themselves: a page without one of its sheets, and one that is too wide."""
    person.open("/login/")
    person.page.evaluate("document.querySelector('link[href*=site]').remove()")
    with pytest.raises(AssertionError):
        person.looks_right()
    person.open("/login/").page.evaluate("document.querySelector('h1').style.width = '1000px'")
    with pytest.raises(AssertionError, match="too wide"):
        person.looks_right()
