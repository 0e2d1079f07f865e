"""The citizen's papers: what they say in both languages, and what they never say."""

import datetime as dt
import io
import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate
from pypdf import PdfReader

from audit.models import AuditEvent
from casework.sheet.contents import sheet_of
from casework.sheet.printing import print_card, print_sheet
from casework.tests.addresses import of
from clients.homes import change_home
from clients.legal import state_legal_basis
from clients.models import Client
from clients.services import give_consent, set_reference, withdraw_consent
from projects.models import Municipality

TELLING = re.compile(r"prostitu|sex|exit|escort|CTI|udsat|trafficking|handel|project a\b", re.IGNORECASE)


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def read(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return reader, text


@pytest.fixture
def shared(team):
    client = team.client
    Client.objects.filter(pk=client.pk).update(wish="leave")
    set_reference(client, team.municipality, reference="R-77", alias="Anemone", by=team.coordinator)
    give_consent(
        client, team.other_ngo, starts_on=day(-2), expires_on=day(60), covers_notes=True, covers_wellbeing=True,
        by=team.coordinator,
    )  # fmt: skip
    state_legal_basis(client, team.ngo, kind="consent", since=day(0), by=team.coordinator)
    change_home(client, home_municipality=Municipality.objects.get(code="0730"), by=team.coordinator)
    return Client.objects.get(pk=client.pk)


def test_each_organisation_with_access_stands_with_what_it_reads(team, shared):
    readers = {reader.name: reader for reader in sheet_of(shared).readers}
    assert set(readers) == {team.municipality.name, "NGO one", "NGO two"}
    assert "all your answers about well-being" in readers[team.municipality.name].reads
    assert "its own notes" in readers["NGO one"].reads
    assert "what you told at the start of a course" not in readers["NGO one"].reads
    assert {"the notes of all who work with you", "what you told at the start of a course"} <= set(
        readers["NGO two"].reads
    )
    assert (readers["NGO one"].basis, readers["NGO two"].basis) == ("your consent", "")
    assert readers["NGO two"].last_day == day(60)


def test_a_withdrawn_consent_leaves_the_sheet_and_dates_the_change(team, shared):
    assert sheet_of(shared).changed_on == day(-2)
    withdraw_consent(shared.consents.get(organisation=team.ngo), by=team.coordinator)
    sheet = sheet_of(shared)
    assert "NGO one" not in [reader.name for reader in sheet.readers]
    assert sheet.changed_on == day(0)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ("Hvem kan læse hvad om dig", "Hvis du ombestemmer dig", "Grundlag: dit samtykke", "CPR-nummer")),
        (
            "en",
            ("Who can read what about you", "If you change your mind", "On the ground of your consent", "CPR number"),
        ),
    ],
)
def test_the_pdf_read_back(team, shared, language, words):
    reader, text = read(print_sheet(shared, language=language, by=team.coordinator))
    for word in (*words, shared.code, team.municipality.name, "NGO one", settings.SITE_NAME):
        assert word in text
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(reader.pages) <= 2
    assert reader.pages[0].mediabox.width == pytest.approx(595, abs=1)


@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_on_it_gives_the_work_away(team, shared, language):
    reader, text = read(print_sheet(shared, language=language, by=team.coordinator))
    assert TELLING.search(text + str(reader.metadata)) is None
    for own in ("R-77", "Anemone", "Randers", team.coordinator.name):
        assert own not in text


def test_an_anonymous_citizen_s_sheet_says_that_nothing_is_written_in_words(team):
    Client.objects.filter(pk=team.municipal_client.pk).update(is_anonymous=True)
    client = Client.objects.get(pk=team.municipal_client.pk)
    _reader, text = read(print_sheet(client, language="en", by=team.coordinator))
    assert "You take part anonymously" in text
    assert "notes about what was agreed" not in text
    assert "its own notes" not in text


def test_the_card_holds_the_code_and_the_name_and_no_more(team, shared):
    reader, text = read(print_card(shared, by=team.coordinator))
    assert text == f"{shared.code} {settings.SITE_NAME}"
    assert len(reader.pages) == 1


def test_an_unknown_language_is_no_sheet(team, shared, fetch):
    with pytest.raises(KeyError):
        print_sheet(shared, language="sv", by=team.coordinator)
    assert fetch(team.coordinator, of(shared, "sheet_file", "sv")).status_code == 404


@pytest.mark.parametrize(("route", "more"), [("sheet_file", ["da"]), ("card", [])])
def test_a_paper_is_a_pdf_that_leaves_an_event(team, shared, fetch, route, more):
    response = fetch_pdf(fetch, team.caseworker, of(shared, route, *more))
    assert response["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'inline; filename="AAR-[\w-]+\.pdf"', response["Content-Disposition"])
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor_id, event.client_ids) == ("printed", team.caseworker.pk, [shared.pk])


def fetch_pdf(fetch, user, address):
    """`fetch` decodes what it gets, which a PDF is not."""
    with pytest.raises(UnicodeDecodeError):
        fetch(user, address)
    from django.test import Client as Browser

    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser.get(address)


@pytest.mark.parametrize(
    ("asked", "words"),
    [("", "Who can read about you"), ("da", "Hvem kan læse om dig"), ("xx", "Who can read about you")],
)
def test_the_page_is_in_the_language_that_is_asked_for(team, shared, fetch, asked, words):
    page = fetch(team.caseworker, f"{of(shared, 'sheet')}?language={asked}")
    assert words in page.text
    assert f'lang="{"da" if asked == "da" else "en"}"' in page.text.partition("sheet-on-screen")[2][:40]


@pytest.mark.parametrize(("route", "more"), [("sheet", []), ("sheet_file", ["da"]), ("card", [])])
@pytest.mark.parametrize(
    ("who", "status"), [("other_caseworker", 404), ("outsider", 404), ("lead", 403), ("officer", 404)]
)
def test_nobody_else_prints_one(team, fetch, route, more, who, status):
    assert fetch(getattr(team, who), of(team.client, route, *more)).status_code == status


def test_both_languages_have_the_same_lines(team, shared):
    found = {}
    for language in ("da", "en"):
        with translation.override(language):
            found[language] = [len(reader.reads) for reader in sheet_of(shared).readers]
    assert found["da"] == found["en"]
