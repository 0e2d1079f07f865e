"""A page is called the same in the window's title and in its heading, so that a tab says what is open."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts.services import choose_language
from tests.routes import ROUTES
from tests.test_access_table import BACKEND, expected

pytestmark = pytest.mark.words

PEOPLE = ("coordinator", "lead", "evaluator", "administrator", "officer", "stranger")


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def named(page):
    """The name of the page in its title and in its only heading."""
    title = words(re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1)).rpartition(" – ")[0]
    headings = [words(text) for text in re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)]
    return title, headings


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("who", PEOPLE)
def test_title_and_heading_say_the_same(cast, rows, who, language):
    user, client = getattr(cast, who), Client()
    choose_language(user, language)
    client.force_login(user, backend=BACKEND)
    seen = 0
    for name, access in ROUTES.items():
        if expected(access, who)[0] != 200:
            continue
        response = client.get(reverse(name, kwargs=access.kwargs(rows)), follow=True)
        if not response["Content-Type"].startswith("text/html"):
            continue
        title, headings = named(response.content.decode())
        assert headings == [title], name
        seen += 1
    assert seen


@pytest.mark.parametrize("template", ["403", "404", "500", "400", "429"])
def test_the_pages_of_refusal_too(template):
    from django.template.loader import render_to_string

    title, headings = named(render_to_string(f"{template}.html", {"site_name": "Name"}))
    assert headings == [title]


def test_a_project_has_the_same_names_in_its_menu_as_on_its_pages(cast, rows):
    client = Client()
    client.force_login(cast.lead, backend=BACKEND)
    menu = client.get(reverse("reports:figures", args=["AAR"])).content.decode()
    links = re.findall(
        r'<a href="(/p/AAR/[^"]*)"[^>]*>([^<]*)</a>', menu.partition('class="navigation"')[2].partition("</nav>")[0]
    )
    assert len(links) == 7
    for address, text in links:
        assert named(client.get(address).content.decode())[1] == [words(text)], address


def test_whoever_has_nothing_here_gets_no_empty_menu(cast, rows):
    client = Client()
    client.force_login(cast.stranger, backend=BACKEND)
    page = client.get(reverse("home"), follow=True).content.decode()
    assert 'class="navigation"' not in page
