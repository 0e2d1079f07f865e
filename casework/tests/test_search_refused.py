"""A search for what identifies somebody, and the fragments that htmx asks for."""

import re

import pytest

from audit.models import Action, AuditEvent
from casework.tests.addresses import citizens


def listed(response):
    return re.findall(r'class="code" href="/p/\w+/citizens/([^/]+)/"', response.text)


@pytest.mark.parametrize("words", ["010180-1234", "22334455", "x@example.org", "Nørregade 12"])
def test_a_search_for_what_identifies_is_refused_and_kept_nowhere(team, fetch, caplog, words):
    before = AuditEvent.objects.exclude(action=Action.REFUSED).count()
    response = fetch(team.coordinator, citizens(team.project) + "?q=" + words.replace(" ", "+"))
    assert response.status_code == 422
    assert "This looks like" in response.text
    assert words not in response.text
    assert listed(response) == []
    assert words not in caplog.text
    assert AuditEvent.objects.exclude(action=Action.REFUSED).count() == before
    refused = AuditEvent.objects.get(action=Action.REFUSED)
    assert words not in str(vars(refused))
    assert refused.project_id == team.project.pk


def test_htmx_gets_the_list_alone(team, fetch):
    response = fetch(team.coordinator, f"{citizens(team.project)}?q=AAR", **{"HX-Request": "true"})
    assert response.text.strip().startswith('<section id="citizens"')
    assert "<html" not in response.text
    assert "HX-Request" in response["Vary"]
    assert set(listed(response)) == {team.client.code, team.municipal_client.code}


def test_htmx_shows_a_refusal_and_keeps_it_out_of_the_history(team, fetch):
    response = fetch(team.coordinator, f"{citizens(team.project)}?q=010180-1234", **{"HX-Request": "true"})
    assert response.status_code == 200
    assert response["HX-Push-Url"] == "false"
    assert "This looks like" in response.text


def test_going_back_gets_the_whole_page(team, fetch):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in fetch(team.coordinator, citizens(team.project), **headers).text
