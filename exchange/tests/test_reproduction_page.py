"""/reports/reproduction/: what the sources print beside ours, for everybody who is signed in."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from exchange.reproduction.comparison import comparison
from projects.models import Project

ADDRESS = "/reports/reproduction/"
PEOPLE = ["coordinator", "caseworker", "lead", "evaluator", "administrator", "officer", "outsider", "stranger"]


@pytest.fixture
def page(cast, as_user):
    return as_user(cast.caseworker).get(ADDRESS).content.decode()


def test_the_address():
    assert reverse("reproduction") == ADDRESS


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_who_is_signed_in_reads_it(cast, as_user, who):
    assert as_user(getattr(cast, who)).get(ADDRESS).status_code == 200


def test_the_signed_out_are_sent_to_sign_in(db, client):
    response = client.get(ADDRESS)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={ADDRESS}")


def test_every_exhibit_has_its_anchor_and_its_numbers(page):
    for one in comparison().exhibits:
        assert f'href="#{one.exhibit.id}"' in page
        assert f'<h3 id="{one.exhibit.id}">' in page
    assert page.count('<th scope="row">') == comparison().numbers
    assert page.count("contradiction-reading") == comparison().contradictions


def test_what_differs_says_so_in_words(page):
    assert len(re.findall(r"<td>Afviger</td>", page)) == comparison().differing > 0
    assert len(re.findall(r"<td>Ens</td>", page)) == comparison().numbers - comparison().differing
    assert f"Af {comparison().numbers} trykte tal afviger {comparison().differing} fra vores." in page


def test_it_is_danish(page):
    assert "<h1>Hvordan tallene er efterprøvet</h1>" in page
    assert "Vores læsning: 47, som i tabel 1." in page
    assert "In a CTI course" not in page


def test_a_reader_of_english_gets_all_of_it():
    one = next(one for one in comparison().exhibits if one.exhibit.id == "figur-5")
    with translation.override("en"):
        part = render_to_string("exchange/reproduction_exhibit.html", {"one": one, "exhibit": one.exhibit})
    assert "Our reading: 47, as in Table 1." in part
    assert part.count("<td>Differs</td>") == 1
    assert "Afviger" not in part


def test_every_table_scrolls_in_a_box_of_its_own(page):
    assert page.count("<table") == page.count('class="table-box" tabindex="0" role="group"')


def test_it_needs_no_demonstration_and_no_query_of_its_own(cast, as_user, django_assert_max_num_queries):
    assert not Project.objects.filter(code="KBH").exists()
    client = as_user(cast.caseworker)
    with django_assert_max_num_queries(4):  # the session, the person, the memberships
        client.get(ADDRESS)


def test_the_figures_page_links_to_it(cast, as_user):
    page = as_user(cast.lead).get(reverse("reports:figures", args=["AAR"])).content.decode()
    assert f'<a href="{ADDRESS}">Hvordan tallene er efterprøvet</a>' in page
