"""What somebody had typed when they were signed out is there when they, and nobody else, have signed in again."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import unsent
from clients.services import withdraw_consent
from conftest import PASSWORD
from interventions.models import Session as Meeting
from projects.access import Role
from projects.services import grant_by_command
from tests.writing import BACKEND, FORM_PAGES, address_of, hidden, signed_in, values_of, writer_of, written

STILL_HERE = "What you wrote is still here."
SESSION = "interventions:new_session"


@pytest.fixture(autouse=True)
def _english(cast):
    type(cast.coordinator).objects.update(language="en")


def as_typed(values):
    """The ticks of a browser, as the form's own field says them."""
    return {name: value == "on" or value for name, value in values.items()}


def time_out():
    Session.objects.all().delete()


def sign_in(browser, user):
    """By the page for it, as a person does."""
    response = browser.post("/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302


@pytest.mark.parametrize("name", FORM_PAGES)
def test_a_form_that_is_sent_after_a_timeout_comes_back_filled(cast, rows, name):
    user, address = writer_of(name, cast), address_of(name, rows)
    browser = signed_in(user)
    page = browser.get(address)
    typed = written(page.context["form"])
    time_out()
    response = browser.post(address, typed | hidden(page))
    assert response.url == f"/login/?next={address}"
    browser.force_login(user, backend=BACKEND)
    again = browser.get(address)
    assert values_of(again.context["form"]) == as_typed(typed)
    assert STILL_HERE in again.content.decode()
    assert again.context["form"].errors == {}


@pytest.fixture
def at_session(cast, rows):
    """A caseworker who has opened the form for a session, and what they send."""
    browser, address = signed_in(cast.caseworker), address_of(SESSION, rows)
    page = browser.get(address)
    return browser, address, written(page.context["form"], "Kaffe") | hidden(page)


def test_it_is_saved_once_and_then_gone(at_session, cast):
    browser, address, typed = at_session
    before = Meeting.objects.count()
    time_out()
    browser.post(address, typed)
    assert Meeting.objects.count() == before
    sign_in(browser, cast.caseworker)
    page = browser.get(address)
    assert browser.post(address, typed | hidden(page)).status_code == 302
    assert Meeting.objects.count() == before + 1
    assert STILL_HERE not in browser.get(address).content.decode()
    assert unsent.NAME not in str(browser.session.get("unsent") or "")


def test_another_person_gets_nothing_and_it_is_gone(at_session, cast):
    browser, address, typed = at_session
    time_out()
    browser.post(address, typed)
    sign_in(browser, cast.colleague)
    assert browser.session[unsent.NAME] == {}
    page = browser.get(address).content.decode()
    assert STILL_HERE not in page
    assert "Kaffe" not in page
    browser.force_login(cast.caseworker, backend=BACKEND)
    assert STILL_HERE not in browser.get(address).content.decode()


def test_another_browser_of_the_same_person_gets_nothing(at_session, cast):
    browser, address, typed = at_session
    time_out()
    browser.post(address, typed)
    assert STILL_HERE not in signed_in(cast.caseworker).get(address).content.decode()


def test_it_waits_for_ten_minutes(at_session, cast, monkeypatch):
    browser, address, typed = at_session
    time_out()
    browser.post(address, typed)
    assert browser.session.get_expiry_age() == 600
    now = unsent.time.time()
    monkeypatch.setattr(unsent.time, "time", lambda: now + 601)
    sign_in(browser, cast.caseworker)
    assert browser.session[unsent.NAME] == {}
    assert STILL_HERE not in browser.get(address).content.decode()


def test_whoever_signs_in_again_stays_as_long_as_anybody(at_session, cast, settings):
    browser, address, typed = at_session
    time_out()
    browser.post(address, typed)
    sign_in(browser, cast.caseworker)
    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert browser.session.get_expire_at_browser_close()


def test_signing_out_in_another_window_loses_nothing(at_session, cast):
    browser, address, typed = at_session
    browser.post(reverse("account_logout"))
    browser.post(address, typed)
    sign_in(browser, cast.caseworker)
    assert values_of(browser.get(address).context["form"])["note"] == "Kaffe"


@pytest.mark.parametrize("words", ["Hun hedder 010180-1234", "Ring på 22334455"])
def test_what_identifies_is_not_kept_and_the_rest_is(at_session, cast, words):
    browser, address, typed = at_session
    time_out()
    browser.post(address, typed | {"note": words})
    assert words not in str(browser.session.items())
    sign_in(browser, cast.caseworker)
    page = browser.get(address)
    shown = values_of(page.context["form"])
    assert (shown["note"], shown["minutes"]) == (None, typed["minutes"])
    assert "Not kept – Short note (optional): This looks like" in page.content.decode()


def test_nothing_is_kept_about_a_citizen_who_is_out_of_reach(at_session, cast, rows):
    browser, address, typed = at_session
    time_out()
    withdraw_consent(rows.consent, by=cast.coordinator)
    assert browser.post(address, typed).url == f"/login/?next={address}"
    assert unsent.NAME not in browser.session


def test_nothing_is_kept_for_a_closed_account(at_session, cast):
    browser, address, typed = at_session
    type(cast.caseworker).objects.filter(pk=cast.caseworker.pk).update(is_active=False)
    browser.post(address, typed)
    assert unsent.NAME not in browser.session


@pytest.mark.parametrize("seal", ["", "made-up", "eyJieSI6MX0:1:x"])
def test_without_the_page_s_seal_nothing_is_kept(at_session, seal):
    browser, address, typed = at_session
    time_out()
    assert browser.post(address, typed | {"opened": seal}).status_code == 302
    assert unsent.NAME not in browser.session


def test_a_seal_is_good_for_its_own_form_only(at_session, cast, rows):
    browser, _address, typed = at_session
    time_out()
    browser.post(address_of("cti:goal", rows), typed | {"goal": "leave"})
    assert unsent.NAME not in browser.session


class WithTokens:
    """A browser whose forms are refused without their token, as all real ones are."""

    def __init__(self, user):
        self.browser = Client(enforce_csrf_checks=True)
        self.sign_in(user)

    def sign_in(self, user):
        self.browser.force_login(user, backend=BACKEND)

    def open(self, address):
        page = self.browser.get(address)
        return written(page.context["form"], "Kaffe") | hidden(page) | {"csrfmiddlewaretoken": "x" * 64}

    def send(self, address, typed):
        return self.browser.post(address, typed)


def test_a_stale_token_of_the_same_person_brings_the_text_back(cast, rows):
    """Signed out, and in again in another window: the page's token is another one by then."""
    window, address = WithTokens(cast.caseworker), address_of(SESSION, rows)
    typed, before = window.open(address), Meeting.objects.count()
    response = window.send(address, typed)
    assert (response.status_code, response.url) == (302, address)
    page = window.browser.get(address)
    assert values_of(page.context["form"])["note"] == "Kaffe"
    assert STILL_HERE in page.content.decode()
    assert Meeting.objects.count() == before


def test_a_stale_token_of_somebody_signed_out_leads_to_sign_in(cast, rows):
    window, address = WithTokens(cast.caseworker), address_of(SESSION, rows)
    typed = window.open(address)
    time_out()
    assert window.send(address, typed).url == f"/login/?next={address}"
    window.sign_in(cast.caseworker)
    assert values_of(window.browser.get(address).context["form"])["note"] == "Kaffe"


def test_a_stale_token_under_another_person_is_refused_and_nothing_kept(cast, rows):
    window, address = WithTokens(cast.caseworker), address_of(SESSION, rows)
    typed = window.open(address)
    window.sign_in(cast.colleague)
    response = window.send(address, typed)
    assert response.status_code == 403
    assert "Kaffe" not in response.content.decode()
    assert unsent.NAME not in window.browser.session


def test_a_stale_token_of_somebody_who_has_lost_the_citizen_is_refused(cast, rows):
    window, address = WithTokens(cast.caseworker), address_of(SESSION, rows)
    typed = window.open(address)
    withdraw_consent(rows.consent, by=cast.coordinator)
    assert window.send(address, typed).status_code == 403
    assert unsent.NAME not in window.browser.session


def test_one_organisation_s_alias_is_not_offered_for_another(cast, rows):
    """Somebody who works for two organisations is signed out at the form of the one."""
    grant_by_command(
        user=cast.coordinator, role=Role.CASEWORKER, project=cast.project, organisation=cast.ngo, starts_on=localdate()
    )
    browser, address = signed_in(cast.coordinator), address_of("casework:reference", rows)
    forms = {each: f"{address}?organisation={each.pk}" for each in (cast.municipality, cast.ngo)}
    page = browser.get(forms[cast.municipality])
    time_out()
    browser.post(forms[cast.municipality], {"alias": "Anemone"} | hidden(page))
    browser.force_login(cast.coordinator, backend=BACKEND)
    assert "Anemone" not in browser.get(forms[cast.ngo]).content.decode()
    assert "Anemone" not in browser.get(address).content.decode()
    assert "Anemone" in browser.get(forms[cast.municipality]).content.decode()
