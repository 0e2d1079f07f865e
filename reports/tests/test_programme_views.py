"""The pages and files of a programme's reports: the authority's alone, and always the public version."""

import json

import pytest
from django.urls import reverse

from audit.models import Action, AuditEvent
from projects.access import Role
from projects.services import grant_by_command

PAGES = ["reports:overview", "reports:programme_status"]
FILES = ["reports:overview_file", "reports:programme_status_file"]
OUTSIDERS = ["coordinator", "caseworker", "lead", "administrator", "officer", "stranger", "outsider"]


def page(name, code="EXIT2020", *more):
    return reverse(name, args=[code, *more])


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_opens_a_programme(cast, as_user, name, who):
    response = as_user(getattr(cast, who)).get(page(name))
    assert response.status_code == 403
    assert cast.project.name not in response.content.decode()


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("name", FILES)
def test_nobody_else_takes_a_file_along(cast, as_user, name, who):
    assert as_user(getattr(cast, who)).get(page(name, "EXIT2020", "json")).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_the_authority_reads_the_public_version(cast, as_user, name):
    response = as_user(cast.evaluator).get(page(name) + "?as_of=2023-11-30")
    assert response.context["report"].audience == "public"
    text = response.content.decode()
    assert "offentlige udgave" in text
    assert cast.client.code not in text
    assert "audience=internal" not in text


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_public_and_told_in_the_log(cast, as_user, name):
    response = as_user(cast.evaluator).get(page(name, "EXIT2020", "json") + "?as_of=2023-11-30")
    assert json.loads(response.content)["audience"] == "public"
    assert response["Content-Disposition"].startswith("attachment")
    event = AuditEvent.objects.get(action=Action.PRINTED)
    assert (event.subject_type, event.detail["audience"]) == ("programme", "public")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("address", [("json", "?audience=internal"), ("docx", ""), ("json", "?audience=secret")])
def test_no_other_version_and_no_other_format(cast, as_user, name, address):
    format, query = address
    assert as_user(cast.evaluator).get(page(name, "EXIT2020", format) + query).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("code", ["NOTHING", "exit2020", "NOTH\0ING"])
def test_a_programme_that_is_not_there(cast, as_user, name, code):
    assert as_user(cast.evaluator).get(page(name, code)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_day_to_come_is_refused_and_todays_is_shown(cast, as_user, name):
    response = as_user(cast.evaluator).get(page(name) + "?as_of=2999-01-01")
    assert "Dagen er ikke kommet" in response.content.decode()
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["reports:figures", "reports:status"])
def test_the_authoritys_role_prints_nothing_of_a_project(cast, as_user, name):
    """A coordinator who also serves the authority is offered no file of the project: each role has its own."""
    grant_by_command(user=cast.coordinator, role=Role.EVALUATOR, starts_on=cast.project.starts_on)
    text = as_user(cast.coordinator).get(reverse(name, args=["AAR"])).content.decode()
    assert "report.pdf" not in text
    assert "report.pdf" in as_user(cast.lead).get(reverse(name, args=["AAR"])).content.decode()
