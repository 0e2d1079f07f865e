"""Who may open and send which of the citizens' pages; the outsider meets 404 everywhere."""

import pytest
from django.utils.timezone import localdate

from audit.models import AuditEvent
from casework.tests.addresses import FORMS, citizens, of, register
from clients.services import give_consent, withdraw_consent

COORDINATORS_FORMS = ["facts", "enrol", "end_enrolment", "give_consent", "onward"]
EVERYBODYS_FORMS = ["appointment", "reference"]


@pytest.mark.parametrize("route", FORMS)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("outsider", 404), ("evaluator", 404), ("administrator", 404), ("officer", 404), ("stranger", 404),
        ("lead", 403),
    ],
)  # fmt: skip
def test_forms_are_closed_to_those_without_citizens(team, fetch, route, method, who, status):
    before = AuditEvent.objects.count()
    data = FORMS[route] if method == "post" else None
    response = fetch(getattr(team, who), of(team.client, route), data)
    assert response.status_code == status
    assert team.client.code not in response.text
    assert AuditEvent.objects.exclude(action="refused").count() == before


@pytest.mark.parametrize("route", COORDINATORS_FORMS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_caseworker_is_refused_the_coordinators_forms(team, fetch, route, method):
    data = FORMS[route] if method == "post" else None
    assert fetch(team.caseworker, of(team.client, route), data).status_code == 403


@pytest.mark.parametrize("route", EVERYBODYS_FORMS)
def test_a_caseworker_has_the_rest(team, fetch, route):
    assert fetch(team.caseworker, of(team.client, route)).status_code == 200
    assert fetch(team.caseworker, of(team.client, route), FORMS[route]).status_code == 302


@pytest.mark.parametrize("route", ["citizen", *EVERYBODYS_FORMS])
@pytest.mark.parametrize("who", ["caseworker", "colleague"])
def test_a_caseworker_reaches_no_citizen_without_a_link(team, fetch, route, who):
    assert fetch(getattr(team, who), of(team.municipal_client, route)).status_code == 404


@pytest.mark.parametrize("route", ["citizen", *FORMS])
def test_a_coordinator_opens_every_page_of_their_citizens(team, fetch, route):
    assert fetch(team.coordinator, of(team.client, route)).status_code == 200
    assert fetch(team.coordinator, of(team.other_client, route)).status_code == 404


@pytest.mark.parametrize("route", ["citizen", *FORMS])
def test_a_citizen_is_not_found_under_another_project(team, fetch, route):
    address = of(team.client, route).replace("/p/AAR/", "/p/ODE/")
    assert fetch(team.coordinator, address).status_code == 404
    assert fetch(team.outsider, address).status_code == 404


@pytest.mark.parametrize("route", ["citizen", "registered", *FORMS])
@pytest.mark.parametrize("code", ["AAR-2222-2", "%00", "%20"])
def test_a_code_that_nobody_has_is_not_there(team, fetch, route, code):
    address = of(team.client, route).replace(team.client.code, code)
    assert fetch(team.coordinator, address).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("caseworker", 403), ("lead", 403), ("outsider", 404), ("stranger", 404)]
)
def test_who_registers(team, fetch, who, status):
    assert fetch(getattr(team, who), register(team.project)).status_code == status
    assert fetch(getattr(team, who), of(team.client, "registered")).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("caseworker", 200), ("lead", 403), ("outsider", 404), ("evaluator", 404)]
)
def test_who_lists(team, fetch, who, status):
    assert fetch(getattr(team, who), citizens(team.project)).status_code == status


def test_the_moment_a_consent_is_withdrawn_the_caseworker_meets_404(team, fetch):
    consent = team.client.consents.get()
    assert fetch(team.caseworker, of(team.client)).status_code == 200
    withdraw_consent(consent, by=team.coordinator)
    for route in ["citizen", *EVERYBODYS_FORMS]:
        assert fetch(team.caseworker, of(team.client, route)).status_code == 404
    assert team.client.code not in fetch(team.caseworker, citizens(team.project)).text


def test_another_organisations_consent_opens_nothing_for_the_rest(team, fetch):
    give_consent(team.municipal_client, team.other_ngo, starts_on=localdate(), by=team.coordinator)
    assert fetch(team.caseworker, of(team.municipal_client)).status_code == 404
    assert fetch(team.other_caseworker, of(team.municipal_client)).status_code == 200


@pytest.mark.parametrize("route", ["citizen", *FORMS])
def test_pages_about_a_citizen_are_kept_nowhere(team, fetch, route):
    assert "no-store" in fetch(team.coordinator, of(team.client, route))["Cache-Control"]


def test_somebody_signed_out_is_sent_to_sign_in(client, team):
    for address in [citizens(team.project), register(team.project), of(team.client)]:
        response = client.get(address)
        assert response.status_code == 302
        assert "login" in response["Location"]
