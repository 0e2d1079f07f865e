import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from projects.views import plain

UNKNOWN = ["/nope/", "/p/AAR/", "/p/NOPE/", "/p/NOPE/people/", "/admin/", "/login/nope", "/p/AAR/people/999999/end/"]


def test_health_says_ok_and_asks_no_database(client, db):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/health")
    assert (response.status_code, response.content, len(queries)) == (200, b"ok", 0)
    assert response["Content-Type"] == "text/plain"


@pytest.mark.parametrize("address", UNKNOWN)
def test_whatever_is_missing_or_hidden_is_the_same_page(as_user, cast, address):
    stranger = as_user(cast.stranger).get(address)
    unknown = as_user(cast.stranger).get("/surely-nothing/")
    assert stranger.status_code == unknown.status_code == 404
    assert stranger.content == unknown.content
    assert stranger["Content-Language"] == "da"


@pytest.mark.parametrize("address", ["/nope/", "/admin/"])
def test_signed_in_or_not_the_page_is_the_same(as_user, cast, address):
    assert Client().get(address).content == as_user(cast.coordinator).get(address).content


def test_the_error_page_speaks_the_reader_s_language(as_user, cast):
    cast.stranger.language = "en"
    cast.stranger.save()
    response = as_user(cast.stranger).get("/nope/")
    assert '<html lang="en">' in response.content.decode()
    assert "There is no such page" in response.content.decode()
    assert '<html lang="da">' in Client().get("/nope/").content.decode()


def test_a_missing_permission_is_403_in_our_layout(as_user, cast):
    response = as_user(cast.stranger).get("/people/")
    assert response.status_code == 403
    assert "top-bar-name" in response.content.decode()
    assert cast.stranger.name not in response.content.decode()


@pytest.mark.parametrize(
    ("code", "view", "status"),
    [
        (400, plain.bad_request, 400),
        (403, plain.forbidden, 403),
        (404, plain.not_found, 404),
        (500, plain.server_error, 500),
    ],
)
def test_every_handler_is_ours_and_needs_nothing_of_the_request(code, view, status):
    assert get_resolver().resolve_error_handler(code) is view
    arguments = (RequestFactory().get("/"),) if code == 500 else (RequestFactory().get("/"), Exception("secret cause"))
    response = view(*arguments)
    page = response.content.decode()
    assert response.status_code == status
    assert "secret cause" not in page
    assert "<h1>" in page
    assert "no-store" in response["Cache-Control"]


def test_a_fault_shows_its_own_page_and_no_detail(client, db, monkeypatch):
    def fail(request):
        raise RuntimeError("secret cause")

    client.raise_request_exception = False
    monkeypatch.setattr("accounts.views.SignInView.get_context_data", fail)
    response = client.get("/login/")
    assert response.status_code == 500
    assert "secret cause" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_an_unknown_host_gets_a_plain_page(client, db, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    response = client.get("/login/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("address", ["/login/", "/people/invite/"])
def test_a_form_without_its_token_says_what_to_do(cast, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(address, {"email": "new@example.org", "name": "New"})
    assert response.status_code == 403
    assert response.content == plain.csrf_failure(RequestFactory().get("/")).content
    assert "CSRF" not in response.content.decode()


def test_too_many_requests_get_our_page(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post("/login/", {"login": "a@example.org", "password": "x"})
    response = client.post("/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 429
    assert "top-bar-name" in response.content.decode()
