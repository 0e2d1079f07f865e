"""The authority's pages: the framework, what is earmarked, and the money of no project and of all of them."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from projects.models import Disbursement, Earmark, Framework, Grant
from projects.money.history import history_of_programme
from projects.money.services import remove_row, replace_row, set_lapse
from projects.money.sums import lines_of_programme, sums_of_programme
from projects.tests.money import ago, earmark, framework, grant, payment

PAGE = "/programmes/EXIT2020/money/"
HOSTILE = "<script>alert(1)</script>"
FORMS = {
    "framework": (Framework, {"amount_oere": "46.000.000", "decided_on": ago(3)}),
    "earmarks": (Earmark, {"amount_oere": "6.400.000", "line": "ngo", "decided_on": ago(3)}),
    "grants": (
        Grant,
        {"amount_oere": "1.800.000", "applicant": "Styrelsen", "title": "Støtte", "line": "", "granted_on": ago(3)},
    ),
    "payments": (Disbursement, {"amount_oere": "200.000", "paid_on": ago(3)}),
}


@pytest.fixture
def authority(as_user, cast):
    cast.evaluator.language = "en"
    cast.evaluator.save(update_fields=["language"])
    return as_user(cast.evaluator)


def text(response):
    return " ".join(unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def exit_prostitution(cast, other_programme):
    """The minister's account of 2014 (source 000), in whole kroner."""
    programme = other_programme
    framework(programme, 46_000_000)
    earmark(programme, "ngo", 6_400_000)
    for line, kroner in (
        ("municipal", 23_300_000), ("ngo", 6_100_000), ("implementation", 1_800_000), ("dissemination", 200_000),
    ):  # fmt: skip
        grant(programme, kroner, line=line)
    payment(programme, 12_200_000)
    return programme


def test_the_sums_of_the_minister_s_account(exit_prostitution):
    sums = sums_of_programme(exit_prostitution)
    assert (sums.framework, sums.money.granted, sums.money.paid_out) == (4_600_000_000, 3_140_000_000, 1_220_000_000)
    assert sums.not_granted == 1_460_000_000
    lines = {
        line.key: (line.earmarked, line.granted, line.not_applied_for) for line in lines_of_programme(exit_prostitution)
    }
    assert lines == {
        "municipal": (None, 2_330_000_000, None),
        "ngo": (640_000_000, 610_000_000, 30_000_000),
        "implementation": (None, 180_000_000, None),
        "dissemination": (None, 20_000_000, None),
    }


def test_the_page_of_the_minister_s_account(authority, exit_prostitution):
    page = text(authority.get("/programmes/EXIT2012/money/"))
    assert "<h1>Money of Exit Prostitution</h1>" in page
    for words in (
        "Framework <strong>46,000,000 kroner", "Granted <strong>31,400,000 kroner",
        "Not granted <strong>14,600,000 kroner",
        "Paid out <strong>12,200,000 kroner", "Left of the grants <strong>19,200,000 kroner", "300,000 kroner",
    ):  # fmt: skip
        assert words in page, words


def test_a_programme_without_a_framework_has_no_rest(cast):
    grant(cast.project)
    sums = sums_of_programme(cast.project.programme)
    assert (sums.framework, sums.not_granted, sums.money.granted) == (None, None, 1000_00)


def test_a_reserve_is_earmarked_and_nobody_applies_for_it(cast):
    earmark(cast.project.programme, "reserve", 500)
    [line] = lines_of_programme(cast.project.programme)
    assert (line.key, line.earmarked, line.granted, line.not_applied_for) == ("reserve", 500_00, 0, None)


def test_more_granted_than_earmarked_is_below_zero(cast):
    earmark(cast.project.programme, "ngo", 100)
    grant(cast.project, 150, line="ngo")
    [line] = lines_of_programme(cast.project.programme)
    assert line.not_applied_for == -50_00


def test_the_sums_take_the_projects_and_the_programme_s_own_and_no_other_programme(cast, other_programme):
    grant(cast.project, 1)
    grant(cast.other_project, 10)
    grant(cast.project.programme, 100)
    grant(other_programme, 1000)
    remove_row(grant(cast.project, 10_000), because="x", by=None)
    assert sums_of_programme(cast.project.programme).money.granted == 111_00


def test_an_empty_programme_says_what_will_stand_there_and_how_to_begin(authority, cast):
    page = text(authority.get(PAGE))
    assert "Begin by setting the framework." in page
    assert "such as the cooperation with NGOs, will stand here" in page
    assert "Grants for implementation support and dissemination will stand here." in page
    assert "The projects' leads enter their grants" in page
    assert "<table" not in page


def test_the_list_shows_every_programme_with_its_sums(authority, cast):
    framework(cast.project.programme, 46)
    grant(cast.project, 32)
    payment(cast.project, 12)
    page = text(authority.get("/programmes/"))
    assert 'href="/programmes/EXIT2020/overview/"' in page
    assert "EXIT2012" in page
    for amount in ("46 kroner", "32 kroner", "12 kroner"):
        assert f"{amount}</td>" in page


@pytest.mark.parametrize("folder", FORMS)
def test_what_is_entered_is_the_programme_s_own(authority, cast, folder):
    model, data = FORMS[folder]
    response = authority.post(f"{PAGE}{folder}/new/", data)
    assert (response.status_code, response.url) == (302, PAGE)
    row = model.objects.get()
    assert (row.programme, row.entered_by, getattr(row, "project", None)) == (
        cast.project.programme, cast.evaluator, None,
    )  # fmt: skip
    assert f"{data['amount_oere'].replace('.', ',')} kroner" in text(authority.get(PAGE))


@pytest.mark.parametrize("folder", FORMS)
def test_it_is_corrected_and_removed(authority, cast, folder):
    model, data = FORMS[folder]
    authority.post(f"{PAGE}{folder}/new/", data)
    old = model.objects.get()
    assert authority.post(f"{PAGE}{folder}/{old.pk}/correct/", data | {"amount_oere": "7"}).status_code == 302
    new = model.objects.current().get()
    assert (new.replaces, new.amount_oere) == (old, 700)
    page = authority.post(f"{PAGE}{folder}/{new.pk}/remove/", {"removed_because": "Fejl i brevet"}, follow=True)
    assert "Because: Fejl i brevet" in text(page)
    assert not model.objects.current().exists()


def test_a_second_framework_of_the_same_day_is_refused_at_the_date(authority, cast):
    framework(cast.project.programme, decided_on=ago(3))
    response = authority.post(f"{PAGE}framework/new/", FORMS["framework"][1])
    assert response.status_code == 422
    assert "decided_on" in response.context["form"].errors
    assert "Correct that one" in text(response)


def test_a_reserve_can_be_earmarked_and_not_granted(authority, cast):
    assert authority.post(f"{PAGE}earmarks/new/", FORMS["earmarks"][1] | {"line": "reserve"}).status_code == 302
    assert authority.post(f"{PAGE}grants/new/", FORMS["grants"][1] | {"line": "reserve"}).status_code == 422


def test_the_projects_money_is_read_only(authority, cast):
    a, b = grant(cast.project, 4711, title="Projektets"), payment(cast.project, 815, note="Rate 1")
    page = text(authority.get(PAGE))
    for words in ("Project A", "4,711 kroner", "Projektets", "815 kroner", "Rate 1"):
        assert words in page
    assert "/correct/" not in page
    for folder, row in (("grants", a), ("payments", b)):
        for verb in ("correct", "remove"):
            address = f"{PAGE}{folder}/{row.pk}/{verb}/"
            assert authority.get(address).status_code == 404
            assert authority.post(address, FORMS[folder][1] | {"removed_because": "x"}).status_code == 404
    assert (a.__class__.objects.count(), b.__class__.objects.count()) == (1, 1)


@pytest.mark.parametrize("make", [framework, earmark, grant, payment])
def test_another_programme_s_row_is_not_found_from_here(authority, cast, other_programme, make):
    folder = {framework: "framework", earmark: "earmarks", grant: "grants", payment: "payments"}[make]
    row = make(other_programme)
    for verb in ("correct", "remove"):
        assert authority.get(f"{PAGE}{folder}/{row.pk}/{verb}/").status_code == 404
        assert authority.get(f"/programmes/EXIT2012/money/{folder}/{row.pk}/{verb}/").status_code == 200


@pytest.mark.parametrize("code", ["EXIT1999", "exit2020", "%00", "EXIT2020%00x", "%3Cb%3E"])
def test_a_programme_that_is_not_there_is_not_found(authority, cast, code):
    for address in (f"/programmes/{code}/money/", f"/programmes/{code}/money/grants/new/"):
        assert authority.get(address).status_code == 404


def test_the_history_is_the_programme_s_own(cast):
    programme = cast.project.programme
    first = framework(programme, by=cast.evaluator)
    second = replace_row(first, amount_oere=5, by=cast.evaluator)
    aside, own, paid = earmark(programme), grant(programme), payment(programme)
    remove_row(paid, because="x", by=cast.evaluator)
    grant(cast.project)
    payment(cast.project)
    set_lapse(cast.project, lapsed_on=localdate(), by=None)
    entries = history_of_programme(programme)
    assert [(entry.what, type(entry.row), entry.row.pk) for entry in entries] == [
        ("removed", Disbursement, paid.pk), ("entered", Disbursement, paid.pk), ("entered", Grant, own.pk),
        ("entered", Earmark, aside.pk), ("corrected", Framework, second.pk), ("entered", Framework, first.pk),
    ]  # fmt: skip


def test_nothing_that_was_typed_becomes_markup(authority, cast):
    for place in (cast.project, cast.project.programme):
        grant(place, applicant=HOSTILE, title=HOSTILE, note=HOSTILE)
        payment(place, note=HOSTILE)
    framework(cast.project.programme, note=HOSTILE)
    earmark(cast.project.programme, note=HOSTILE)
    assert HOSTILE not in authority.get(PAGE).content.decode()


def test_the_pages_take_the_same_queries_for_one_row_and_for_many(authority, cast):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert authority.get(address).status_code == 200
        return len(captured)

    def fill(days):
        for place in (cast.project, cast.project.programme):
            replace_row(grant(place), amount_oere=5, by=cast.evaluator)
            payment(place)
        framework(cast.project.programme, decided_on=ago(days))
        earmark(cast.project.programme, decided_on=ago(days))

    fill(1)
    authority.get(PAGE)
    few = [queries(address) for address in (PAGE, "/programmes/")]
    for days in range(2, 7):
        fill(days)
    assert [queries(address) for address in (PAGE, "/programmes/")] == few


@pytest.mark.parametrize(
    "who",
    ["coordinator", "caseworker", "other_caseworker", "lead", "administrator", "officer", "stranger", "outsider"],
)
def test_nobody_else_reaches_a_programme_s_money(as_user, cast, who):
    browser = as_user(getattr(cast, who))
    for address in ("/programmes/", PAGE, *(f"{PAGE}{folder}/new/" for folder in FORMS)):
        assert browser.get(address).status_code == 403, address
    for folder, (model, data) in FORMS.items():
        assert browser.post(f"{PAGE}{folder}/new/", data).status_code == 403
        assert not model.objects.exists()


def test_the_signed_out_are_sent_to_sign_in(db):
    for address in ("/programmes/", PAGE):
        assert Client().get(address).status_code == 302


@pytest.mark.parametrize(("who", "sees"), [("evaluator", True), ("administrator", False), ("officer", False)])
def test_the_menu_leads_there_for_the_authority_alone(as_user, cast, who, sees):
    assert ('href="/programmes/"' in as_user(getattr(cast, who)).get("/", follow=True).content.decode()) is sees


def test_the_decision_that_holds_today_is_marked(authority, cast):
    framework(cast.project.programme, 44, decided_on=ago(9))
    framework(cast.project.programme, 46, decided_on=ago(3))
    earmark(cast.project.programme, "ngo")
    page = text(authority.get(PAGE))
    assert page.count("in force") == 2
    assert page.index("in force") < page.index("46 kroner</td>") < page.index("44 kroner</td>")
