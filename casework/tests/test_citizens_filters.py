"""The list of citizens by whose they are, by phase and by what is due: the definitions of My day."""

import re

import pytest

from casework.due import KINDS
from casework.tests.addresses import citizens
from casework.tests.due import answer, course, day, due, session, therapy
from casework.tests.test_citizens_list import listed
from clients.assignments.services import assign
from clients.models import Client
from cti.services import open_contact_period


def page(team, fetch, query, who=None):
    return fetch(who or team.coordinator, f"{citizens(team.project)}?{query}")


def row(response, client):
    """The words of the citizen's row."""
    part = response.text.partition("<tbody>")[2].partition(f">{client.code}</a>")[2].partition("</tr>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_mine_are_those_of_my_lists(team, fetch):
    assign(team.client, worker=team.coordinator, since=day(-1), by=team.coordinator)
    assert listed(page(team, fetch, "who=mine")) == [team.client.code]
    assert len(listed(page(team, fetch, "who=all"))) == 2
    assert listed(page(team, fetch, "who=mine", team.caseworker)) == []


@pytest.mark.parametrize("key", sorted(KINDS))
def test_what_is_due_is_what_my_day_says(team, fetch, key):
    course(team, -390)
    answer(team, -60)
    open_contact_period(team.municipal_client, goal="leave", contact_starts_on=day(-70), by=team.coordinator)
    Client.objects.filter(project=team.project).update(next_appointment_on=day(-1))
    found = {client.code for client in due(team.coordinator, team.project, key)}
    assert set(listed(page(team, fetch, f"due={key}"))) == found


@pytest.mark.parametrize(
    ("phase", "names"),
    [
        ("1", []),
        ("2", ["client"]),
        ("contact", ["municipal_client"]),
        ("none", []),
        ("", ["municipal_client", "client"]),
    ],
)
def test_the_phase_narrows_it(team, fetch, phase, names):
    course(team, -130)
    open_contact_period(team.municipal_client, goal="leave", contact_starts_on=day(-7), by=team.coordinator)
    assert listed(page(team, fetch, f"phase={phase}")) == [getattr(team, name).code for name in names]


def test_filters_stay_together_in_the_address_and_on_the_page(team, fetch):
    response = page(team, fetch, "due=silent&who=mine&phase=none&status=enrolled&sort=code")
    for value in ("silent", "mine", "none", "enrolled"):
        assert f'<option value="{value}" selected>' in response.text
    assign(team.client, worker=team.coordinator, since=day(-1), by=team.coordinator)
    response = page(team, fetch, "due=silent&who=mine&phase=none&status=enrolled&sort=code")
    assert listed(response) == [team.client.code]
    assert "due=silent&amp;who=mine&amp;phase=none&amp;status=enrolled&amp;sort=-code" in response.text


@pytest.mark.parametrize("query", ["due=no&who=you&phase=99", "phase=٢", "phase=99999999999999999999", "due=%00"])
def test_an_odd_filter_is_still_a_list(team, fetch, query):
    assert page(team, fetch, query).status_code == 200


def test_nothing_found_leads_back_to_all(team, fetch):
    assert "No citizen fits the search." in page(team, fetch, "who=mine").text


def test_a_row_names_the_contact_person_and_what_is_waiting(team, fetch):
    assign(team.client, worker=team.caseworker, since=day(-30), by=team.coordinator)
    text = row(page(team, fetch, ""), team.client)
    assert text.startswith("– Waiting: silent Woman")
    assert text.endswith("Caseworker")
    session(team, therapy(team), -1)
    assert "Waiting" not in row(page(team, fetch, ""), team.client)
    team.caseworker.memberships.update(ends_on=day(-1))
    assert "No contact person" in row(page(team, fetch, ""), team.client)


def test_what_is_waiting_is_each_reader_s_own(team, fetch):
    """The municipality's answer is not covered by NGO one's consent, so its staff are not told that one is due."""
    answer(team, -60)
    assert "WHO-5" in row(page(team, fetch, ""), team.client)
    assert "WHO-5" not in row(page(team, fetch, "", team.caseworker), team.client)


@pytest.mark.parametrize("direction", ["", "-"])
def test_the_list_is_ordered_by_contact_person(team, fetch, direction):
    assign(team.client, worker=team.caseworker, since=day(-30), by=team.coordinator)
    assign(team.municipal_client, worker=team.coordinator, since=day(-30), by=team.coordinator)
    by_name = [team.client.code, team.municipal_client.code]  # Caseworker, Coordinator
    assert listed(page(team, fetch, f"sort={direction}worker")) == (by_name[::-1] if direction else by_name)
