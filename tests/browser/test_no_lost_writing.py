"""Drafts, a timeout and two windows, as they are met at a phone's width, with and without scripts."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from clients.drafts.models import Draft
from clients.services import set_reference
from conftest import PASSWORD
from cti.models import Course
from interventions.models import NationalInterventionType, Session
from interventions.services import log_intervention, offer_type
from tests.browser.person import NARROW, Person

TODAY = localdate()
SIGNED_OUT = "Du blev logget ud. Det, du skrev, er her stadig."
CHANGED = "En anden har ændret det her, mens du skrev"


@pytest.fixture
def form(cast):
    """The address of the form for a session, which keeps drafts."""
    kind = NationalInterventionType.objects.get(name="Individuel terapi")
    therapy = log_intervention(
        client=cast.client, type=offer_type(cast.project, national=kind, by=None), starts_on=TODAY, provider=cast.ngo,
        logged_for=cast.municipality, by=cast.coordinator,
    )  # fmt: skip
    return reverse("interventions:new_session", args=["AAR", cast.client.code, therapy.pk])


@pytest.fixture
def phone(new_context, live_server):
    return on_a_phone(new_context(), live_server)


@pytest.fixture
def phone_without_scripts(new_context, live_server):
    return on_a_phone(new_context(java_script_enabled=False), live_server)


def on_a_phone(context, live_server):
    page = context.new_page()
    page.set_viewport_size(NARROW)
    return Person(page, live_server)


def note(person):
    return person._field("Kort notat")


def draft_line(person):
    return person.page.locator("#draft-line")


def test_leaving_a_field_keeps_a_draft_and_coming_back_offers_it(phone, cast, form):
    phone.enter(cast.caseworker).open(form).fill({"Kort notat": "Kaffe og en lang snak"})
    note(phone).blur()
    expect(draft_line(phone)).to_contain_text("Kladden er gemt kl.")
    phone.open(reverse("casework:citizens", args=["AAR"])).page.go_back()
    phone.sees("Der er en kladde fra kl.").looks_right()
    phone.page.set_viewport_size(NARROW)
    phone.follow("Fortsæt")
    expect(note(phone)).to_have_value("Kaffe og en lang snak")
    phone.tick("Deltog").press("Gem session").sees("Sessionen er registreret")
    assert Session.objects.get(client=cast.client).note == "Kaffe og en lang snak"
    assert not Draft.objects.exists()


def test_every_ten_seconds_while_writing(phone, cast, form):
    phone.page.clock.install()
    phone.enter(cast.caseworker).open(form).fill({"Kort notat": "Kaffe"})
    phone.page.clock.run_for(10_100)
    expect(draft_line(phone)).to_contain_text("Kladden er gemt kl.")
    assert Draft.objects.get().values["note"] == "Kaffe"


def test_what_identifies_is_told_at_its_field_and_not_kept(phone, cast, form):
    phone.enter(cast.caseworker).open(form).fill({"Kort notat": "Ring til hende på 22334455"})
    note(phone).blur()
    expect(phone.page.locator("#div_id_note .draft-refused")).to_contain_text("Det ligner et telefonnummer")
    assert not Draft.objects.exists()
    assert phone.failures == [f"422: {phone.server.url}{form}"]  # the refusal itself
    phone.failures.clear()
    phone.looks_right()
    phone.fill({"Kort notat": "Hun ringer selv"})
    note(phone).blur()
    expect(phone.page.locator(".draft-refused")).to_have_count(0)
    expect(draft_line(phone)).to_contain_text("Kladden er gemt kl.")


def test_the_button_and_the_offer_without_scripts(phone_without_scripts, cast, form):
    person = phone_without_scripts
    person.enter(cast.caseworker).open(form).fill({"Kort notat": "Kaffe"}).press("Gem kladde")
    person.sees("Kladden er gemt kl.")
    expect(note(person)).to_have_value("Kaffe")
    person.open(form).sees("Der er en kladde fra kl.").press("Kassér").sees("Kladden er slettet.")
    person.does_not_see("Der er en kladde")


def test_the_enter_key_sends_the_form_and_keeps_no_draft(phone, cast, form):
    phone.enter(cast.caseworker).open(form).tick("Deltog").fill({"Minutter": 30})
    phone._field("Minutter").press("Enter")
    phone.sees("Sessionen er registreret")
    assert Session.objects.get(client=cast.client).minutes == 30


@pytest.mark.parametrize("has_scripts", [True, False])
def test_signed_out_while_writing(phone, phone_without_scripts, cast, form, has_scripts):
    person = phone if has_scripts else phone_without_scripts
    person.sign_in(cast.caseworker).open(form).tick("Deltog").fill({"Kort notat": "Kaffe"})
    person.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    person.press("Gem session").give_sign_in(cast.caseworker.email, PASSWORD).is_at(form).sees(SIGNED_OUT)
    expect(note(person)).to_have_value("Kaffe")
    if has_scripts:
        person.looks_right()
    person.press("Gem session").sees("Sessionen er registreret")
    assert Session.objects.get(client=cast.client).note == "Kaffe"


def test_signed_out_and_without_any_cookie(phone, cast, form):
    phone.sign_in(cast.caseworker).open(form).fill({"Kort notat": "Kaffe"})
    phone.page.context.clear_cookies()
    phone.press("Gem session").give_sign_in(cast.caseworker.email, PASSWORD).is_at(form).sees(SIGNED_OUT)
    expect(note(phone)).to_have_value("Kaffe")


def test_another_person_at_the_same_phone_gets_nothing(phone, cast, form):
    phone.sign_in(cast.caseworker).open(form).fill({"Kort notat": "Kaffe"})
    phone.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    phone.press("Gem session").give_sign_in(cast.colleague.email, PASSWORD).is_at(form)
    phone.does_not_see(SIGNED_OUT)
    expect(note(phone)).to_have_value("")


def test_a_form_left_open_while_signing_in_anew_in_another_window(person, another, cast, form):
    person.sign_in(cast.caseworker).open(form).fill({"Kort notat": "Kaffe"})
    another.sign_in(cast.caseworker)
    person.press("Gem session").is_at(form).sees(SIGNED_OUT)
    expect(note(person)).to_have_value("Kaffe")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_two_people_on_one_alias(phone, phone_without_scripts, cast, has_scripts):
    person = phone if has_scripts else phone_without_scripts
    address = reverse("casework:reference", args=["AAR", cast.client.code])
    person.enter(cast.coordinator).open(address).fill({"Eget kaldenavn": "Broen"})
    set_reference(cast.client, cast.municipality, reference="", alias="Havnen", by=cast.coordinator)
    person.press("Gem kaldenavn og reference").sees(CHANGED, "Havnen", "Broen")
    expect(person._field("Eget kaldenavn")).to_have_value("Broen")
    if has_scripts:
        expect(person.page.locator(".changed-meanwhile")).to_be_focused()
        person.looks_right()
    person.press("Behold det, der står nu").sees("Formularen viser nu det, den anden har gemt")
    expect(person._field("Eget kaldenavn")).to_have_value("Havnen")
    person.fill({"Eget kaldenavn": "Broen"}).press("Gem kaldenavn og reference").sees("er gemt")
    assert cast.client.references.get().alias == "Broen"


def test_two_windows_with_one_goal(person, another, cast):
    course = Course.objects.create(project=cast.project, client=cast.client, contact_starts_on=TODAY)
    address = reverse("cti:goal", args=["AAR", cast.client.code, course.pk])
    person.enter(cast.caseworker).open(address).tick("Exit").fill({"Med borgerens egne ord": "Ro"})
    another.open(address).tick("Exit").fill({"Med borgerens egne ord": "Fred"}).press("Gem mål").sees("Målet er gemt")
    person.press("Gem mål").sees(CHANGED, "Fred", "Ro").looks_right().press("Gem mål").sees("Målet er gemt")
    course.refresh_from_db()
    assert course.own_words == "Ro"


def test_writing_on_when_signed_out_says_so(phone, cast, form):
    phone.sign_in(cast.caseworker).open(form)
    phone.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    phone.fill({"Kort notat": "Kaffe"})
    note(phone).blur()
    expect(draft_line(phone)).to_contain_text("Du er logget ud. Send formularen")
    assert not Draft.objects.exists()
