"""Logging from a phone: how few steps it takes, and a whole group without a script."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from clients.models import Consent
from clients.services import set_reference, withdraw_consent
from interventions.groups.services import log_group_session
from interventions.models import GroupSession, NationalInterventionType, Session
from interventions.services import log_intervention, log_session, offer_type
from tests.browser.person import NARROW, Counted, Person

TODAY = localdate()


def offer(cast, key):
    return offer_type(cast.project, national=NationalInterventionType.objects.get(key=key), by=None)


@pytest.fixture
def therapy(cast):
    """A running intervention with one session a week ago."""
    set_reference(cast.client, cast.ngo, reference="", alias="Havnen", by=cast.caseworker)
    week_ago = TODAY - dt.timedelta(days=7)
    work = log_intervention(
        client=cast.client, type=offer(cast, "individual_therapy"), starts_on=week_ago, provider=cast.ngo,
        logged_for=cast.ngo, by=cast.caseworker,
    )  # fmt: skip
    log_session(work, held_on=week_ago, minutes=45, kind="phone", logged_for=cast.ngo, by=cast.caseworker)
    return work


def test_a_session_takes_three_steps_from_the_start_page(person, cast, therapy):
    person.page.set_viewport_size(NARROW)
    person.enter(cast.caseworker).open("/")
    counted = Counted(person).does("follow", "Sessioner")
    counted.clicks(person.page.get_by_role("link", name="Havnen"))
    counted.does("press", "Gem session")
    assert counted.steps <= 5
    person.sees("Sessionen er registreret")
    session = therapy.sessions.first()
    assert (session.held_on, session.minutes, session.kind) == (TODAY, 45, "phone")


def test_with_another_length_and_a_topic_it_takes_five(person, cast, therapy):
    person.page.set_viewport_size(NARROW)
    person.enter(cast.caseworker).open("/")
    counted = Counted(person).does("follow", "Sessioner")
    counted.clicks(person.page.get_by_role("link", name="Havnen"))
    counted.does("fill", {"Minutter": 20}).does("tick", "Bolig").does("press", "Gem session")
    assert counted.steps <= 5
    person.sees("20 minutter", "Bolig")


def test_a_visit_takes_one_tap_on_the_citizen_s_page(person, cast):
    cafe = offer(cast, "drop_in")
    person.page.set_viewport_size(NARROW)
    person.enter(cast.caseworker).open(reverse("casework:citizen", args=["AAR", cast.client.code]))
    person.press(f"Registrér besøg i dag: {cafe}").sees("er registreret i dag")
    person.press(f"Registrér besøg i dag: {cafe}").sees("var allerede registreret i dag")
    assert Session.objects.get().kind == "drop_in"


@pytest.fixture
def phone(new_context, live_server):
    """A narrow browser that runs no script."""
    page = new_context(java_script_enabled=False, has_touch=True).new_page()
    page.set_viewport_size(NARROW)
    return Person(page, live_server)


def fits(person):
    page = person.page
    box = page.locator("main").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    for field in page.locator(".pick, .picks button").all():
        assert field.bounding_box()["height"] >= 44
    return person


def test_a_group_on_a_phone_without_scripts(phone, cast):
    group = offer(cast, "group_therapy")
    set_reference(cast.client, cast.municipality, reference="", alias="Havnen", by=cast.coordinator)
    phone.enter(cast.coordinator).open("/").go_to("Sessioner").follow("Registrér gruppesession")
    fits(phone).choose("Indsatstype", str(group)).fill(
        {"Minutter": 90, "Deltagere uden kode": 3, "Notat om": "God stemning"}
    )
    phone.page.get_by_label("Havnen").check()
    phone.fill({"Kode, eget": cast.municipal_client.code})
    phone.page.locator(".picks").get_by_role("button", name="Søg").click()
    assert "note" not in phone.page.url
    assert cast.client.code not in phone.page.url
    expect(phone.page.get_by_label("Havnen")).to_be_checked()
    phone.page.get_by_label(cast.municipal_client.code).check()
    phone.press("Gem gruppesession")
    phone.sees("registreret for 2 borgere", "3 deltagere uden kode", "God stemning", "90")
    made = GroupSession.objects.get()
    assert made.sessions.count() == 2
    fits(phone)


def test_those_of_last_time_with_one_tap_without_scripts(phone, cast):
    group = offer(cast, "group_therapy")
    log_group_session(
        cast.project, type=group, held_on=TODAY - dt.timedelta(days=7), minutes=60,
        codes=[cast.client.code, cast.municipal_client.code], logged_for=cast.municipality, by=cast.coordinator,
    )  # fmt: skip
    phone.enter(cast.coordinator).open("/p/AAR/groups/new/").press("Gentag sidste")
    expect(phone.page.locator(".pick input:checked")).to_have_count(2)
    phone.page.get_by_label(cast.client.code).uncheck()
    phone.press("Gem gruppesession").sees("registreret for 1 borger")
    assert GroupSession.objects.first().sessions.get().client == cast.municipal_client


def test_who_was_lost_meanwhile_is_named(person, cast):
    group = offer(cast, "group_therapy")
    person.enter(cast.caseworker).open("/p/AAR/groups/new/").choose("Indsatstype", str(group)).fill({"Minutter": 50})
    person.page.get_by_label(cast.client.code).check()
    withdraw_consent(Consent.objects.get(client=cast.client), by=cast.coordinator)
    person.press("Gem gruppesession").is_told_what_is_wrong()
    person.sees(f"Du kan ikke længere registrere for {cast.client.code}", "Intet er gemt").looks_right()
    assert person.page.get_by_label("Minutter").input_value() == "50"
    assert not GroupSession.objects.exists()


def test_two_windows_on_one_session(person, another, cast, therapy):
    page = reverse("interventions:correct_session", args=["AAR", cast.client.code, therapy.sessions.get().pk])
    person.enter(cast.caseworker).open(page)
    another.open(page).fill({"Minutter": 60}).press("Gem session").sees("Sessionen er rettet")
    person.fill({"Minutter": 15}).press("Gem session").sees("En anden har ændret det her, mens du skrev", "60")
    expect(person.page.locator(".changed-meanwhile")).to_be_focused()
    person.looks_right()
    person.press("Gem session").sees("Sessionen er rettet", "15 minutter")


def test_the_lead_orders_renames_and_closes(person, cast):
    for key in ("individual_therapy", "group_therapy"):
        offer(cast, key)
    person.enter(cast.lead).open("/p/AAR/catalogue/")
    rows = person.page.locator("ol .work-row")
    rows.filter(has_text="Gruppeterapi").get_by_role("button", name="Op").click()
    expect(rows.first.locator(".work-name")).to_have_text("Gruppeterapi")
    person.looks_right()
    rows.first.get_by_role("link", name="Ret").click()
    person.fill({"Navn": "Tirsdagsgruppen", "Lukket fra": TODAY})
    person.choose("Afløst af", "Individuel terapi").looks_right().press("Gem type")
    person.sees(
        "Tirsdagsgruppen", "nationalt: Gruppeterapi", "lukket siden", "afløst af Individuel terapi"
    ).looks_right()
