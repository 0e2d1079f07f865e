import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override, pgettext
from pypdf import PdfReader

from audit.models import AuditEvent
from clients.services import register_client
from documents.tests.samples import TableReader
from reports.reports import project_report

PAGE = "/p/AAR/figures/"
PDF = "/p/AAR/figures/report.pdf"
MAY_READ = ["coordinator", "lead"]
MAY_PRINT = ["lead"]
INSIDE = ["coordinator", "lead", "caseworker", "colleague", "other_caseworker"]
OUTSIDE = ["outsider", "stranger", "evaluator", "administrator", "officer"]


def test_addresses():
    assert reverse("reports:figures", args=["AAR"]) == PAGE
    assert reverse("reports:file", args=["AAR", "pdf"]) == PDF


def expected_status(name, allowed):
    if name in OUTSIDE:
        return 404
    return 200 if name in allowed else 403


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE])
@pytest.mark.parametrize(("address", "allowed"), [(PAGE, MAY_READ), (PDF, MAY_PRINT)])
def test_who_may_open_it(cast, as_user, name, address, allowed):
    response = as_user(getattr(cast, name)).get(address)
    assert response.status_code == expected_status(name, allowed)


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_signed_out_people_are_sent_to_sign_in(cast, client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_a_project_that_there_is_not_is_not_found(cast, as_user, address):
    assert as_user(cast.lead).get(address.replace("AAR", "XYZ")).status_code == 404


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_the_pages_only_read(cast, as_user, address):
    assert as_user(cast.lead).post(address).status_code == 405


@pytest.mark.parametrize("address", [PAGE, PDF])
def test_nothing_is_kept_by_the_browser(cast, as_user, address):
    assert "no-store" in as_user(cast.lead).get(address)["Cache-Control"]


@pytest.fixture
def page(cast, as_user):
    def get(query="", who="lead"):
        return as_user(getattr(cast, who)).get(PAGE + query)

    return get


def test_the_page_shows_every_table_cell_by_cell(cast, page):
    reader = TableReader(page().content.decode())
    with override("da"):
        report = project_report(cast.project)
    assert len(reader.tables) == len(report.tables) == 11
    for table, read in zip(report.tables, reader.tables, strict=True):
        shown = [[row.label, *(row.cells[column.key].display for column in table.columns)] for row in table.rows]
        assert read[1 : 1 + len(shown)] == shown


def test_the_page_leads_to_no_citizen(cast, page):
    html = page().content.decode()
    for citizen in (cast.client, cast.municipal_client, cast.other_client):
        assert citizen.code not in html
    assert not [link for link in re.findall(r'href="([^"]+)"', html) if "citizens" in link]


def test_the_page_has_no_style_or_script_of_its_own(page):
    html = page().content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert "exitcase/report.css" in html
    assert not re.search(r"<script(?![^>]*src=)", html)


def test_ids_on_the_page_are_unique(page):
    ids = re.findall(r'\sid="([^"]+)"', page().content.decode())
    assert len(ids) == len(set(ids))


def test_the_figures_are_todays_unless_asked_otherwise(page):
    response = page()
    assert response.context["report"].as_of == localdate()
    assert f'value="{localdate().isoformat()}"' in response.content.decode()


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"])
def test_the_day_stands_in_the_address(page, form):
    day = localdate() - dt.timedelta(days=200)
    response = page(f"?as_of={day.strftime(form)}")
    assert response.context["report"].as_of == day
    assert not response.context["form"].errors


def test_a_day_before_the_first_citizen_has_zeros(cast, page):
    day = cast.project.starts_on - dt.timedelta(days=1)
    response = page(f"?as_of={day.isoformat()}")
    assert response.status_code == 200
    assert "<svg" not in response.content.decode()


def test_a_day_after_the_end_is_read_as_the_last_and_the_page_says_so(cast, page):
    cast.project.ends_on = localdate() - dt.timedelta(days=10)
    cast.project.save()
    response = page()
    assert response.context["report"].as_of == cast.project.ends_on
    assert response.context["report"].notes[0].text in response.content.decode()


@pytest.mark.parametrize("bad", ["nonsense", "2023-02-30", "31.11.2023", "99999-01-01", "%00", "<b>"])
def test_a_bad_day_is_told_and_the_page_is_todays(page, bad):
    response = page(f"?as_of={bad}")
    assert response.status_code == 200
    assert response.context["report"].as_of == localdate()
    assert response.context["form"].errors["as_of"]
    html = response.content.decode()
    assert 'role="alert"' in html
    assert 'aria-invalid="true"' in html
    assert "<b>" not in html


def test_a_day_to_come_is_told_and_the_page_is_todays(page):
    tomorrow = localdate() + dt.timedelta(days=1)
    response = page(f"?as_of={tomorrow.isoformat()}")
    assert response.context["report"].as_of == localdate()
    assert response.context["form"].errors["as_of"]
    assert f'value="{tomorrow.isoformat()}"' in response.content.decode()


def test_who_may_print_gets_the_links_with_the_day(page):
    day = (localdate() - dt.timedelta(days=200)).isoformat()
    html = page(f"?as_of={day}").content.decode()
    for ending in ("pdf", "xlsx", "csv", "html", "json"):
        for audience in ("internal", "public"):
            assert f'href="/p/AAR/figures/report.{ending}?as_of={day}&amp;audience={audience}"' in html


def test_who_may_not_print_gets_no_link(page):
    assert "report.pdf" not in page(who="coordinator").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_citizens(cast, as_user):
    client = as_user(cast.lead)
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGE)
    for _ in range(20):
        register_client(
            project=cast.project, organisation=cast.municipality, starts_on=localdate(), birth_year=1990,
            by=cast.coordinator,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)


def pdf_of(cast, as_user, query=""):
    response = as_user(cast.lead).get(PDF + query)
    return response, PdfReader(io.BytesIO(response.content))


def test_the_pdf_opens_in_the_browser_under_a_neutral_name(cast, as_user):
    response, reader = pdf_of(cast, as_user, "?as_of=" + localdate().isoformat())
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="AAR-{localdate().isoformat()}.pdf"'
    assert reader.trailer["/Root"]["/Lang"] == "da"


def test_the_name_is_of_the_day_that_the_report_is_of(cast, as_user):
    cast.project.ends_on = localdate() - dt.timedelta(days=10)
    cast.project.save()
    response, _reader = pdf_of(cast, as_user)
    assert f"AAR-{cast.project.ends_on.isoformat()}.pdf" in response["Content-Disposition"]


def test_the_pdf_is_danish_also_for_a_person_who_reads_english(cast, as_user):
    cast.lead.language = "en"
    cast.lead.save()
    _response, reader = pdf_of(cast, as_user)
    assert reader.trailer["/Root"]["/Lang"] == "da"


def test_printing_leaves_an_audit_event(cast, as_user):
    before = AuditEvent.objects.count()
    pdf_of(cast, as_user, "?audience=public")
    event = AuditEvent.objects.latest("pk")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.actor_id, event.project_id) == ("printed", cast.lead.pk, cast.project.pk)
    assert (event.detail["format"], event.detail["audience"]) == ("pdf", "public")
    assert event.client_ids == []


@pytest.mark.parametrize(
    ("query", "is_marked"), [("", True), ("?audience=internal", True), ("?audience=public", False)]
)
def test_the_mark_follows_the_audience(cast, as_user, query, is_marked):
    _response, reader = pdf_of(cast, as_user, query)
    with override("da"):
        mark = pgettext("report", "Internal")
    top = [re.search(rf"(^|\s){mark}(\s|$)", page.extract_text()) is not None for page in reader.pages[2:-1]]
    assert set(top) == {is_marked}


@pytest.mark.parametrize("bad", ["nonsense", "2023-02-30", (localdate() + dt.timedelta(days=400)).isoformat()])
def test_a_bad_day_leads_to_the_page_that_explains_it(cast, as_user, bad):
    client = as_user(cast.lead)
    response = client.get(f"{PDF}?as_of={bad}")
    assert (response.status_code, response.url) == (302, f"{PAGE}?as_of={bad}")
    assert client.get(response.url).context["form"].errors["as_of"]
    assert not AuditEvent.objects.filter(action="printed").exists()


def test_an_unknown_audience_is_not_found(cast, as_user):
    assert as_user(cast.lead).get(f"{PDF}?audience=everyone").status_code == 404


def test_the_pdf_names_no_citizen(cast, as_user):
    _response, reader = pdf_of(cast, as_user)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert cast.client.code not in text
    assert cast.client.code.split("-")[1] not in text


def test_the_outsider_reads_their_own_project_only(cast, as_user):
    client = as_user(cast.outsider)
    assert client.get("/p/ODE/figures/").status_code == 200
    assert client.get(PAGE).status_code == 404
    assert client.get("/p/ODE/figures/report.pdf").status_code == 403
