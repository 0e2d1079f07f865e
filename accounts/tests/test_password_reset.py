import re

import pytest
from django.core import mail

from accounts.models import User
from conftest import PASSWORD

NEW = "an even longer password"


@pytest.fixture
def user(db):
    return User.objects.create_user("anna@example.org", PASSWORD, name="Anna")


def ask(client, email="anna@example.org"):
    return client.post("/password/", {"email": email})


def link(message):
    return re.search(r"https?://\S+", message.body)[0]


def open_link(client, settings):
    address = link(mail.outbox[-1]).removeprefix(settings.ORIGIN)
    return client.get(address, follow=True)


def test_four_steps_to_a_new_password(client, user, settings):
    assert client.get("/password/").status_code == 200
    assert ask(client).url == "/password/sent/"
    assert client.get("/password/sent/").status_code == 200
    page = open_link(client, settings)
    assert page.status_code == 200
    address = page.request["PATH_INFO"]
    assert address.endswith("-set-password/")  # the key itself has left the address
    done = client.post(address, {"password1": NEW, "password2": NEW}, follow=True)
    assert done.redirect_chain == [("/password/changed/", 302)]
    assert done.status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_link_is_built_from_the_installation_s_own_address(client, user, settings):
    settings.ORIGIN = "https://installation.example"
    settings.ALLOWED_HOSTS = ["evil.example"]
    client.post("/password/", {"email": user.email}, headers={"host": "evil.example"})
    assert link(mail.outbox[0]).startswith("https://installation.example/password/")
    assert "evil.example" not in mail.outbox[0].body


def test_known_and_unknown_addresses_look_alike_on_the_page(client, user):
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [["anna@example.org"], ["nobody@example.org"]]
    assert "/password/" not in mail.outbox[1].body


def test_no_mail_names_the_field(client, user):
    ask(client)
    ask(client, "nobody@example.org")
    for message in mail.outbox:
        text = f"{message.subject} {message.body}".lower()
        assert not [word for word in ("prostitu", "exit", "borger", "citizen") if word in text]


def test_a_link_works_once(client, user, settings):
    ask(client)
    address = open_link(client, settings).request["PATH_INFO"]
    client.post(address, {"password1": NEW, "password2": NEW})
    again = open_link(client, settings)
    assert again.context["token_fail"] is True
    assert "/password/" in again.content.decode()


@pytest.mark.parametrize("address", ["/password/1-abc-def/", "/password/zzzz-set-password/", "/password/0-0/"])
def test_a_made_up_link_is_a_page_that_says_what_to_do(client, user, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.context["token_fail"] is True


@pytest.mark.parametrize(("first", "second"), [("short", "short"), (NEW, NEW + "!"), ("", "")])
def test_a_poor_password_is_refused(client, user, settings, first, second):
    ask(client)
    address = open_link(client, settings).request["PATH_INFO"]
    response = client.post(address, {"password1": first, "password2": second})
    assert response.status_code == 200
    assert response.context["form"].errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_closed_account_gets_no_link(client, user):
    User.objects.update(is_active=False)
    ask(client)
    assert "/password/" not in mail.outbox[0].body


def test_the_sixth_request_in_an_hour_is_refused(client, user):
    statuses = [ask(client).status_code for _number in range(6)]
    assert statuses == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_new_password_ends_other_sessions(client, user, settings):
    from django.test import Client

    other = Client()
    other.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.get("/").status_code != 302 or "/login/" not in other.get("/").url
    ask(client)
    address = open_link(client, settings).request["PATH_INFO"]
    client.post(address, {"password1": NEW, "password2": NEW})
    assert other.get("/").url.startswith("/login/")
