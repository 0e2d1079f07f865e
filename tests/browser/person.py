"""Somebody at a browser: what they do there, and whether what they see is fit to be seen."""

import re

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from conftest import PASSWORD

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
WIDTHS = {"360 px": NARROW, "1280 px": WIDE}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AXE = Axe()
LOOK = "options => axe.run({resultTypes: ['violations'], ...options}).then(found => found.violations)"
COLOURS = {"runOnly": ["color-contrast"]}  # all that a change of the colour scheme can change
# Bootstrap's colour and one of ours: a page without either sheet is unstyled, and axe would find it fine.
STYLES = "['--bs-blue', '--petrol'].map(name => getComputedStyle(document.documentElement).getPropertyValue(name))"
EMPTY_SHEETS = "[...document.styleSheets].filter(sheet => sheet.cssRules.length === 0).map(sheet => sheet.href)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A table that becomes cards on a phone is not to be scrolled sideways there.
WIDE_CARDS = """[...document.querySelectorAll(".table-cards")].filter(
    table => innerWidth < 768 && table.scrollWidth > table.parentElement.clientWidth
).map(table => table.className)"""
FOCUS_IS_VISIBLE = """() => {
    const focused = document.activeElement, style = getComputedStyle(focused);
    const isMarked = style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
    const isOnTop = [...focused.getClientRects()].some(place => {
        const top = document.elementFromPoint(place.left + place.width / 2, place.top + place.height / 2);
        return top !== null && (focused.contains(top) || top.contains(focused) && !top.closest(".navigation"));
    });
    return isMarked && isOnTop;
}"""


class Person:
    """Somebody at a browser. Fields are named by the beginning of their label."""

    def __init__(self, page, live_server):
        self.page, self.server, self.failures = page, live_server, []
        self.language = "da"  # what pages are expected to speak
        page.set_default_timeout(5000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.on("request", self._watch)
        page.on("response", self._check)

    def _hear(self, message):
        """An error of the console; that a page itself is answered 4xx is no error, and its parts are watched below."""
        if message.type == "error" and "status of 4" not in message.text:
            self.failures.append(message.text)

    def _watch(self, request):
        if not re.match(rf"({re.escape(self.server.url)}/|data:|blob:|about:)", request.url):
            self.failures.append(f"foreign request: {request.url}")

    def _check(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.failures.append(f"{response.status}: {response.url}")

    def sign_in(self, user, password=PASSWORD):
        self.page.context.clear_cookies()
        self.open(reverse("account_login"))
        return self.give_sign_in(user.email, password)

    def give_sign_in(self, email, password):
        return self.fill({"E-mail": email, "Adgangskode": password}).press("Log ind")

    def enter(self, user):
        """Be signed in, without the page for it."""
        client = Client()
        client.force_login(user, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.server.url}
        self.page.context.clear_cookies()
        self.page.context.add_cookies([cookie])
        return self

    def open(self, path):
        self.answer = self.page.goto(self.server.url + path)
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def follow(self, name):
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def go_to(self, name):
        """By the menu; what a phone's bar has no room for is a page further on."""
        if not self.page.locator("nav.navigation").get_by_role("link", name=name, exact=True).is_visible():
            self.follow("Mere")
        return self.follow(name)

    def fill(self, words):
        for label, value in words.items():
            self._field(label).fill(str(value))
        return self

    def choose(self, label, option):
        self._field(label).select_option(label=option)
        return self

    def tick(self, *labels):
        """Radio buttons and check boxes, each by its whole label."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def tick_in(self, group, label):
        """One choice of the group of choices whose name begins so."""
        self.page.get_by_role("group", name=re.compile("^" + re.escape(group))).get_by_label(label, exact=True).check()
        return self

    def _field(self, label):
        return self.page.get_by_label(re.compile(r"^\s*" + re.escape(label))).first

    def sees(self, *texts):
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def does_not_see(self, *texts):
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def is_told_what_is_wrong(self):
        """The summary of errors has the focus, where a screen reader begins to read."""
        expect(self.page.locator(".error-summary")).to_be_focused()
        return self

    def is_at(self, path):
        """On the page `path`, at whatever place of it."""
        expect(self.page).to_have_url(re.compile("^" + re.escape(self.server.url + path) + "($|#)"))
        return self

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    @property
    def menu(self):
        return self.page.locator("nav.navigation a").all_inner_texts()

    def looks_right(self):
        """The page is styled, speaks the person's language, fits its width; no axe violation, no error in the console.

        axe looks at both widths in light colours and at the wide page in dark ones.
        """
        self._is_styled()
        self._fits("light", WIDE)
        self._fits("light", NARROW)
        self._fits("dark", WIDE, COLOURS)
        self.page.emulate_media(color_scheme="light")
        assert self.failures == []
        return self

    def stops(self):
        """A stop on a journey: as `looks_right`, at the one width that the journey has."""
        self._is_styled()
        self._fits("light", self.page.viewport_size)
        assert self.failures == []
        return self

    def _is_styled(self):
        page = self.page
        page.wait_for_load_state()
        assert all(page.evaluate(STYLES)), page.url
        assert page.evaluate(EMPTY_SHEETS) == []
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")
        assert page.locator("html").get_attribute("lang") == self.language
        assert page.locator("h1").count() == 1, page.url

    def _fits(self, scheme, size, options=None):
        page, where = self.page, f"{self.page.url}, {scheme}, {size['width']} px"
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        assert page.evaluate(OVERFLOW) <= 0, f"{where} is too wide"
        assert page.evaluate(WIDE_CARDS) == [], where
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.axe_script)
        found = [(rule["id"], node["html"], node["failureSummary"]) for rule in page.evaluate(LOOK, options or {})
                 for node in rule["nodes"]]  # fmt: skip
        assert found == [], where


class Counted:
    """Counts what a person does: each tap and each field filled in."""

    def __init__(self, person):
        self.person, self.steps = person, 0

    def does(self, step, *words):
        getattr(self.person, step)(*words)
        self.steps += 1
        return self

    def clicks(self, target):
        target.click()
        self.steps += 1
        return self
