import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from projects.access import Role
from projects.services import end_membership, grant_by_command


def test_somebody_signed_out_is_sent_to_sign_in(client, db):
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["coordinator", "caseworker", "lead", "outsider"])
def test_whoever_has_one_project_begins_there(team, fetch, who):
    response = fetch(getattr(team, who), "/")
    code = "ODE" if who == "outsider" else "AAR"
    assert (response.status_code, response["Location"]) == (302, f"/p/{code}/")


@pytest.mark.parametrize(
    ("who", "route"),
    [("administrator", "projects:people"), ("officer", "projects:log"), ("evaluator", "projects:programmes")],
)
def test_installation_roles_begin_at_their_page(team, fetch, who, route):
    response = fetch(getattr(team, who), "/")
    assert (response.status_code, response["Location"]) == (302, reverse(route))


def test_whoever_has_nothing_is_told_whom_to_ask(team, fetch):
    response = fetch(team.stranger, "/")
    assert response.status_code == 200
    assert "ask its project lead or the administrator" in response.text
    assert "no-store" in response["Cache-Control"]


def test_whoever_has_several_projects_chooses(team, fetch):
    organisation = team.other_project.partnerships.get(is_host=True).organisation
    grant_by_command(
        user=team.coordinator, role=Role.LEAD, project=team.other_project, organisation=organisation,
        starts_on=localdate(),
    )  # fmt: skip
    response = fetch(team.coordinator, "/")
    assert response.status_code == 200
    assert 'href="/p/AAR/"' in response.text
    assert 'href="/p/ODE/"' in response.text


def test_two_roles_in_one_project_are_no_choice(team, fetch):
    grant_by_command(
        user=team.coordinator, role=Role.LEAD, project=team.project, organisation=team.municipality,
        starts_on=localdate(),
    )  # fmt: skip
    assert fetch(team.coordinator, "/").status_code == 302


def test_an_ended_membership_leads_nowhere(team, fetch):
    membership = team.caseworker.memberships.get()
    end_membership(membership, ends_on=membership.starts_on, by=team.administrator)
    assert "nothing here for you yet" in fetch(team.caseworker, "/").text


@pytest.mark.parametrize(
    ("who", "address"),
    [("coordinator", "/p/AAR/today/"), ("caseworker", "/p/AAR/today/"), ("lead", "reports:figures")],
)
def test_a_project_begins_where_the_person_works(team, fetch, who, address):
    address = address if address.startswith("/") else reverse(address, args=["AAR"])
    response = fetch(getattr(team, who), "/p/AAR/")
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize("who", ["outsider", "evaluator", "administrator", "officer", "stranger"])
def test_a_project_that_is_not_ones_own_is_not_there(team, fetch, who):
    assert fetch(getattr(team, who), "/p/AAR/").status_code == 404


def test_a_project_that_does_not_exist_is_not_there(team, fetch):
    assert fetch(team.coordinator, "/p/NONE/").status_code == 404
