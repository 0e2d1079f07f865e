"""Changing the language with the keyboard alone, and the English pages as the Danish ones are."""

import pytest

from tests.rows import make_rows


@pytest.fixture
def rows(cast, settings, tmp_path):
    settings.IMPORT_DIR = tmp_path
    return make_rows(cast)


def tab_to(page, text):
    """Press Tab until the element with this text has the focus."""
    for _step in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == text:
            return
    raise AssertionError(f"{text!r} is not reached by Tab.")


def focus_is_visible(page):
    style = page.evaluate("(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])"
                          "(getComputedStyle(document.activeElement))")  # fmt: skip
    return style == ["solid", "3px"]


def test_the_language_is_changed_by_keyboard_and_back(person, cast, rows):
    page, path = person.page, f"/p/AAR/citizens/{cast.client.code}/"
    person.enter(cast.coordinator).open(path)
    for here, switch, there in (("da", "English", "en"), ("en", "Dansk", "da")):
        assert page.locator("html").get_attribute("lang") == here
        tab_to(page, cast.coordinator.name)
        page.keyboard.press("Enter")
        tab_to(page, switch)
        assert focus_is_visible(page)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        person.is_at(path)
        assert page.locator("html").get_attribute("lang") == there


def test_the_sign_in_page_is_changed_by_keyboard_too(person, cast):
    person.open("/login/?next=/p/AAR/")
    tab_to(person.page, "English")
    assert focus_is_visible(person.page)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    assert person.page.url.endswith("/login/?next=/p/AAR/")
    assert person.heading == "Sign in"
    person.language = "en"
    person.looks_right()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_it_works_without_scripts(person, cast):
    person.enter(cast.lead).open("/p/AAR/figures/")
    person.page.locator(".menu-person summary").click()
    person.press("English").is_at("/p/AAR/figures/")
    assert person.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        (
            "coordinator",
            [
                "/p/AAR/citizens/",
                "/p/AAR/register/",
                "/p/AAR/register/new/",
                "/p/AAR/citizens/{code}/",
                "/p/AAR/figures/",
            ],
        ),
        ("caseworker", ["/p/AAR/citizens/{code}/who5/new/", "/p/AAR/citizens/{code}/interventions/new/"]),
        ("lead", ["/p/AAR/catalogue/", "/p/AAR/people/"]),
        ("administrator", ["/people/", "/people/invite/"]),
        ("officer", ["/log/"]),
    ],
)
def test_english_pages_look_right(person, cast, rows, who, paths):
    user = getattr(cast, who)
    user.language = person.language = "en"
    user.save(update_fields=["language"])
    person.enter(user)
    for path in paths:
        person.open(path.format(code=cast.client.code))
        assert person.answer.status == 200, path
        person.looks_right()
    person.page.locator(".menu-person summary").click()
    person.looks_right()
