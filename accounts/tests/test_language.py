"""The switch of language: whose it is, where it is remembered, and where it leads."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from accounts.services import accept, begin_account, choose_language, invite
from audit.models import Action, AuditEvent
from conftest import PASSWORD

ADDRESS = "/language/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def user(db):
    return User.objects.create_user("anna@example.org", PASSWORD, name="Anna")


@pytest.fixture
def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def switch(client, language="en", back="http://testserver/login/", **more):
    return client.post(ADDRESS, {"language": language}, headers={"referer": back}, **more)


def language_of(client, address="/"):
    return client.get(address, follow=True)["Content-Language"]


def test_a_signed_in_person_s_choice_is_kept_with_the_account(signed_in, user):
    assert language_of(signed_in) == "da"
    switch(signed_in)
    assert language_of(signed_in) == "en"
    user.refresh_from_db()
    assert user.language == "en"
    switch(signed_in, "da")
    assert language_of(signed_in) == "da"


def test_it_leaves_an_event_and_none_where_nothing_changes(signed_in, user):
    switch(signed_in)
    switch(signed_in)
    (event,) = AuditEvent.objects.filter(subject_type="user")
    assert (event.action, event.actor_id, event.subject_ids) == (Action.CHANGED, user.pk, [user.pk])
    assert event.detail == {"language": "en"}


def test_before_signing_in_the_choice_is_the_browser_s(client, db):
    assert language_of(client, "/login/") == "da"
    assert switch(client).url == "http://testserver/login/"
    assert language_of(client, "/login/") == language_of(client, "/password/") == "en"
    assert not AuditEvent.objects.exists()
    switch(client, "da")
    assert language_of(client, "/login/") == "da"


def test_a_browser_s_header_decides_nothing(client, db):
    assert client.get("/login/", headers={"accept-language": "en"})["Content-Language"] == "da"


@pytest.mark.parametrize("cookie", ["", "xx", "en-GB", "../../en", "DA"])
def test_an_unknown_choice_is_the_installation_s_language(client, db, settings, cookie):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert language_of(client, "/login/") == "da"


def test_the_account_s_language_wins_over_the_browser_s(client, user):
    switch(client)
    client.force_login(user, backend=BACKEND)
    assert language_of(client) == "da"


def test_after_signing_out_the_page_speaks_as_before(signed_in):
    switch(signed_in)
    language_of(signed_in)
    response = signed_in.post("/logout/", follow=True)
    assert response["Content-Language"] == "en"
    assert "You have signed out." in response.content.decode()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, db, settings):
    cookie = switch(client).cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("en", True, "Lax", "")


@pytest.mark.parametrize("language", ["", "xx", "en-GB", "EN"])
def test_a_language_that_is_not_spoken_is_refused(signed_in, user, language):
    assert switch(signed_in, language).status_code == 400
    user.refresh_from_db()
    assert user.language == "da"
    with pytest.raises(ValidationError):
        choose_language(user, language)


@pytest.mark.parametrize("path", ["/password/", "/login/?next=/p/AAR/", "/", "/people/?q=a"])
def test_it_leads_back_to_the_page_it_came_from(client, db, path):
    assert switch(client, back="http://testserver" + path).url == "http://testserver" + path


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/login/",
        "/\\elsewhere.example/login/",
        "javascript:alert(1)",
        "http://testserver.elsewhere.example/login/",
        "http://testserver/nowhere/",
        "http://testserver" + ADDRESS,
        "",
    ],
)
def test_it_leads_nowhere_else_and_to_no_page_that_only_takes_forms(client, db, back):
    assert switch(client, back=back).url == reverse("home")


def test_a_page_that_only_takes_forms_is_known_by_its_view(client, db):
    address = reverse("projects:close_account", args=[1])
    assert switch(client, back="http://testserver" + address).url == reverse("home")


def test_a_secure_page_is_not_left_for_an_insecure_one(client, db):
    assert switch(client, back="http://testserver/login/", secure=True).url == reverse("home")


def test_the_switch_needs_its_token(user):
    from django.test import Client

    assert switch(Client(enforce_csrf_checks=True)).status_code == 403


@pytest.mark.parametrize(("language", "other"), [("da", "English"), ("en", "Dansk")])
def test_the_switch_names_the_other_language_in_that_language(client, db, language, other):
    switch(client, language)
    page = client.get("/login/").content.decode()
    code = "en" if language == "da" else "da"
    assert f'name="language" value="{code}" lang="{code}">{other}</button>' in page


def test_an_account_speaks_as_its_invitation_was_read(client, user):
    token = invite(email="new@example.org", name="New", by=user).link.rstrip("/").rsplit("/", 1)[1]
    page = f"http://testserver/invitation/{token}/"
    assert switch(client, back=page).url == page
    client.post(page, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(email="new@example.org").language == "en"


def test_an_account_speaks_the_installation_s_language_where_nothing_is_said(user):
    token = invite(email="new@example.org", name="New", by=user).link.rstrip("/").rsplit("/", 1)[1]
    assert accept(token=token, password=PASSWORD).language == "da"


def written_to(ask, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask()
    (message,) = mail.outbox
    return f"{message.subject} {message.body}"


def test_an_invitation_is_written_in_the_receiver_s_language(user, django_capture_on_commit_callbacks):
    choose_language(begin_account(email="new@example.org", name="New"), "en")
    text = written_to(lambda: invite(email="new@example.org", name="New", by=user), django_capture_on_commit_callbacks)
    assert "choose your password" in text


def test_an_invitation_to_a_stranger_is_in_the_installation_s_language(
    client, user, django_capture_on_commit_callbacks
):
    choose_language(user, "en")
    text = written_to(lambda: invite(email="new@example.org", name="New", by=user), django_capture_on_commit_callbacks)
    assert "vælg din adgangskode" in text


@pytest.mark.parametrize(("own", "asked_in"), [("en", "da"), ("da", "en")])
def test_a_new_password_s_link_is_written_in_the_receiver_s_language(client, user, own, asked_in):
    choose_language(user, own)
    switch(client, asked_in)
    client.post("/password/", {"email": user.email})
    assert ("choose a new password" in mail.outbox[0].subject) is (own == "en")
