import os
import stat
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner
from django.urls import reverse

from audit.models import AuditEvent
from clients.models import Client
from exchange import views
from exchange.workbook import import_workbook, uploads
from projects.access import Role, may_import
from projects.services import grant_by_command
from tests.workbooks import citizen, intervention, saved, sheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def import_dir(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "imports"
    return settings.IMPORT_DIR


@pytest.fixture
def partners_coordinator(cast):
    """A coordinator of a partner organisation: the host's citizens are not theirs."""
    user = cast.other_caseworker
    grant_by_command(
        user=user, role=Role.COORDINATOR, project=cast.project, organisation=cast.other_ngo,
        starts_on=cast.project.starts_on,
    )  # fmt: skip
    return user


def address(project, name="import", *args):
    return reverse(f"exchange:{name}", args=[project.code, *args])


def workbook(*rows, **children):
    content = saved(sheets(rows or [citizen("B-1")], **children)).getvalue()
    return SimpleUploadedFile("Borgere 2021.XLSX", content)


def uploaded(browser, project, file=None):
    """Upload a file; returns the preview's page and its token."""
    response = browser.post(address(project), {"workbook": file or workbook()})
    assert response.status_code == 302, response.content.decode()
    token = response["Location"].split("/")[-2]
    return browser.get(response["Location"]), token


def kept():
    return list(uploads.kept_files())


def test_upload_preview_and_confirmation(cast, as_user):
    browser = as_user(cast.coordinator)
    assert browser.get(address(cast.project)).status_code == 200
    before = Client.objects.count()
    page, token = uploaded(browser, cast.project, workbook(citizen("B-1", **{"Henvist fra": "Reden"}), citizen("B-2")))
    assert page.status_code == 200
    assert page.context["created"][0].startswith("2 ")
    assert "Reden" in page.content.decode()
    assert (Client.objects.count(), len(kept())) == (before, 1)
    response = browser.post(address(cast.project, "import_confirm", token), follow=True)
    assert response.redirect_chain == [(address(cast.project), 302)]
    assert len(list(response.context["messages"])) == 1
    assert (Client.objects.count(), kept()) == (before + 2, [])
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor_id) == ("imported", cast.coordinator.pk)


def test_pages_are_not_kept_by_the_browser(cast, as_user):
    browser = as_user(cast.coordinator)
    page, _token = uploaded(browser, cast.project)
    for response in (page, browser.get(address(cast.project))):
        assert "no-store" in response["Cache-Control"]


def test_a_preview_lists_every_bad_row_and_offers_no_confirmation(cast, as_user):
    browser = as_user(cast.coordinator)
    page, token = uploaded(browser, cast.project, workbook(citizen("B-1", Alder=17), citizen("B-2", Køn="?")))
    text = page.content.decode()
    assert [(issue.row, issue.column) for issue in page.context["errors"]] == [(2, "Alder"), (3, "Køn")]
    for issue in page.context["errors"]:
        assert issue.column in text
    assert 'role="alert"' in text
    assert address(cast.project, "import_confirm", token) not in text
    assert address(cast.project, "import_cancel", token) in text


def test_confirming_a_file_with_errors_writes_nothing(cast, as_user):
    browser = as_user(cast.coordinator)
    _page, token = uploaded(browser, cast.project, workbook(citizen("B-1", Alder=17)))
    before = Client.objects.count()
    response = browser.post(address(cast.project, "import_confirm", token))
    assert response.status_code == 409
    assert Client.objects.count() == before


def test_a_file_that_no_longer_fits_is_refused_with_its_errors(cast, as_user):
    """Between preview and confirmation a colleague enrols the citizen again."""
    import_workbook(cast.project, workbook(citizen("B-1", Slutdato="2021-06-01")), by=None)
    browser = as_user(cast.coordinator)
    page, token = uploaded(browser, cast.project, workbook(citizen("B-1")))
    assert page.context["errors"] == []
    made = Client.objects.latest("pk")
    made.enrolments.create(project=cast.project, starts_on="2022-01-01")
    response = browser.post(address(cast.project, "import_confirm", token))
    assert response.status_code == 409
    assert [issue.column for issue in response.context["errors"]] == ["Slutdato"]
    assert made.enrolments.filter(ends_on=None).count() == 1


def test_a_file_that_says_nothing_new(cast, as_user):
    import_workbook(cast.project, workbook(), by=None)
    page, token = uploaded(as_user(cast.coordinator), cast.project)
    assert page.context["created"] == page.context["updated"] == []
    assert address(cast.project, "import_confirm", token) not in page.content.decode()


def test_a_long_list_of_errors_is_cut_and_says_so(cast, as_user, monkeypatch):
    monkeypatch.setattr(views, "SHOWN_ISSUES", 3)
    page, _token = uploaded(as_user(cast.coordinator), cast.project, workbook(*[citizen("1")] * 10))
    assert len(page.context["errors"]) == 3
    assert len(page.context["plan"].errors) == 9


def test_cancelling_deletes_the_file(cast, as_user):
    browser = as_user(cast.coordinator)
    _page, token = uploaded(browser, cast.project)
    response = browser.post(address(cast.project, "import_cancel", token), follow=True)
    assert response.redirect_chain == [(address(cast.project), 302)]
    assert kept() == []
    assert browser.get(address(cast.project, "import_preview", token)).status_code == 302


def test_a_second_click_takes_over_nothing_and_shows_what_the_first_did(cast, as_user):
    browser = as_user(cast.coordinator)
    _page, token = uploaded(browser, cast.project)
    first = browser.post(address(cast.project, "import_confirm", token), follow=True)
    before = (Client.objects.count(), AuditEvent.objects.filter(action="imported").count())
    second = browser.post(address(cast.project, "import_confirm", token), follow=True)
    told = [[(message.level_tag, str(message)) for message in page.context["messages"]] for page in (first, second)]
    assert told[0] == told[1]
    assert told[0][0][0] == "success"
    assert (Client.objects.count(), AuditEvent.objects.filter(action="imported").count()) == before


def test_a_file_that_goes_while_it_is_wanted_is_asked_for_again(cast, as_user, monkeypatch):
    """Two browsers of one person: the file is there when the page is asked for, and gone when its turn comes."""
    browser = as_user(cast.coordinator)
    _page, token = uploaded(browser, cast.project)
    (path,) = kept()
    monkeypatch.setattr(uploads, "find", lambda *args, **kwargs: path)
    path.unlink()
    for response in (
        browser.get(address(cast.project, "import_preview", token), follow=True),
        browser.post(address(cast.project, "import_confirm", token), follow=True),
    ):
        assert [message.level_tag for message in response.context["messages"]] == ["warning"]
        assert response.redirect_chain == [(address(cast.project), 302)]


def test_a_result_waits_for_whoever_left_before_it_came(cast, as_user):
    """The browser gave up waiting; the import went on, and the next page tells how it ended."""
    browser = as_user(cast.coordinator)
    _page, token = uploaded(browser, cast.project)
    browser.post(address(cast.project, "import_confirm", token))
    page = browser.get(reverse("casework:citizens", args=[cast.project.code]))
    assert [message.level_tag for message in page.context["messages"]] == ["success"]


@pytest.mark.parametrize("page", ["upload", "preview"])
def test_the_page_says_beforehand_that_it_takes_time_and_shows_that_it_works(cast, as_user, page):
    cast.coordinator.language = "en"
    cast.coordinator.save(update_fields=["language"])
    browser = as_user(cast.coordinator)
    response = browser.get(address(cast.project)) if page == "upload" else uploaded(browser, cast.project)[0]
    text = response.content.decode()
    for part in ("A large workbook takes up to a minute", "exitcase/working.js", 'role="status"', "data-working"):
        assert part in text


@pytest.mark.parametrize("action", ["import_confirm", "import_cancel"])
def test_what_changes_something_is_no_link(cast, as_user, action):
    browser = as_user(cast.coordinator)
    _page, token = uploaded(browser, cast.project)
    assert browser.get(address(cast.project, action, token)).status_code == 405


@pytest.mark.parametrize(
    ("name", "content"),
    [("list.csv", b"Borger-ID;Startdato"), ("empty.xlsx", b""), (None, b"")],
)
def test_a_wrong_upload_comes_back_with_its_message(cast, as_user, name, content):
    data = {"workbook": SimpleUploadedFile(name, content)} if name else {}
    response = as_user(cast.coordinator).post(address(cast.project), data)
    assert response.status_code == 422
    assert response.context["form"].errors["workbook"]
    assert 'class="error-summary"' in response.content.decode()
    assert kept() == []


def test_a_file_that_is_too_large(cast, as_user, monkeypatch):
    monkeypatch.setattr("exchange.forms.LARGEST_BYTES", 1000)
    response = as_user(cast.coordinator).post(address(cast.project), {"workbook": workbook()})
    assert (response.status_code, kept()) == (422, [])


def test_a_damaged_workbook_is_explained_on_the_preview(cast, as_user):
    file = SimpleUploadedFile("damaged.xlsx", b"PK\x03\x04 and no more")
    page, _token = uploaded(as_user(cast.coordinator), cast.project, file)
    assert [(issue.sheet, issue.row) for issue in page.context["errors"]] == [("", None)]


def test_only_the_host_organisations_coordinator_may(cast, as_user, partners_coordinator):
    expected = {
        cast.coordinator: 200,
        partners_coordinator: 404,
        cast.caseworker: 403,
        cast.lead: 403,
        cast.outsider: 404,
        cast.administrator: 404,
        cast.officer: 404,
        cast.evaluator: 404,
        cast.stranger: 404,
    }
    assert {user: as_user(user).get(address(cast.project)).status_code for user in expected} == expected
    assert [user for user in expected if may_import(user, cast.project)] == [cast.coordinator]


def test_outsiders_reach_no_step_of_somebody_elses_import(cast, as_user, partners_coordinator):
    _page, token = uploaded(as_user(cast.coordinator), cast.project)
    before = Client.objects.count()
    for user in (partners_coordinator, cast.outsider, cast.stranger):
        browser = as_user(user)
        assert browser.get(address(cast.project, "import_preview", token)).status_code == 404
        for action in ("import_confirm", "import_cancel"):
            assert browser.post(address(cast.project, action, token)).status_code == 404
        assert browser.post(address(cast.project), {"workbook": workbook()}).status_code == 404
    assert (Client.objects.count(), len(kept())) == (before, 1)


def test_a_signed_out_person_is_asked_to_sign_in(cast, client):
    for response in (client.get(address(cast.project)), client.post(address(cast.project), {"workbook": workbook()})):
        assert response.status_code == 302
        assert "login" in response["Location"]
    assert kept() == []


def test_a_token_belongs_to_one_person_and_one_project(cast, as_user):
    """A colleague of the same organisation, and the person's own other project, open nothing."""
    _page, token = uploaded(as_user(cast.coordinator), cast.project)
    place = {"role": Role.COORDINATOR, "organisation": cast.municipality, "project": cast.project}
    grant_by_command(user=cast.stranger, starts_on=cast.project.starts_on, **place)
    assert as_user(cast.stranger).get(address(cast.project)).status_code == 200
    assert as_user(cast.stranger).get(address(cast.project, "import_preview", token)).status_code == 404
    assert as_user(cast.outsider).get(address(cast.other_project, "import_preview", token)).status_code == 404


@pytest.mark.parametrize("token", ["x", "../../../etc/passwd", "a:b:c", "%2e%2e"])
def test_a_made_up_token_is_404(cast, as_user, token):
    place = f"{address(cast.project)}{token}/"
    assert as_user(cast.coordinator).get(place).status_code == 404


def test_a_kept_file_is_private_and_replaced_by_the_next(cast, as_user, import_dir):
    browser = as_user(cast.coordinator)
    _page, first = uploaded(browser, cast.project)
    uploaded(browser, cast.project)
    (path,) = kept()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(import_dir.stat().st_mode) == 0o700
    assert "Borgere" not in path.name
    assert browser.get(address(cast.project, "import_preview", first)).status_code == 302


def test_files_of_an_hour_ago_are_removed_at_anybodys_upload(cast, as_user):
    uploaded(as_user(cast.outsider), cast.other_project)
    (old,) = kept()
    hour_ago = time.time() - uploads.SECONDS_KEPT - 5
    os.utime(old, (hour_ago, hour_ago))
    uploaded(as_user(cast.coordinator), cast.project)
    assert not old.exists()
    assert len(kept()) == 1


def test_a_token_is_over_after_an_hour(cast, as_user, monkeypatch):
    browser = as_user(cast.coordinator)
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda self: "1000")
    _page, token = uploaded(browser, cast.project)
    monkeypatch.undo()
    assert browser.get(address(cast.project, "import_preview", token)).status_code == 302


def test_a_preview_that_names_stored_citizens_leaves_an_event(cast, as_user):
    import_workbook(cast.project, workbook(citizen("B-1"), citizen("B-2")), by=None)
    gone = Client.objects.get(references__reference="B-2")
    browser = as_user(cast.coordinator)
    count = AuditEvent.objects.count()
    page, _token = uploaded(browser, cast.project, workbook(citizen("B-1")))
    assert "B-2" in page.content.decode()
    event = AuditEvent.objects.latest("pk")
    assert (AuditEvent.objects.count(), event.action, event.client_ids) == (count + 1, "listed", [gone.pk])
    uploaded(browser, cast.project, workbook(citizen("B-1"), citizen("B-2"), citizen("B-3")))
    assert AuditEvent.objects.count() == count + 1


def test_what_stands_in_a_refused_cell_is_shown_nowhere(cast, as_user):
    secret = "ring til Canary 20304050"
    bad = citizen("010190-1234", Køn="CANARY", **{"Henvist fra": secret})
    page, _token = uploaded(
        as_user(cast.coordinator),
        cast.project,
        workbook(bad, interventions=[intervention("CANARY-ID", Indsats=secret)]),
    )
    assert len(page.context["errors"]) == 5
    for canary in ("CANARY", "Canary", "20304050", "010190"):
        assert canary not in page.content.decode()
