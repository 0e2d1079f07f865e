"""What stands between a page and those outside: the browser's rules, the cookies, production's own demands."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from accounts.models import User
from conftest import PASSWORD
from tests.routes import OK, ROUTES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PRODUCTION = {
    "EXITCASE_MODE": "production",
    "EXITCASE_SECRET_KEY": "k3" * 20 + "-a-secret-that-is-long-and-varied-0123456789",
    "EXITCASE_HOSTS": "installation.example",
    "EXITCASE_ORIGIN": "https://installation.example",
    "EXITCASE_SENDER": "installation@example.org",
    "DATABASE_URL": "postgres://nobody@localhost/nothing",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
# Printed, never sent to a browser: what a browser gets is tried page by page below.
PAPERS = {
    site.BASE_DIR / "templates" / name
    for name in ("documents/paper.html", "casework/sheet/paper.html", "casework/sheet/card.html")
}
TEMPLATES = sorted(
    path
    for path in site.BASE_DIR.rglob("*.html")
    if path not in PAPERS
    and not {".venv", "staticfiles", "node_modules", "var"} & set(path.relative_to(site.BASE_DIR).parts)
)


def python(code, **change):
    """Run `code` under the production settings, `change` (None: unset) applied to the environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("EXITCASE_", "DATABASE_"))}
    environment |= {name: value for name, value in (PRODUCTION | change).items() if value is not None}
    environment["DJANGO_SETTINGS_MODULE"] = "exitcase.settings"
    return subprocess.run(  # noqa: S603
        [sys.executable, *code], env=environment, cwd=site.BASE_DIR, capture_output=True, text=True, check=False
    )


def test_django_s_deploy_check_is_clean_in_production():
    done = python(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"EXITCASE_MODE"}))
@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_without(name, value):
    done = python(["-c", "import django; django.setup()"], **{name: value})
    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("mode", ["prod", "Production", "debug"])
def test_a_mistyped_mode_does_not_start(mode):
    done = python(["-c", "import django; django.setup()"], EXITCASE_MODE=mode)
    assert done.returncode != 0
    assert "EXITCASE_MODE" in done.stderr.strip().splitlines()[-1]


SHOWN = """
import django; django.setup()
from django.conf import settings as s
print(s.DEBUG, s.DEMONSTRATION, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,
      s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)
"""


def test_production_s_cookies_are_secure_and_debug_cannot_be_switched_on():
    done = python(["-c", SHOWN], EXITCASE_DEBUG="true")
    assert done.stdout.split() == [
        "False", "False", "True", "True", "True", "True", "31536000", "__Host-session", "__Host-csrf",
    ]  # fmt: skip


def pages(cast, rows):
    """One response of every route that answers GET, as somebody who may open it, and of every kind of error."""
    for name, access in ROUTES.items():
        browser = Client()
        if access.anonymous[0] == 302:
            who = next(who for who, outcome in access.who.items() if outcome == OK)
            browser.force_login(getattr(cast, who), backend=BACKEND)
        if access.get != 405:
            yield name, browser.get(reverse(name, kwargs=access.kwargs(rows)))
        if access.post == 422:
            yield f"{name} refused", browser.post(reverse(name, kwargs=access.kwargs(rows)))
    browser = Client()
    browser.force_login(cast.stranger, backend=BACKEND)
    yield "403", browser.get("/people/")
    yield "404", browser.get("/nope/")
    yield "403 csrf", Client(enforce_csrf_checks=True).post("/login/")


def test_every_page_keeps_every_rule(cast, rows):
    names = set()
    for name, response in pages(cast, rows):
        names.add(name)
        carries_the_strict_headers(name, response)
        if response.status_code != 302 and name != "health":
            assert "no-store" in response.get("Cache-Control", ""), name
            assert "private" in response["Cache-Control"], name
        if response["Content-Type"].startswith("text/html"):
            assert faults(response.content.decode()) == [], name
    assert len(names) > 60


def carries_the_strict_headers(name, response):
    directives = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert directives == POLICY, name
    assert response["X-Frame-Options"] == "DENY", name
    assert response["Referrer-Policy"] == "same-origin", name
    assert response["X-Content-Type-Options"] == "nosniff", name
    assert response["Cross-Origin-Opener-Policy"] == "same-origin", name


INLINE = [
    re.compile(r"<style\b", re.IGNORECASE),
    re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    re.compile(r"javascript:", re.IGNORECASE),
    re.compile(r"""(?:src|href|action|srcset|data|poster)\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE),
    re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//", re.IGNORECASE),
]


def faults(text):
    return [match[0] for pattern in INLINE for match in [pattern.search(text)] if match]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(site.BASE_DIR)))
def test_no_template_holds_a_script_a_style_or_a_foreign_address(path):
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "fault",
    [
        "<style>a{}</style>",
        "<script>1</script>",
        '<p style="color:red">',
        '<p onclick="go()">',
        '<a href="javascript:go()">',
        '<img src="https://elsewhere.example/x.png">',
        '<link href="//elsewhere.example/x.css">',
    ],
)
def test_the_search_for_faults_finds_them(fault):
    assert faults(fault)


def test_our_stylesheets_fetch_nothing_from_elsewhere():
    sheets = list((site.BASE_DIR / "static").rglob("*.css"))
    assert sheets
    for sheet in sheets:
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", sheet.read_text()), sheet


def test_cookies_are_for_the_server_only(client, db):
    User.objects.create_user("anna@example.org", PASSWORD, name="Anna")
    client.post("/login/", {"login": "anna@example.org", "password": PASSWORD})
    client.get("/login/")
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_do_nothing(as_user, cast, method):
    client = as_user(cast.administrator)
    assert getattr(client, method)("/people/").status_code == 405


def test_every_form_is_refused_without_its_token(cast, rows):
    for name, access in ROUTES.items():
        if access.post in (405, 200) or access.anonymous[0] != 302:
            continue
        browser = Client(enforce_csrf_checks=True)
        who = next(who for who, outcome in access.who.items() if outcome == OK)
        browser.force_login(getattr(cast, who), backend=BACKEND)
        response = browser.post(reverse(name, kwargs=access.kwargs(rows)))
        assert response.status_code == 403, name
