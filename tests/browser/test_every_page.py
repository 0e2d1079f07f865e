"""Every page of every role, and every form refused: styled, Danish, as wide as the window, axe clean, light and dark.

One test goes through all pages of one person; the pages are those of the table of routes.
"""

import pytest
from django.urls import reverse

from tests.routes import ROUTES

PUBLIC = {name for name, access in ROUTES.items() if access.anonymous[0] == 200 and name != "health"}
FILES = {
    "reports:file",
    "reports:status_file",
    "reports:overview_file",
    "reports:programme_status_file",
    "casework:citizens_file",
    "casework:sheet_file",
    "casework:card",
}
NO_PAGES = {*PUBLIC, *FILES, "health", "home", "account_logout"}


SEEN_DIFFERENTLY = {"casework:citizen", "casework:today", "casework:more", "cti:course", "reports:figures"}


def pages_of(who):
    """Names of the pages that `who` gets by GET, without those that lead on, and files."""
    for name, access in ROUTES.items():
        outcome = access.who[who]
        get = outcome[0] if isinstance(outcome, tuple) else outcome or access.get
        if get == 200 and name not in NO_PAGES:
            yield name


def address(name, rows):
    return reverse(name, kwargs=ROUTES[name].kwargs(rows))


def test_every_page_of_a_signed_out_person(person, rows):
    for name in sorted(PUBLIC):
        person.open(address(name, rows)).looks_right()


ROLES = ["coordinator", "caseworker", "lead", "evaluator", "administrator", "officer"]


@pytest.mark.parametrize("who", ROLES)
def test_every_page_of_a_role(person, cast, rows, who):
    """Those that nobody before has walked through; and of the citizen's page and the home, what each role sees."""
    earlier = {name for other in ROLES[: ROLES.index(who)] for name in pages_of(other)}
    person.enter(getattr(cast, who))
    names = [name for name in pages_of(who) if name not in earlier - SEEN_DIFFERENTLY]
    assert names or who == "officer"
    for name in names:
        person.open(address(name, rows))
        assert person.answer.status == 200, name
        person.looks_right()


# The button that the page is about; beside it a form can have one that searches, and the page one-tap forms.
MAIN_BUTTON = "main form :is(.btn-primary, .btn-danger)[type=submit]"
EMPTY = """button => {
    for (const field of button.form.elements) {
        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
        else if (field.tagName === "SELECT") field.selectedIndex = -1;
        else if (field.type !== "hidden" && field.type !== "submit") field.value = "";
    }
}"""


def forms_of(who):
    """Names of the forms of `who` that refuse to be sent empty."""
    for name in pages_of(who):
        post = ROUTES[name].who[who] or ROUTES[name].post
        if post == 422 or (isinstance(post, tuple) and post[1] == 422):
            yield name


def send_empty(person):
    button = person.page.locator(MAIN_BUTTON).first
    button.evaluate(EMPTY)
    with person.page.expect_navigation() as navigation:
        button.click()
    return navigation.value


@pytest.mark.parametrize("who", ["coordinator", "lead", "evaluator", "administrator"])
def test_every_form_sent_empty_comes_back_with_its_errors_in_focus(person, cast, rows, who):
    person.enter(getattr(cast, who))
    names = list(forms_of(who))
    assert names
    for name in names:
        person.open(address(name, rows))
        assert send_empty(person).status == 422, name
        person.is_told_what_is_wrong()
        leads_to_its_field(person, name)
        person.looks_right()


def leads_to_its_field(person, name):
    """Each error's link names a place of the page that is there."""
    links = person.page.locator(".error-summary a[href^='#']")
    targets = [link.get_attribute("href") for link in links.all()]
    for target in targets:
        assert person.page.locator(f"[id='{target[1:]}']").count() == 1, f"{name}: {target}"


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "invitation_accept"])
def test_a_form_before_sign_in_sent_empty(person, rows, name):
    person.open(address(name, rows))
    send_empty(person)
    leads_to_its_field(person.is_told_what_is_wrong(), name)
    person.looks_right()


def test_a_wrong_password_is_refused_without_saying_what_is_wrong(person, cast):
    person.sign_in(cast.coordinator, "not the password at all").is_at("/login/").is_told_what_is_wrong()
    known = person.page.locator(".error-summary").inner_text()
    person.looks_right().open("/login/").give_sign_in("nobody@example.org", "not the password at all")
    assert person.page.locator(".error-summary").inner_text() == known


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/p/AAR/people/", 403, "Du har ikke adgang"),
        ("/p/ODE/citizens/", 404, "Siden findes ikke"),
        ("/nowhere/", 404, "Siden findes ikke"),
    ],
)
def test_a_refusal_is_a_plain_page(person, cast, path, status, heading):
    person.enter(cast.coordinator).open(path)
    assert (person.answer.status, person.heading) == (status, heading)
    assert "Project O" not in person.page.content()
    person.looks_right().follow("Gå til forsiden").is_at("/p/AAR/today/")


def test_the_empty_pages(person, cast):
    """What stands where nothing is registered yet."""
    person.enter(cast.stranger).open("/").looks_right()
    person.enter(cast.other_caseworker).open("/p/AAR/citizens/").sees(
        "Her kommer dine borgere til at stå"
    ).looks_right()
    person.enter(cast.coordinator).open(f"/p/AAR/citizens/{cast.municipal_client.code}/").looks_right()
    person.open("/p/AAR/citizens/?q=Zzz").sees("Ingen borger passer til søgningen").looks_right()
    person.open("/logout/").looks_right()
