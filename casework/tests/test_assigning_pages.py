"""The pages of the contact person, of cover, and of what the bar on a phone has no room for."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from casework.tests.addresses import of
from casework.tests.due import day
from clients.assignments.services import arrange_cover, assign
from clients.models import Assignment, Client, Cover


def covers(team):
    return reverse("casework:covers", args=[team.project.code])


def new_cover(team):
    return reverse("casework:new_cover", args=[team.project.code])


def sent(**data):
    return {"starts_on": localdate(), "ends_on": day(5), **data}


def test_the_form_offers_those_who_see_the_citizen(team, fetch):
    text = fetch(team.coordinator, of(team.client, "assign")).text
    for user in (team.coordinator, team.caseworker, team.colleague):
        assert f">{user.name}</option>" in text
    for user in (team.other_caseworker, team.lead, team.outsider, team.stranger):
        assert f">{user.name}</option>" not in text


def test_somebody_is_named_and_stands_on_the_page(team, fetch):
    data = {"worker": team.caseworker.pk, "backup": team.colleague.pk, "since": localdate()}
    response = fetch(team.caseworker, of(team.client, "assign"), data)
    assert (response.status_code, response["Location"]) == (302, of(team.client) + "#contact-person")
    text = fetch(team.coordinator, of(team.client)).text.partition('id="contact-person"')[2].partition("</section>")[0]
    assert "<strong>Caseworker</strong>" in text
    assert "Second person: Colleague" in text


@pytest.mark.parametrize("who", ["other_caseworker", "outsider", "stranger"])
def test_somebody_out_of_reach_cannot_be_sent_in(team, fetch, who):
    data = {"worker": getattr(team, who).pk, "since": localdate()}
    response = fetch(team.coordinator, of(team.client, "assign"), data)
    assert response.status_code == 422
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("other_caseworker", 404), ("outsider", 404), ("lead", 403)])
def test_outsiders_name_nobody(team, fetch, who, status):
    data = {"worker": team.caseworker.pk, "since": localdate()}
    assert fetch(getattr(team, who), of(team.client, "assign"), data).status_code == status
    assert not Assignment.objects.exists()


def test_a_change_asks_for_its_reason_and_keeps_what_was_typed(team, fetch):
    assign(team.client, worker=team.coordinator, since=day(-3), by=team.coordinator)
    data = {"worker": team.caseworker.pk, "since": localdate(), "reason": "", "reason_text": "Fordelt i teamet"}
    refused = fetch(team.coordinator, of(team.client, "assign"), data)
    assert refused.status_code == 422
    assert "Choose why the contact person changes." in refused.text
    assert "Fordelt i teamet" in refused.text
    assert fetch(team.coordinator, of(team.client, "assign"), data | {"reason": "workload"}).status_code == 302


def test_after_nobody_somebody_is_named_without_a_reason(team, fetch):
    """The form asks for none, so none is demanded."""
    for worker, reason in ((team.coordinator, ""), (None, "left")):
        assign(team.client, worker=worker, since=day(-3), reason=reason, by=team.coordinator)
    assert 'name="reason"' not in fetch(team.coordinator, of(team.client, "assign")).text
    data = {"worker": team.caseworker.pk, "since": localdate()}
    assert fetch(team.coordinator, of(team.client, "assign"), data).status_code == 302
    assert Assignment.objects.first().worker == team.caseworker


def test_an_anonymous_citizen_is_asked_no_text(team, fetch):
    Client.objects.filter(pk=team.client.pk).update(is_anonymous=True)
    assign(team.client, worker=team.coordinator, since=day(-3), by=team.coordinator)
    text = fetch(team.coordinator, of(team.client, "assign")).text
    assert 'name="reason"' in text
    assert "reason_text" not in text


def test_a_lost_contact_person_is_said_to_be_none(team, fetch):
    assign(team.client, worker=team.caseworker, since=day(-3), by=team.coordinator)
    team.caseworker.memberships.update(ends_on=day(-1))
    text = fetch(team.coordinator, of(team.client)).text
    assert "No contact person" in text
    assert "does not see the citizen any more" in text


def test_a_caseworker_names_a_colleague_for_themselves_alone(team, fetch):
    assign(team.client, worker=team.caseworker, since=day(-3), by=team.coordinator)
    assert 'name="person"' not in fetch(team.caseworker, new_cover(team)).text
    data = sent(colleague=team.colleague.pk, person=team.coordinator.pk)
    assert fetch(team.caseworker, new_cover(team), data).status_code == 302
    assert Cover.objects.get().person == team.caseworker
    text = fetch(team.caseworker, covers(team)).text
    assert "Colleague sees 1 of 1 citizen in the lists." in text
    assert "Colleague covers for Caseworker" in text


def test_a_coordinator_arranges_it_for_somebody_who_is_ill(team, fetch):
    data = sent(person=team.caseworker.pk, colleague=team.colleague.pk)
    assert fetch(team.coordinator, new_cover(team), data).status_code == 302
    assert Cover.objects.get().person == team.caseworker


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"colleague": ""}, "Choose the colleague who covers."),
        ({"ends_on": ""}, "Choose the last day."),
        ({"starts_on": day(3), "ends_on": day(2)}, "The last day lies before the first."),
        ({"starts_on": day(-3), "ends_on": day(-2)}, "Those days are over."),
    ],
)
def test_a_refused_cover_says_what_to_do(team, fetch, data, words):
    response = fetch(team.caseworker, new_cover(team), sent(colleague=team.colleague.pk) | data)
    assert response.status_code == 422
    assert words in response.text
    assert not Cover.objects.exists()


def test_everybody_sees_their_own_covers_and_a_coordinator_all(team, fetch):
    days = {"project": team.project, "starts_on": day(0), "ends_on": day(1)}
    arrange_cover(person=team.caseworker, colleague=team.colleague, by=team.caseworker, **days)
    assert "Colleague covers for Caseworker" in fetch(team.coordinator, covers(team)).text
    assert "Colleague covers for Caseworker" in fetch(team.colleague, covers(team)).text
    assert "Nobody is covered" in fetch(team.other_caseworker, covers(team)).text


def test_a_cover_is_ended_by_a_button(team, fetch):
    cover = arrange_cover(
        project=team.project, person=team.caseworker, colleague=team.colleague, starts_on=day(0), ends_on=day(1),
        by=team.caseworker,
    )  # fmt: skip
    end = reverse("casework:end_cover", args=[team.project.code, cover.pk])
    assert fetch(team.other_caseworker, end, {}).status_code == 403
    assert fetch(team.outsider, end, {}).status_code == 404
    assert fetch(team.colleague, end, {}).status_code == 302
    assert "The cover has ended." in fetch(team.colleague, covers(team)).text
    fetch(team.caseworker, end, {})
    assert "The cover is over already." in fetch(team.caseworker, covers(team)).text


def test_a_cover_of_another_project_is_not_there(team, fetch):
    cover = Cover.objects.create(
        project=team.other_project, person=team.outsider, colleague=team.stranger, starts_on=day(0), ends_on=day(1)
    )
    assert fetch(team.coordinator, reverse("casework:end_cover", args=["AAR", cover.pk]), {}).status_code == 404


def test_an_appointment_has_a_time_of_day(team, fetch):
    address = of(team.client, "appointment")
    data = {"next_appointment_on": day(1), "next_appointment_time": "14:30", "next_appointment_place": "cafe"}
    assert fetch(team.caseworker, address, data).status_code == 302
    assert ", 14:30, at a café" in fetch(team.caseworker, of(team.client)).text
    assert 'value="14:30"' in fetch(team.caseworker, address).text


@pytest.mark.parametrize(
    ("time", "day_sent", "words"),
    [("25:00", True, "Write the time with hours and minutes"), ("14:30", False, "Choose the day too")],
)
def test_a_time_that_cannot_be_is_refused(team, fetch, time, day_sent, words):
    data = {"next_appointment_on": day(1) if day_sent else "", "next_appointment_time": time}
    response = fetch(team.caseworker, of(team.client, "appointment"), data)
    assert response.status_code == 422
    assert words in response.text


@pytest.mark.parametrize(
    ("who", "bar"),
    [
        ("coordinator", ["My day", "Citizens", "Register", "More"]),
        ("caseworker", ["My day", "Citizens", "Sessions", "More"]),
        ("lead", ["Figures", "Project", "More"]),
    ],
)
def test_the_bar_of_a_phone_has_four_places_at_most(team, fetch, who, bar):
    text = fetch(getattr(team, who), reverse("casework:more", args=["AAR"])).text
    main = text.partition('class="navigation-main"')[2].partition("</ul>")[0]
    assert re.findall(r">([^<>]+)</a>", main) == bar
    rest = text.partition('class="navigation-more"')[2].partition("</ul>")[0]
    page = text.partition('more-list"')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]+)"', rest) == re.findall(r'href="([^"]+)"', page) != []
