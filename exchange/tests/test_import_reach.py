"""A citizen to whom the host has lost access is out of an import's reach: neither changed, nor told of."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients.models import Client, ClientLink
from clients.services import give_consent, register_client, set_reference, withdraw_consent
from exchange.workbook import import_workbook, plan, record_preview, uploads
from tests.workbooks import citizen, intervention, saved, sheets

pytestmark = pytest.mark.django_db
NO_LONGER = "no longer has access"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def shared(cast):
    """A citizen whom NGO one visitated, with a consent to the host, which calls the citizen N-1."""
    client = register_client(
        project=cast.project, organisation=cast.ngo, starts_on=dt.date(2024, 3, 1), gender="woman", by=cast.colleague
    )
    cast.consent = give_consent(client, cast.municipality, starts_on=localdate(), by=cast.colleague)
    set_reference(client, cast.municipality, reference="N-1", alias="", by=cast.coordinator)
    return client


def workbook(**cells):
    return saved(sheets([citizen("N-1", Startdato=dt.date(2024, 3, 1), **cells)]))


def messages(result):
    return [(issue.row, issue.column, issue.message) for issue in result.errors]


def test_with_access_the_row_is_the_citizen_s(cast, shared):
    result = import_workbook(cast.project, workbook(Køn="Mand"), by=cast.coordinator)
    assert (result.errors, result.updated["citizens"]) == ([], 1)
    shared.refresh_from_db()
    assert shared.gender == "man"


@pytest.mark.parametrize("children", [False, True])
def test_after_the_withdrawal_the_row_is_refused(cast, shared, children):
    withdraw_consent(cast.consent, by=cast.colleague)
    before = Client.objects.count()
    rows = sheets([citizen("N-1", Køn="Mand")], **({"interventions": [intervention("N-1")]} if children else {}))
    result = import_workbook(cast.project, saved(rows), by=cast.coordinator)
    assert [(row, column) for row, column, _text in messages(result)] == [(2, "Borger-ID")]
    assert NO_LONGER in messages(result)[0][2]
    assert (result.created["citizens"], result.updated["citizens"], Client.objects.count()) == (0, 0, before)
    shared.refresh_from_db()
    assert shared.gender == "woman"
    assert not shared.interventions.exists()


def test_the_preview_tells_nothing_of_what_is_stored(cast, shared):
    """Neither that a cell would empty something, nor that the row has gone."""
    import_workbook(cast.project, workbook(), by=cast.coordinator)
    withdraw_consent(cast.consent, by=cast.colleague)
    assert [issue.message for issue in plan(cast.project, workbook()).warnings] == []
    others = plan(cast.project, saved(sheets([citizen("N-2")])))
    assert not any("N-1" in issue.message for issue in others.warnings)


def test_a_consent_that_has_run_out_is_like_a_withdrawn_one(cast, shared, monkeypatch):
    ClientLink.objects.filter(consent=cast.consent).update(closes_on=localdate() + dt.timedelta(days=1))
    assert messages(plan(cast.project, workbook())) == []
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert NO_LONGER in messages(plan(cast.project, workbook()))[0][2]


def test_an_access_that_is_to_come_is_not_lost(cast, shared):
    ClientLink.objects.filter(consent=cast.consent).update(opens_on=localdate() + dt.timedelta(days=5))
    assert messages(plan(cast.project, workbook())) == []


@pytest.mark.parametrize(("gender", "is_seen"), [("Mand", True), (None, True), ("Kvinde", False)])
def test_a_preview_is_logged_for_the_citizens_it_tells_of(cast, shared, gender, is_seen):
    import_workbook(cast.project, workbook(Køn="Kvinde"), by=cast.coordinator)
    before = AuditEvent.objects.count()
    record_preview(plan(cast.project, workbook(Køn=gender)), by=cast.coordinator)
    events = [(event.action, event.client_ids) for event in AuditEvent.objects.order_by("pk")[before:]]
    assert events == ([(Action.LISTED, [shared.pk])] if is_seen else [])


def test_the_page_shows_the_refusal_and_offers_no_import(cast, shared, as_user, settings, tmp_path):
    settings.IMPORT_DIR = tmp_path
    withdraw_consent(cast.consent, by=cast.colleague)
    cast.coordinator.language = "en"
    cast.coordinator.save()
    browser = as_user(cast.coordinator)
    file = SimpleUploadedFile("a.xlsx", workbook(Køn="Mand").getvalue())
    text = browser.get(browser.post("/p/AAR/import/", {"workbook": file})["Location"]).content.decode()
    assert NO_LONGER in text
    assert "confirm/" not in text
    assert shared.code not in text
    assert len(list(uploads.kept_files())) == 1
