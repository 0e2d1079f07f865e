"""Chromium against a live server: every page styled, axe clean, wide and narrow."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from conftest import PASSWORD

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": CHROMIUM, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "da-DK", "timezone_id": "Europe/Copenhagen", "viewport": WIDE}


@pytest.fixture(autouse=True)
def _national_data(transactional_db):
    """What migrations load is gone after the flush of an earlier test; load it again."""
    import importlib

    from django.apps import apps

    from projects.models import Municipality

    if not Municipality.objects.exists():
        for module in (
            "projects.migrations.0002_municipalities_and_programmes",
            "interventions.migrations.0002_national_catalogue",
        ):
            importlib.import_module(module).load(apps, None)


@pytest.fixture
def failures(page):
    """Whatever the console says is wrong, and every request that leaves the server; must stay empty."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: None if _is_own(request.url) else heard.append(request.url))
    return heard


def _is_own(url):
    return re.match(r"(https?://(localhost|127\.0\.0\.1|\[::1\]):|data:|blob:|about:)", url) is not None


class Person:
    """Somebody at a browser."""

    def __init__(self, page, live_server, failures):
        self.page, self.server, self.failures = page, live_server, failures

    def sign_in(self, user):
        self.page.context.clear_cookies()
        self.open(reverse("account_login"))
        self.page.get_by_label(re.compile("^E-mail")).fill(user.email)
        self.page.get_by_label(re.compile("^Adgangskode")).fill(PASSWORD)
        self.page.get_by_role("button", name="Log ind", exact=True).click()
        return self

    def open(self, path):
        self.page.goto(self.server.url + path)
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def follow(self, name):
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def looks_right(self):
        """The page is styled, speaks Danish, fits its width, has no axe violation and no error in the console."""
        page = self.page
        assert page.evaluate("getComputedStyle(document.querySelector('.btn, a')).fontFamily").startswith("system-ui")
        assert page.locator("html").get_attribute("lang") == "da"
        assert page.locator("h1").count() == 1
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{page.url} is {overflow} px too wide at {size['width']} px"
            result = Axe().run(page)
            assert result.violations_count == 0, result.generate_report()
        page.set_viewport_size(WIDE)
        real = [text for text in self.failures if "status of 4" not in text]
        assert real == []
        return self


@pytest.fixture
def person(page, live_server, failures):
    return Person(page, live_server, failures)
