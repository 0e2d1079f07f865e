import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from casework.registration import register_citizen, visitating_organisations
from casework.tests.addresses import citizens, lookup, of, register
from clients.models import Client, ClientReference, Consent, ReferralSource
from clients.services import source_named
from projects.access import Role
from projects.models import Project
from projects.services import grant_by_command


def key_in(response):
    return re.search(r'name="key" value="([^"]+)"', response.text).group(1)


@pytest.fixture
def send(team, fetch):
    """Open the form and send it with `facts`."""

    def open_and_send(user=None, project=None, **facts):
        address = register(project or team.project)
        key = key_in(fetch(user or team.coordinator, address))
        return fetch(user or team.coordinator, address, {"key": key, "starts_on": localdate().isoformat()} | facts)

    return open_and_send


def newest():
    return Client.objects.latest("pk")


def test_only_the_start_date_is_needed(team, send, fetch):
    response = send()
    client = newest()
    assert (response.status_code, response["Location"]) == (302, of(client, "registered"))
    assert (client.birth_year, client.gender, client.source, client.wish) == (None, "", None, "")
    assert client.enrolments.get().starts_on == localdate()
    assert not client.references.exists()
    assert not client.consents.exists()


def test_everything_is_kept(team, send):
    soon = localdate() + dt.timedelta(days=7)
    response = send(
        starts_on=(localdate() - dt.timedelta(days=2)).isoformat(), other_source="Shelter", wish="leave",
        birth_year="1990", gender="non_binary", alias="Anemone", reference="M-1",
        next_appointment_on=soon.isoformat(), next_appointment_place="cafe", partners=[str(team.ngo.pk)],
    )  # fmt: skip
    assert response.status_code == 302
    client = newest()
    assert (client.source.name, client.wish, client.birth_year, client.gender) == (
        "Shelter", "leave", 1990, "non_binary",
    )  # fmt: skip
    assert (client.next_appointment_on, client.next_appointment_place) == (soon, "cafe")
    own = ClientReference.objects.get(client=client)
    assert (own.organisation, own.alias, own.reference) == (team.municipality, "Anemone", "M-1")
    consent = Consent.objects.get(client=client)
    assert (consent.organisation, consent.starts_on, consent.covers_notes) == (team.ngo, localdate(), False)
    assert Client.objects.visible_to(team.caseworker).filter(pk=client.pk).exists()


def test_the_code_is_shown_large_with_the_next_steps(team, send, fetch):
    address = send()["Location"]
    text = fetch(team.coordinator, address).text
    assert f'<p class="code-card">{newest().code}</p>' in text
    for step in [of(newest()), of(newest(), "give_consent"), lookup(team.project)]:
        assert f'href="{step}"' in text
    assert "prostitution" not in text.lower()


def test_a_known_source_is_chosen_from_the_projects_own(team, send, fetch):
    own, others = source_named(team.project, "Shelter"), source_named(team.other_project, "Canary")
    assert "Canary" not in fetch(team.coordinator, register(team.project)).text
    assert send(source=str(own.pk)).status_code == 302
    assert newest().source == own
    assert send(source=str(others.pk)).status_code == 422


GROUPS = {"gender", "wish", "partners"}  # several inputs under one legend


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "yesterday"}, "starts_on"),
        ({"starts_on": "2999-01-01"}, "starts_on"),
        ({"birth_year": "90"}, "birth_year"),
        ({"birth_year": "ninety"}, "birth_year"),
        ({"birth_year": str(localdate().year - 17)}, "birth_year"),
        ({"birth_year": str(localdate().year - 18)}, "is_adult_confirmed"),
        ({"gender": "unknown"}, "gender"),
        ({"wish": "other"}, "wish"),
        ({"alias": "010180-1234"}, "alias"),
        ({"reference": "010180-1234"}, "reference"),
        ({"other_source": "x@example.org"}, "other_source"),
        ({"alias": "x" * 61}, "alias"),
        ({"next_appointment_on": "2020-01-01"}, "next_appointment_on"),
        ({"next_appointment_place": "cafe"}, "next_appointment_on"),
        ({"next_appointment_place": "moon"}, "next_appointment_place"),
        ({"partners": "999999"}, "partners"),
    ],
)
def test_a_wrong_form_comes_back_with_everything_typed(team, send, facts, field):
    before = Client.objects.count()
    response = send(**{"alias": "Anemone", "other_source": "Shelter"} | facts)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    target = f"div_id_{field}" if field in GROUPS else f"id_{field}"
    assert f'href="#{target}"' in response.text
    assert f'id="{target}"' in response.text
    assert "Anemone" in response.text or "alias" in facts
    assert "Shelter" in response.text or "other_source" in facts
    assert (Client.objects.count(), ReferralSource.objects.count()) == (before, 0)


def test_who_turns_18_in_the_year_is_confirmed(team, send):
    year = str(localdate().year - 18)
    assert send(birth_year=year, is_adult_confirmed="on").status_code == 302
    assert newest().birth_year == int(year)


def test_a_source_is_chosen_or_written_not_both(team, send):
    own = source_named(team.project, "Shelter")
    response = send(source=str(own.pk), other_source="Another")
    assert "other_source" in response.context["form"].errors


def test_sending_twice_makes_one_citizen(team, fetch):
    address = register(team.project)
    data = {"key": key_in(fetch(team.coordinator, address)), "starts_on": localdate().isoformat()}
    before = Client.objects.count()
    first = fetch(team.coordinator, address, data)
    second = fetch(team.coordinator, address, data)
    assert Client.objects.count() == before + 1
    assert first["Location"] == of(newest(), "registered")
    assert second["Location"] == first["Location"]


def test_two_windows_make_two_citizens(team, fetch):
    address = register(team.project)
    keys = [key_in(fetch(team.coordinator, address)) for _ in range(2)]
    before = Client.objects.count()
    for key in keys:
        fetch(team.coordinator, address, {"key": key, "starts_on": localdate().isoformat()})
    assert Client.objects.count() == before + 2


def test_a_mended_form_keeps_its_key(team, fetch):
    address = register(team.project)
    key = key_in(fetch(team.coordinator, address))
    refused = fetch(team.coordinator, address, {"key": key, "starts_on": ""})
    assert key_in(refused) == key
    assert fetch(team.coordinator, address, {"key": key, "starts_on": "2024-01-01"}).status_code == 302


def test_a_form_with_an_unknown_key_is_asked_for_again(team, fetch):
    address = register(team.project)
    before = Client.objects.count()
    data = {"key": "guessed", "starts_on": localdate().isoformat(), "alias": "Anemone"}
    response = fetch(team.coordinator, address, data)
    assert response.status_code == 422
    assert "open for too long" in response.text
    assert "Anemone" in response.text
    assert Client.objects.count() == before
    assert fetch(team.coordinator, address, data | {"key": key_in(response)}).status_code == 302


@pytest.fixture
def partners_coordinator(team):
    grant_by_command(
        user=team.stranger, role=Role.COORDINATOR, project=team.project, organisation=team.ngo, starts_on=localdate()
    )
    return team.stranger


def test_in_a_central_project_the_host_registers_and_a_partner_proposes(team, fetch, partners_coordinator):
    before = Client.objects.count()
    for data in (None, {"key": "x", "starts_on": localdate().isoformat()}):
        response = fetch(partners_coordinator, register(team.project), data)
        assert (response.status_code, response.url) == (302, "/p/AAR/proposals/new/")
    assert Client.objects.count() == before
    with pytest.raises(ValidationError):
        register_citizen(project=team.project, organisation=team.ngo, starts_on=localdate(), by=partners_coordinator)


def test_in_a_decentral_project_each_registers_its_own(team, send, partners_coordinator):
    Project.objects.filter(pk=team.project.pk).update(visitation="decentral")
    assert send(user=partners_coordinator).status_code == 302
    assert newest().links.get().organisation == team.ngo
    assert Client.objects.visible_to(team.caseworker).filter(pk=newest().pk).exists()
    assert not Client.objects.visible_to(team.coordinator).filter(pk=newest().pk).exists()


def test_a_partner_that_has_left_registers_nobody(team, fetch, partners_coordinator):
    Project.objects.filter(pk=team.project.pk).update(visitation="decentral")
    team.project.partnerships.filter(organisation=team.ngo).update(ends_on=localdate() - dt.timedelta(days=1))
    assert not visitating_organisations(partners_coordinator, team.project).exists()
    assert fetch(partners_coordinator, register(team.project)).status_code == 403


def test_whoever_registers_for_several_is_asked_for_which(team, fetch, send, partners_coordinator):
    Project.objects.filter(pk=team.project.pk).update(visitation="decentral")
    grant_by_command(
        user=partners_coordinator, role=Role.COORDINATOR, project=team.project, organisation=team.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    assert 'name="organisation"' in fetch(partners_coordinator, register(team.project)).text
    assert 'name="organisation"' not in fetch(team.coordinator, register(team.project)).text
    assert send(user=partners_coordinator, organisation=str(team.other_ngo.pk)).status_code == 302
    assert newest().links.get().organisation == team.other_ngo
    assert send(user=partners_coordinator, organisation=str(team.municipality.pk)).status_code == 422
    both = send(user=partners_coordinator, organisation=str(team.ngo.pk), partners=[str(team.ngo.pk)])
    assert "partners" in both.context["form"].errors


def test_a_new_citizen_is_in_the_list(team, send, fetch):
    send()
    assert newest().code in fetch(team.coordinator, citizens(team.project)).text
    assert newest().code not in fetch(team.caseworker, citizens(team.project)).text
    assert fetch(team.outsider, of(newest(), "registered")).status_code == 404


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ((2024, 3, 30, 23, 30), "2024-03-30"),
        ((2024, 3, 31, 23, 30), "2024-03-31"),
        ((2024, 10, 27, 0, 30), "2024-10-27"),
        ((2024, 12, 31, 23, 30), "2024-12-31"),
        ((2025, 1, 1, 0, 30), "2025-01-01"),
    ],
)
def test_the_start_date_is_todays_in_copenhagen(team, fetch, at, clock, shown):
    for membership in team.coordinator.memberships.all():
        type(membership).objects.filter(pk=membership.pk).update(starts_on=dt.date(2020, 1, 1))
    team.project.partnerships.update(starts_on=dt.date(2020, 1, 1))
    at(*clock)
    assert f'value="{shown}"' in fetch(team.coordinator, register(team.project)).text


@pytest.mark.parametrize("partner", ["9" * 30, "-1", "0", "x", "\0"])
def test_a_partner_that_cannot_be_is_a_wrong_choice(team, send, partner):
    before = Client.objects.count()
    response = send(partners=[partner])
    assert response.status_code == 422
    assert "partners" in response.context["form"].errors
    assert Client.objects.count() == before
