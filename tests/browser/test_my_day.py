"""My day on a phone: by keyboard alone to the thing to do, and back to a shorter list."""

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from clients.assignments.services import assign
from clients.models import Client, Cover
from interventions.models import NationalInterventionType, Session
from interventions.services import log_intervention, offer_type
from tests.browser.person import NARROW, WIDE
from tests.browser.test_ways_of_working import HAS_FOCUS, Keyboard

TODAY = localdate()
DAY = "/p/AAR/today/"


@pytest.fixture
def appointed(cast):
    """The caseworker's own citizen, with an appointment today and an intervention to log on."""
    Client.objects.filter(pk=cast.client.pk).update(
        next_appointment_on=TODAY, next_appointment_time="14:30", next_appointment_place="cafe"
    )
    assign(cast.client, worker=cast.caseworker, since=TODAY, by=cast.coordinator)
    kind = offer_type(cast.project, national=NationalInterventionType.objects.get(name="Individuel terapi"), by=None)
    log_intervention(
        client=cast.client, type=kind, starts_on=TODAY, provider=cast.ngo, logged_for=cast.ngo, by=cast.caseworker
    )
    return cast.client


@pytest.fixture
def phone(person):
    person.page.set_viewport_size(NARROW)
    return person


def test_a_session_is_logged_from_my_day_by_keyboard_on_a_phone(phone, cast, appointed):
    keyboard = Keyboard(phone)
    phone.enter(cast.caseworker).open("/").is_at(DAY).sees("Aftaler i dag", "kl. 14.30, på en café")
    log = phone.page.get_by_role("link", name=re.compile(f"^Registrér session.*{appointed.code}"))
    keyboard.to(log).sends("Enter")
    keyboard.to(phone.page.get_by_role("button", name="Gem session", exact=True)).sends("Enter")
    assert Session.objects.get().client == appointed
    phone.open(DAY).does_not_see("Aftaler i dag")


def test_the_bar_of_a_phone_has_four_places(phone, cast, appointed):
    bar = phone.enter(cast.coordinator).open(DAY).page.locator("nav.navigation a:visible")
    assert bar.all_inner_texts() == ["Min dag", "Borgere", "Registrér", "Mere"]
    phone.follow("Mere").is_at("/p/AAR/more/").follow("Afløsning ved fravær")
    assert phone.heading == "Afløsning ved fravær"


def test_a_colleague_who_covers_is_named_from_a_phone(phone, cast, appointed):
    phone.enter(cast.caseworker).open("/p/AAR/cover/").follow("Angiv en kollega, der afløser")
    phone.press("Gem afløsning").is_told_what_is_wrong().choose("Hvem afløser", "Colleague")
    phone.fill({"Sidste dag": TODAY}).press("Gem afløsning").is_at("/p/AAR/cover/")
    phone.sees("Afløsningen er gemt.", "Colleague afløser Caseworker")
    assert Cover.objects.get().ends_on == TODAY
    phone.open(f"{DAY}?who=mine").sees("Colleague afløser dig til og med").looks_right()
    phone.enter(cast.colleague).open(f"{DAY}?who=mine").sees("Du afløser Caseworker", appointed.code).looks_right()


def test_a_slash_leads_to_the_search_unless_something_is_typed(person, cast):
    person.page.set_viewport_size(WIDE)
    person.enter(cast.coordinator).open(DAY)
    search = person.page.get_by_role("searchbox", name="Find borger")
    person.page.keyboard.press("/")
    assert search.evaluate(HAS_FOCUS)
    expect(search).to_have_value("")
    person.page.keyboard.type(f"{cast.client.code}/")
    expect(search).to_have_value(f"{cast.client.code}/")
    person.page.keyboard.press("Backspace")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.sees("1 borger", cast.client.code).does_not_see(cast.municipal_client.code)


def test_the_filters_of_the_list_stay_in_the_address(person, cast, appointed):
    person.enter(cast.coordinator).open("/p/AAR/citizens/")
    person.page.get_by_text("Flere filtre").click()
    person.choose("Venter", "Stille")
    person.page.wait_for_url("**due=silent**")
    expect(person.page.locator("#citizens tbody tr")).to_have_count(2)
    person.page.reload()
    expect(person.page.locator("#citizens tbody tr")).to_have_count(2)
    person.looks_right()
