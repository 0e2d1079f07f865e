"""The list of citizens as a file: what the page shows, of those who may be taken out, told in the log."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Action, AuditEvent
from casework.listing import COLUMNS
from casework.services import start_course
from casework.tests.addresses import citizens
from casework.tests.telling import day
from casework.tests.test_citizens_list import listed, many, offered
from clients.models import ClientReference
from clients.services import (
    change_facts,
    end_enrolment,
    give_consent,
    register_client,
    set_reference,
    withdraw_consent,
)
from cti.services import open_contact_period
from interventions.services import log_intervention, log_session
from projects.access import Role
from projects.services import grant_by_command

HEADINGS = [
    "Code", "Own alias or reference", "Gender", "Age at the first enrolment", "Enrolled since", "Ended", "CTI course",
    "Last contact", "Next appointment",
]  # fmt: skip


def address(project, format="csv", query=""):
    return reverse("casework:citizens_file", args=[project.code, format]) + (f"?{query}" if query else "")


def lines(response):
    """The rows of a CSV file, headings first."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def codes(response):
    return [line[0] for line in lines(response)[1:]]


def exported():
    return AuditEvent.objects.filter(action=Action.EXPORTED)


def test_it_holds_the_columns_of_the_list(team, fetch):
    change_facts(team.client, next_appointment_on=day(6), by=team.coordinator)
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    work = log_intervention(
        client=team.client, type=offered(team, is_course=False), starts_on=day(-30), logged_for=team.municipality,
        by=team.coordinator,
    )  # fmt: skip
    log_session(work, held_on=day(-8), note="canary note", logged_for=team.municipality, by=team.coordinator)
    start_course(
        team.client, goal="leave", starts_on=day(-10), runs_as=offered(team, is_course=True),
        provider=team.municipality, by=team.coordinator,
    )  # fmt: skip
    head, row = lines(fetch(team.coordinator, address(team.project, query=f"q={team.client.code}")))
    assert head == HEADINGS
    assert row == [
        team.client.code, "Anemone", "Woman", "30", day(-400).isoformat(), "", "Phase 1 of 3", day(-8).isoformat(),
        day(6).isoformat(),
    ]  # fmt: skip


def test_what_is_unknown_is_empty(team, fetch):
    row = lines(fetch(team.coordinator, address(team.project, query=f"q={team.municipal_client.code}")))[1]
    assert row == [team.municipal_client.code, "", "", "", day(-400).isoformat(), "", "", "", ""]


def test_a_stay_that_ended_and_a_contact_period(team, fetch):
    end_enrolment(team.client, ends_on=day(-2), by=team.coordinator)
    open_contact_period(team.municipal_client, goal="leave", contact_starts_on=day(-3), by=team.coordinator)
    rows = {line[0]: line for line in lines(fetch(team.coordinator, address(team.project)))[1:]}
    assert rows[team.client.code][4:6] == ["", day(-2).isoformat()]
    assert rows[team.municipal_client.code][6] == "Contact period"


@pytest.mark.parametrize(
    "query", ["", "sort=code", "sort=-code", "sort=age", "status=enrolled", "status=ended", "q={code}", "q=anem"]
)
def test_it_follows_the_address_as_the_list_does(team, fetch, query):
    set_reference(team.client, team.municipality, reference="M-1", alias="Anemone", by=team.coordinator)
    end_enrolment(team.client, ends_on=day(-2), by=team.coordinator)
    many(team, 3)
    query = query.format(code=team.client.code)
    shown = listed(fetch(team.coordinator, f"{citizens(team.project)}?{query}"))
    assert shown
    assert codes(fetch(team.coordinator, address(team.project, query=query))) == shown


def test_all_pages_are_in_it_whichever_one_is_shown(team, fetch):
    many(team, 60)
    assert len(codes(fetch(team.coordinator, address(team.project, query="page=2")))) == 62


def test_the_list_links_to_it_with_its_filters(team, fetch):
    text = fetch(team.coordinator, f"{citizens(team.project)}?status=enrolled&sort=code&page=1").text
    for format in ("xlsx", "csv"):
        assert f'href="{address(team.project, format)}?status=enrolled&amp;sort=code"' in text
    assert "Take all 2 citizens of the list out as a file:" in text


@pytest.mark.parametrize("who", ["caseworker", "other_caseworker"])
def test_only_those_who_may_are_offered_it(team, fetch, who):
    assert "/citizens/file/" not in fetch(getattr(team, who), citizens(team.project)).text
    assert fetch(getattr(team, who), address(team.project)).status_code == 403


@pytest.mark.parametrize("who", ["outsider", "stranger", "evaluator", "administrator", "officer"])
def test_strangers_find_nothing(team, fetch, who):
    assert fetch(getattr(team, who), address(team.project)).status_code == 404
    assert not exported().exists()


def test_the_outsiders_own_file_holds_their_own_citizens_alone(team, fetch):
    assert codes(fetch(team.outsider, address(team.other_project))) == [team.other_client.code]


def test_who_is_seen_as_a_caseworker_only_is_not_taken_out(team, fetch):
    """A coordinator of one organisation who is also a caseworker of another: the second role opens no file."""
    grant_by_command(
        user=team.caseworker, role=Role.COORDINATOR, project=team.project, organisation=team.other_ngo,
        starts_on=day(-9),
    )  # fmt: skip
    other = register_client(project=team.project, organisation=team.other_ngo, starts_on=day(-3), by=team.coordinator)
    assert set(listed(fetch(team.caseworker, citizens(team.project)))) == {team.client.code, other.code}
    assert codes(fetch(team.caseworker, address(team.project))) == [other.code]
    assert exported().get().client_ids == [other.pk]


def test_a_withdrawn_consent_takes_the_citizen_out_of_the_file(team, fetch):
    grant_by_command(
        user=team.caseworker, role=Role.COORDINATOR, project=team.project, organisation=team.ngo, starts_on=day(-9)
    )
    give_consent(team.municipal_client, team.ngo, starts_on=day(-1), by=team.coordinator)
    withdraw_consent(team.client.consents.get(), by=team.coordinator)
    assert codes(fetch(team.caseworker, address(team.project))) == [team.municipal_client.code]


def test_no_other_organisations_word_is_in_it(team, fetch):
    set_reference(team.client, team.ngo, reference="CANARY-2", alias="Canary-b", by=team.caseworker)
    content = fetch(team.coordinator, address(team.project)).content.decode("utf-8-sig")
    assert "anary" not in content.lower()


def test_the_log_names_everybody_in_the_file(team, as_user):
    as_user(team.coordinator).get(address(team.project, "xlsx"))
    event = exported().get()
    people = sorted([team.client.pk, team.municipal_client.pk])
    assert (event.actor_id, event.project_id, event.subject_type) == (team.coordinator.pk, team.project.pk, "client")
    assert (event.client_ids, sorted(event.subject_ids)) == (people, people)
    assert event.detail == {"format": "xlsx", "rows": 2}


def test_the_words_of_a_search_are_not_in_the_log(team, fetch):
    set_reference(team.client, team.municipality, reference="M-1", alias="Canaryword", by=team.coordinator)
    fetch(team.coordinator, address(team.project, query="q=canaryword"))
    assert exported().get().detail == {"format": "csv", "rows": 1}
    assert "canaryword" not in str(list(AuditEvent.objects.values())).lower()


@pytest.mark.parametrize("query", ["q=nobody", "status=ended&sort=code"])
def test_nothing_to_take_out_is_said_on_the_list(team, as_user, query):
    response = as_user(team.coordinator).get(address(team.project, query=query), follow=True)
    assert response.redirect_chain == [(f"{citizens(team.project)}?{query}", 302)]
    text = response.content.decode()
    assert "The list holds no citizen to take out. Widen the search." in text
    assert not exported().exists()


@pytest.mark.parametrize("words", ["010180-1234", "x@example.org"])
def test_a_search_for_what_identifies_is_refused_and_not_repeated(team, as_user, words):
    response = as_user(team.coordinator).get(address(team.project, query=f"q={words}"), follow=True)
    assert response.redirect_chain == [(citizens(team.project), 302)]
    assert "This looks like" in response.content.decode()
    assert words not in response.content.decode()
    refused = AuditEvent.objects.get(action=Action.REFUSED)
    assert refused.detail == {"fields": ["q"]}
    assert not exported().exists()


@pytest.mark.parametrize("format", ["pdf", "json", "x", "XLSX"])
def test_another_format_is_not_there(team, fetch, format):
    assert fetch(team.coordinator, address(team.project, format)).status_code == 404


def test_it_is_a_file_with_a_neutral_name(team, fetch):
    response = fetch(team.coordinator, address(team.project))
    assert response["Content-Disposition"] == f'attachment; filename="AAR-list-{day(0).isoformat()}.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in response["Cache-Control"]


def test_it_is_in_the_readers_language(cast, as_user):
    response = as_user(cast.coordinator).get(address(cast.project))
    assert lines(response)[0][:3] == ["Kode", "Kaldenavn", "Køn"]
    assert 'filename="AAR-liste-' in response["Content-Disposition"]


def test_the_sheet_holds_days_and_numbers_as_such(team, as_user):
    response = as_user(team.coordinator).get(address(team.project, "xlsx", f"q={team.client.code}"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    head, row = sheet.iter_rows(values_only=True)
    assert list(head) == HEADINGS
    assert row[0] == team.client.code
    assert row[3] == 30
    assert row[4].date() == day(-400)


@pytest.mark.parametrize("alias", ["=1+1", "@SUM(A1)", "+x", "-x"])
def test_an_alias_never_becomes_a_formula(team, as_user, alias):
    set_reference(team.client, team.municipality, reference="M-1", alias="A", by=team.coordinator)
    ClientReference.objects.update(alias=alias)
    browser = as_user(team.coordinator)
    line = lines(browser.get(address(team.project, query=f"q={team.client.code}")))[1]
    assert line[1] == f"'{alias}"
    book = load_workbook(io.BytesIO(browser.get(address(team.project, "xlsx", f"q={team.client.code}")).content))
    cell = book.active["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (alias, "s", True)


def test_the_number_of_queries_does_not_grow(team, as_user, django_assert_max_num_queries):
    client = as_user(team.coordinator)
    with django_assert_max_num_queries(14) as few:
        client.get(address(team.project))
    many(team, 3000)
    with django_assert_max_num_queries(14) as lots:
        response = client.get(address(team.project))
    assert len(codes(response)) == 3002
    assert len(few) == len(lots)


def test_every_column_of_the_page_has_one_in_the_file():
    """Gender and age share a column on the page, and so do the days of a stay."""
    assert [str(heading) for heading, _value in COLUMNS] == HEADINGS
