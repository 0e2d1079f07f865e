"""My day: whose citizens, one step to the thing to do, as many queries for thousands as for a few."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Action, AuditEvent
from casework.due import KINDS
from casework.due.day import LINES_SHOWN, count_due, usual_scope
from casework.tests.due import answer, course, day
from casework.tests.test_citizens_list import listed, many
from clients.assignments.services import arrange_cover, assign
from clients.models import Assignment, Client, Enrolment
from clients.services import set_reference, withdraw_consent
from cti.services import open_contact_period


def today(project, who=""):
    return reverse("casework:today", args=[project.code]) + (f"?who={who}" if who else "")


def lines(response, key):
    """Codes in one group of the page, and where each line's button leads."""
    part = response.text.partition(f'id="due-{key}"')[2].partition("</section>")[0]
    return re.findall(r'class="code" href="/p/\w+/citizens/([^/]+)/"', part), re.findall(
        r'btn-sm[^"]*" href="([^"]+)"', part
    )


def mine(team, client=None, worker=None):
    assign(client or team.client, worker=worker or team.coordinator, since=day(-100), by=team.coordinator)


def test_mine_are_the_assigned_ones_and_the_switch_shows_all(team, fetch):
    mine(team)
    own, everybody = (fetch(team.coordinator, today(team.project, who)) for who in ("mine", "all"))
    assert lines(own, "silent")[0] == [team.client.code]
    assert set(lines(everybody, "silent")[0]) == {team.client.code, team.municipal_client.code}
    assert 'href="?who=mine" aria-current="true"' in own.text


def test_who_has_no_citizens_of_their_own_sees_all_at_first(team, fetch):
    assert usual_scope(team.coordinator, team.project).value == "all"
    assert len(lines(fetch(team.coordinator, today(team.project)), "silent")[0]) == 2
    mine(team)
    assert usual_scope(team.coordinator, team.project).value == "mine"
    assert len(lines(fetch(team.coordinator, today(team.project)), "silent")[0]) == 1


def test_a_colleague_s_citizens_come_with_the_cover_and_go(team, fetch):
    mine(team, worker=team.caseworker)
    cover = {"project": team.project, "person": team.caseworker, "colleague": team.colleague, "by": team.caseworker}
    assert lines(fetch(team.colleague, today(team.project, "mine")), "silent")[0] == []
    arrange_cover(starts_on=day(0), ends_on=day(3), **cover)
    covering, away = (fetch(who, today(team.project, "mine")) for who in (team.colleague, team.caseworker))
    assert lines(covering, "silent")[0] == [team.client.code]
    assert "You cover for Caseworker up to and including" in covering.text
    assert lines(away, "silent")[0] == []
    assert "Colleague covers for you" in away.text


def test_nothing_is_left_after_a_withdrawal(team, fetch):
    mine(team, worker=team.caseworker)
    withdraw_consent(team.client.consents.get(), by=team.coordinator)
    for who in ("mine", "all"):
        response = fetch(team.caseworker, today(team.project, who))
        assert team.client.code not in response.text
        assert "Nothing is waiting" in response.text


@pytest.mark.parametrize("who", ["other_caseworker", "outsider", "lead"])
def test_outsiders_get_nothing(team, fetch, who):
    response = fetch(getattr(team, who), today(team.project, "all"))
    assert response.status_code == {"other_caseworker": 200, "outsider": 404, "lead": 403}[who]
    assert team.client.code not in response.text


def test_each_line_leads_to_the_thing_to_do(team, fetch):
    made = course(team, -390)
    Client.objects.filter(pk=team.client.pk).update(next_appointment_on=day(0))
    page = fetch(team.coordinator, today(team.project, "all"))
    base = f"/p/AAR/citizens/{team.client.code}"
    assert lines(page, "appointment")[1] == [f"{base}/log/"]
    assert lines(page, "who5-first")[1] == [f"{base}/who5/new/"]
    assert lines(page, "overrun")[1] == [f"{base}/courses/{made.pk}/"]
    assert f"{base}/appointment/" in lines(page, "silent")[1]


def test_every_line_s_address_opens(team, fetch):
    course(team, -390)
    answer(team, -60)
    open_contact_period(team.municipal_client, goal="leave", contact_starts_on=day(-70), by=team.coordinator)
    Client.objects.filter(project=team.project).update(next_appointment_on=day(-1))
    page = fetch(team.coordinator, today(team.project, "all"))
    addresses = re.findall(r'btn-sm[^"]*" href="([^"]+)"', page.text)
    assert len(addresses) >= 5
    for address in addresses:
        assert fetch(team.coordinator, address).status_code == 200, address


def test_the_time_orders_and_stands_beside_the_appointment(team, fetch):
    for client, time in ((team.client, "14:30"), (team.municipal_client, "09:00")):
        Client.objects.filter(pk=client.pk).update(
            next_appointment_on=day(0), next_appointment_time=time, next_appointment_place="cafe"
        )
    page = fetch(team.coordinator, today(team.project, "all"))
    assert lines(page, "appointment")[0] == [team.municipal_client.code, team.client.code]
    assert "14:30, at a café" in page.text


def test_no_organisation_sees_anothers_alias(team, fetch):
    set_reference(team.client, team.municipality, reference="", alias="Anemone", by=team.coordinator)
    assert "Anemone" in fetch(team.coordinator, today(team.project, "all")).text
    assert "Anemone" not in fetch(team.caseworker, today(team.project, "all")).text


def test_long_groups_lead_to_the_list_of_the_same_citizens(team, fetch):
    many(team, LINES_SHOWN + 3)
    Enrolment.objects.filter(client__code__endswith="-X").update(starts_on=day(-30))
    page = fetch(team.coordinator, today(team.project, "all"))
    total = LINES_SHOWN + 3 + 2
    assert len(lines(page, "silent")[0]) == LINES_SHOWN
    assert f"See all {total}" in page.text
    address = re.search(r'href="(/p/AAR/citizens/\?due=silent[^"]*)"', page.text)[1].replace("&amp;", "&")
    assert len(listed(fetch(team.coordinator, address))) == total


def test_the_page_s_number_is_that_of_the_mail(team, fetch):
    course(team, -390)
    mine(team)
    Client.objects.filter(project=team.project).update(next_appointment_on=day(0))
    page = fetch(team.coordinator, today(team.project))
    number = sum(map(int, re.findall(r'due-number">(\d+)<', page.text)))
    assert number == count_due(team.coordinator, team.project) > 2
    assert f"{number} things are waiting." in page.text


def test_the_citizens_shown_are_in_the_log_once(team, fetch):
    fetch(team.coordinator, today(team.project, "all"))
    event = AuditEvent.objects.get(action=Action.LISTED)
    assert (event.actor_id, event.project_id) == (team.coordinator.pk, team.project.pk)
    assert event.client_ids == sorted([team.client.pk, team.municipal_client.pk])


def busy(team, count):
    """`count` citizens of the coordinator's own, each due for several things."""
    many(team, count)
    made = Client.objects.filter(code__endswith="-X")
    made.update(next_appointment_on=day(0))
    Assignment.objects.bulk_create(
        Assignment(project=team.project, client=each, worker=team.coordinator, since=day(-1)) for each in made
    )


@pytest.mark.parametrize("who", ["mine", "all"])
def test_the_number_of_queries_does_not_grow(team, as_user, who):
    client, counts = as_user(team.coordinator), []
    for number in (25, 3000):
        Client.objects.filter(code__endswith="-X").delete()
        busy(team, number)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(today(team.project, who))
        assert f'due-number">{number}<' in response.content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40


def test_each_kind_has_a_key_of_its_own_that_an_address_can_hold():
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in KINDS)
