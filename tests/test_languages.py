"""No page is half translated: whatever a person can open or send is wholly Danish or wholly English."""

import re

import pytest
from django.conf import settings as site
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.demonstration import DEMO_LOGINS
from accounts.models import User
from clients.models import Client as Citizen
from exchange.tests.demonstration import load_running
from projects.access import Role
from projects.models import Project
from tests.languages import LANGUAGES, names, of_the_other_language, plain, read, the_same_in_both, without
from tests.routes import ROUTES
from tests.rows import keep_workbook, make_rows
from tests.test_access_table import BACKEND, expected
from tests.test_conflicts import CASES, typed_into
from tests.test_sent_once import FORMS, key_in
from tests.writing import hidden, writer_of

pytestmark = pytest.mark.words

PEOPLE = ("coordinator", "caseworker", "other_caseworker", "lead", "evaluator", "administrator", "officer")


@pytest.fixture
def rows(cast, settings, tmp_path):
    """The people and projects of the cast are called by words of the interface; here they have names of their own."""
    settings.IMPORT_DIR = tmp_path
    for number, user in enumerate(User.objects.order_by("pk")):
        User.objects.filter(pk=user.pk).update(name=f"Zqx{number}")
    Project.objects.filter(pk=cast.project.pk).update(name="Zqxproject")
    rows = make_rows(cast)
    rows.workbook = keep_workbook(cast)
    return rows


def browser(user, language):
    client = Client()
    if user is None:
        client.cookies[site.LANGUAGE_COOKIE_NAME] = language
    else:
        User.objects.filter(pk=user.pk).update(language=language)
        client.force_login(user, backend=BACKEND)
    return client


def sent(user, language, method, address, data=None):
    """The page that a GET or a POST leads to; what it writes is taken back."""
    with transaction.atomic():
        response = getattr(browser(user, language), method)(address, data, follow=True)
        transaction.set_rollback(True)
    return response


def is_page(response):
    return response["Content-Type"].startswith("text/html")


def faults(send, typed=()):
    """What is wrong with the page that `send(language)` gives, as {kind: texts}; nothing where all is well."""
    found, wrong = {}, {}
    data = names(*map(str, typed))
    for language in LANGUAGES:
        response = send(language)
        if not is_page(response):
            return {}
        declared, found[language] = read(response.content.decode(), language)
        found[language] = without(data, found[language])
        assert declared == response["Content-Language"] == language
        wrong[f"not {language}"] = of_the_other_language(found[language], language)
    wrong["the same in both"] = the_same_in_both(found["da"], found["en"])
    return {kind: texts for kind, texts in wrong.items() if texts}


def pages_of(who):
    """The routes that lead `who` (None: nobody) somewhere, each by GET and by POST."""
    for name, access in ROUTES.items():
        gets = access.anonymous if who is None else expected(access, who)
        for method, status in zip(("get", "post"), gets, strict=True):
            if status in (200, 302, 400, 422):
                yield name, method


@pytest.mark.parametrize("who", [*PEOPLE, "stranger", None])
def test_every_page_and_every_refused_form_is_in_one_language(cast, rows, who):
    user, wrong, seen = getattr(cast, who) if who else None, {}, 0
    for name, method in pages_of(who):
        address = reverse(name, kwargs=ROUTES[name].kwargs(rows))
        if fault := faults(lambda language: sent(user, language, method, address)):  # noqa: B023 - called at once
            wrong[name, method] = fault
        seen += 1
    assert wrong == {}
    assert seen > 10


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_saved_says_so_in_one_language(cast, rows, name):
    who, _model, data = FORMS[name]
    user, address = getattr(cast, who), reverse(name, kwargs=ROUTES[name].kwargs(rows))

    def send(language):
        client = browser(user, language)
        with transaction.atomic():
            key = key_in(client.get(address))
            response = client.post(address, data(cast, rows) | {"key": key}, follow=True)
            transaction.set_rollback(True)
        assert response.redirect_chain, name
        return response

    assert faults(send, data(cast, rows).values()) == {}


WRONG = [  # what is refused field by field, and what nobody finds
    ("lead", "get", "/p/AAR/figures/", {"as_of": "yesterday"}),
    ("lead", "get", "/p/AAR/figures/", {"as_of": "2999-01-01"}),
    ("officer", "get", "/log/", {"since": "yesterday"}),
    ("administrator", "get", "/people/", {"q": "nobody at all"}),
    ("administrator", "post", "/people/invite/", {"email": "no address", "name": "x" * 200}),
    ("coordinator", "get", "/p/AAR/citizens/", {"q": "Zqx"}),
    ("coordinator", "get", "/p/AAR/citizens/", {"q": "0101901234"}),
    ("coordinator", "post", "/p/AAR/register/new/", {
        "starts_on": "2999-01-01", "birth_year": "20", "gender": "zqx", "alias": "0101901234", "reference": "x" * 99,
    }),
    ("coordinator", "post", "/p/AAR/register/new/", {"starts_on": "31.2.2020", "birth_year": "2020"}),
    ("coordinator", "get", "/p/AAR/register/", {"words": "0101901234", "month": "March", "gender": "zqx"}),
    ("coordinator", "get", "/p/AAR/register/", {"gender": "woman"}),
    ("coordinator", "get", "/p/AAR/register/", {"words": "nobody"}),
    ("caseworker", "get", "/p/AAR/register/", {"words": "nobody"}),
    (None, "post", "/login/", {"login": "nobody@example.org", "password": "not the password"}),
    (None, "post", "/password/", {"email": "no address"}),
]  # fmt: skip


@pytest.mark.parametrize(("who", "method", "address", "data"), WRONG)
def test_what_is_refused_is_told_in_one_language(cast, rows, who, method, address, data):
    user = getattr(cast, who) if who else None
    assert faults(lambda language: sent(user, language, method, address, data)) == {}


@pytest.mark.parametrize("first", ["short", "123456789012", "password1234", "zqx0zqx0zqx0"])
@pytest.mark.parametrize("second", ["", "another"])
def test_what_is_wrong_with_a_password_is_told_in_one_language(cast, rows, first, second):
    address = reverse("invitation_accept", args=[rows.token])
    data = {"password1": first, "password2": second or first}
    assert faults(lambda language: sent(None, language, "post", address, data)) == {}


@pytest.mark.parametrize(
    ("who", "method", "address", "status"),
    [
        ("coordinator", "get", "/people/", 403),
        ("coordinator", "get", "/p/ODE/citizens/", 404),
        (None, "get", "/nowhere/", 404),
        (None, "post", "/language/", 400),
    ],
)
def test_a_refusal_is_in_one_language(cast, rows, who, method, address, status):
    user = getattr(cast, who) if who else None
    assert sent(user, "en", method, address).status_code == status
    assert faults(lambda language: sent(user, language, method, address)) == {}


def test_a_fault_and_a_form_without_its_token_are_in_one_language(cast, rows, monkeypatch):
    def send(language, client):
        client.cookies[site.LANGUAGE_COOKIE_NAME] = language
        return client.post("/login/")

    assert faults(lambda language: send(language, Client(enforce_csrf_checks=True))) == {}
    monkeypatch.setattr("accounts.views.SignInView.post", lambda *_arguments: 1 / 0)
    assert send("en", Client(raise_request_exception=False)).status_code == 500
    assert faults(lambda language: send(language, Client(raise_request_exception=False))) == {}


def test_the_demonstration_s_sign_in_page_is_in_one_language(rows, settings):
    settings.DEMONSTRATION = True
    people = [login.name for login in DEMO_LOGINS]
    assert faults(lambda language: sent(None, language, "get", "/login/"), people) == {}


def letters(cast, language):
    """An invitation, a new password's link, and the answer to an address that nobody has."""
    mail.outbox.clear()
    User.objects.filter(pk=cast.stranger.pk).update(language=language)
    for email in (cast.stranger.email, "nobody@example.org"):
        browser(None, language).post("/password/", {"email": email})
    return [re.sub(r"https?://\S+", "", f"{message.subject}\n{message.body}") for message in mail.outbox]


def test_letters_are_in_the_receiver_s_language(cast, rows):
    words = {}
    for language in LANGUAGES:
        written = letters(cast, language)
        assert len(written) == 2
        words[language] = without(names(), {plain(line) for letter in written for line in letter.splitlines()})
        assert of_the_other_language(words[language], language) == set()
    assert the_same_in_both(words["da"], words["en"]) == set()


@pytest.fixture
def demonstration(db):
    people, _running = load_running(localdate())
    return {role: users[0] for role, users in people.items()}


def well_filled_pages(code):
    """Pages with much on them, and who opens each."""
    yield Role.LEAD, reverse("reports:figures", args=[code])
    yield Role.LEAD, reverse("projects:project_people", args=[code])
    yield Role.DATA_PROTECTION_OFFICER, reverse("projects:log")
    yield Role.ADMINISTRATOR, reverse("projects:people")
    yield Role.COORDINATOR, reverse("casework:citizens", args=[code])
    yield Role.COORDINATOR, reverse("other_work:page", args=[code])
    for citizen in Citizen.objects.filter(project__code=code).order_by("pk").prefetch_related("courses")[:20]:
        yield Role.COORDINATOR, reverse("casework:citizen", args=[code, citizen.code])
        for course in citizen.courses.all():
            yield Role.COORDINATOR, reverse("cti:course", args=[code, citizen.code, course.pk])


def test_pages_with_much_on_them_are_in_one_language(demonstration):
    wrong, seen = {}, 0
    for role, address in well_filled_pages(Project.objects.get().code):
        if fault := faults(lambda language: sent(demonstration[role], language, "get", address)):  # noqa: B023
            wrong[address] = fault
        seen += 1
    assert wrong == {}
    assert seen > 25


@pytest.mark.parametrize("name", CASES)
def test_what_somebody_else_has_changed_is_told_in_one_language(cast, rows, name):
    user, address = writer_of(name, cast), reverse(name, kwargs=ROUTES[name].kwargs(rows))
    meanwhile, data = CASES[name][0], typed_into(name, cast, rows)

    def send(language):
        client = browser(user, language)
        with transaction.atomic():
            seal = hidden(client.get(address))
            meanwhile(cast, rows)
            response = client.post(address, data | seal)
            transaction.set_rollback(True)
        for row in (cast.client, cast.project, rows.running, rows.course, rows.intervention, rows.answer):
            row.refresh_from_db()
        assert response.status_code == 409
        return response

    assert faults(send, [*data.values(), "Anden", "Fri"]) == {}


@pytest.mark.parametrize("how", ["keep", "offer", "continue", "signed out"])
def test_a_draft_and_what_was_not_sent_are_told_in_one_language(cast, rows, how):
    address = reverse("interventions:new_session", kwargs=ROUTES["interventions:new_session"].kwargs(rows))

    def send(language):
        client = browser(cast.caseworker, language)
        with transaction.atomic():
            typed = hidden(client.get(address)) | {"note": "Zqx", "minutes": "9999"}
            if how == "signed out":
                client.session.flush()
            kept = client.post(address, typed | {"draft": "keep"})
            if how == "signed out":
                client.force_login(cast.caseworker, backend=BACKEND)
            opened = client.get(address + ("?draft=continue" if how == "continue" else ""))
            transaction.set_rollback(True)
        return kept if how == "keep" else opened

    assert faults(send, ["Zqx"]) == {}
