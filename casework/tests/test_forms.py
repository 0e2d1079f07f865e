"""The forms about one citizen: what they store, what they refuse and how, and what two windows do."""

import datetime as dt
import logging

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from casework.forms.citizen import AppointmentForm
from casework.forms.visitation import IntakeForm
from casework.tests.addresses import lookup, of
from clients.models import Client, ClientReference
from clients.services import end_enrolment, enrol, set_reference, source_named
from projects.access import Role
from projects.services import grant_by_command

IDENTIFYING = ["010180-1234", "22 33 44 55", "x@example.org", "Nørregade 12"]
GUARDED = [
    *[("facts", "other_source", text) for text in IDENTIFYING],
    *[("reference", "alias", text) for text in IDENTIFYING],
    # A reference may be eight digits, and what another system calls a place.
    ("reference", "reference", "010180-1234"),
    ("reference", "reference", "x@example.org"),
]


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def iso(offset):
    return day(offset).isoformat()


# Facts


def test_facts_are_corrected(team, fetch):
    data = {"birth_year": "1971", "gender": "man", "wish": "leave", "other_source": "Shelter"}
    response = fetch(team.coordinator, of(team.client, "facts"), data)
    assert response["Location"] == of(team.client) + "#facts"
    client = Client.objects.get(pk=team.client.pk)
    assert (client.birth_year, client.gender, client.wish, client.source.name) == (1971, "man", "leave", "Shelter")


def test_the_form_shows_what_is_known(team, fetch):
    source = source_named(team.project, "Shelter")
    Client.objects.filter(pk=team.client.pk).update(source=source, wish="improve")
    text = fetch(team.coordinator, of(team.client, "facts")).text
    assert f'<option value="{source.pk}" selected>' in text
    checked = [each.split('value="')[1].split('"')[0] for each in text.split("<input") if " checked" in each]
    assert checked == ["woman", "improve"]


@pytest.mark.parametrize(
    ("years", "is_confirmed", "field"),
    [
        (17, "", "birth_year"),
        (17, "on", "birth_year"),
        (18, "", "is_adult_confirmed"),
        (18, "on", None),
        (19, "", None),
    ],
)
def test_a_new_birth_year_is_checked_against_the_first_enrolment(team, fetch, years, is_confirmed, field):
    year = team.client.enrolments.get().starts_on.year - years
    data = {"birth_year": str(year), "is_adult_confirmed": is_confirmed}
    response = fetch(team.coordinator, of(team.client, "facts"), {k: v for k, v in data.items() if v})
    assert response.status_code == (302 if field is None else 422)
    assert field is None or field in response.context["form"].errors


def test_a_known_birth_year_is_not_asked_about_again(team, fetch):
    year = team.client.enrolments.get().starts_on.year - 18
    Client.objects.filter(pk=team.client.pk).update(birth_year=year)
    assert fetch(team.coordinator, of(team.client, "facts"), {"birth_year": str(year)}).status_code == 302


# Next appointment


@pytest.mark.parametrize(
    ("offset", "place", "status"),
    [(0, "", 302), (9, "cafe", 302), (None, "", 302), (-1, "", 422), (None, "cafe", 422), (9, "moon", 422)],
)
def test_the_next_appointment_is_today_or_later(team, fetch, offset, place, status):
    data = {"next_appointment_on": "" if offset is None else iso(offset), "next_appointment_place": place}
    assert fetch(team.caseworker, of(team.client, "appointment"), data).status_code == status
    client = Client.objects.get(pk=team.client.pk)
    stored = (client.next_appointment_on, client.next_appointment_place)
    assert stored == ((None if offset is None else day(offset), place) if status == 302 else (None, ""))


# Own alias and reference


def test_a_caseworker_names_the_citizen_for_their_own_organisation(team, fetch):
    fetch(team.caseworker, of(team.client, "reference"), {"alias": "Birk", "reference": "N-1"})
    own = ClientReference.objects.get(client=team.client)
    assert (own.organisation, own.alias, own.reference) == (team.ngo, "Birk", "N-1")


def test_a_reference_that_another_citizen_has_is_refused_with_words(team, fetch):
    set_reference(team.municipal_client, team.municipality, reference="M-1", alias="", by=team.coordinator)
    response = fetch(team.coordinator, of(team.client, "reference"), {"alias": "Anemone", "reference": "M-1"})
    assert response.status_code == 422
    assert "Another citizen already has this reference" in response.text
    assert "Anemone" in response.text


def test_each_of_several_organisations_keeps_its_own_word(team, fetch):
    grant_by_command(
        user=team.caseworker, role=Role.CASEWORKER, project=team.project, organisation=team.municipality,
        starts_on=day(0),
    )  # fmt: skip
    set_reference(team.client, team.municipality, reference="", alias="Anemone", by=team.coordinator)
    address = of(team.client, "reference")
    municipalitys = fetch(team.caseworker, f"{address}?organisation={team.municipality.pk}")
    ngos = fetch(team.caseworker, f"{address}?organisation={team.ngo.pk}")
    assert 'value="Anemone"' in municipalitys.text
    assert "Anemone" not in ngos.text.split("<form")[-1]
    fetch(team.caseworker, f"{address}?organisation={team.ngo.pk}", {"alias": "Birk"})
    words = dict(ClientReference.objects.filter(client=team.client).values_list("organisation__name", "alias"))
    assert words == {team.municipality.name: "Anemone", "NGO one": "Birk"}


@pytest.mark.parametrize("named", ["{other}", "999999", "x", ""])
def test_nobody_names_a_citizen_for_an_organisation_that_is_not_theirs(team, fetch, named):
    named = named.format(other=team.municipality.pk)
    address = f"{of(team.client, 'reference')}?organisation={named}"
    assert fetch(team.caseworker, address, {"alias": "Birk"}).status_code == 404


# Enrolments


def test_an_enrolment_is_ended_and_begun_again(team, fetch):
    assert fetch(team.coordinator, of(team.client, "end_enrolment"), {"ends_on": iso(-1)}).status_code == 302
    assert fetch(team.coordinator, of(team.client, "enrol"), {"starts_on": iso(0)}).status_code == 302
    assert [(each.starts_on, each.ends_on) for each in team.client.enrolments.all()] == [
        (day(-400), day(-1)), (day(0), None),
    ]  # fmt: skip


def test_an_enrolment_that_another_window_has_ended_says_so(team, fetch):
    assert "Enrolled since" in fetch(team.coordinator, of(team.client, "end_enrolment")).text
    end_enrolment(team.client, ends_on=day(-2), by=team.coordinator)
    response = fetch(team.coordinator, of(team.client, "end_enrolment"), {"ends_on": iso(0)})
    assert response.status_code == 422
    assert "nothing to end" in response.text
    assert "The citizen is not enrolled now." in response.text
    assert team.client.enrolments.get().ends_on == day(-2)


def test_an_enrolment_that_another_window_has_begun_says_so(team, fetch):
    end_enrolment(team.client, ends_on=day(-2), by=team.coordinator)
    enrol(team.client, starts_on=day(0), by=team.coordinator)
    response = fetch(team.coordinator, of(team.client, "enrol"), {"starts_on": iso(0)})
    assert response.status_code == 422
    assert "enrolled already" in response.text


@pytest.mark.parametrize("ends_on", ["", "soon", "2999-01-01", "2001-01-01"])
def test_a_wrong_end_is_refused_at_its_field(team, fetch, ends_on):
    response = fetch(team.coordinator, of(team.client, "end_enrolment"), {"ends_on": ends_on})
    assert response.status_code == 422
    assert "ends_on" in response.context["form"].errors
    assert 'href="#id_ends_on"' in response.text


# Onward referrals


@pytest.mark.parametrize(("kind", "offset", "status"), [("other_offer", 0, 302), ("", 0, 422), ("other_offer", 1, 422)])
def test_an_onward_referral_is_noted(team, fetch, kind, offset, status):
    data = {"kind": kind, "referred_on": iso(offset)}
    assert fetch(team.coordinator, of(team.client, "onward"), data).status_code == status
    assert team.client.onward_referrals.count() == (status == 302)


# The guard


@pytest.mark.parametrize(("route", "field", "text"), GUARDED)
def test_every_form_refuses_what_identifies_and_logs_no_word_of_it(team, fetch, caplog, route, field, text):
    before = AuditEvent.objects.count()
    with caplog.at_level(logging.DEBUG):
        response = fetch(team.coordinator, of(team.client, route), {field: text})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert text not in str(response.context["form"].errors)
    assert text not in caplog.text
    # The refused form shows the citizen again, and that is all that the log tells of.
    events = list(AuditEvent.objects.order_by("pk")[before:])
    assert [(event.action, event.detail) for event in events] == [(Action.VIEWED, {})]
    assert not ClientReference.objects.exists()


@pytest.mark.parametrize("route", ["facts", "appointment", "reference", "onward", "give_consent"])
def test_the_citizens_own_line_stands_above_every_form(team, fetch, route):
    set_reference(team.client, team.municipality, reference="", alias="Anemone", by=team.coordinator)
    text = fetch(team.coordinator, of(team.client, route)).text
    assert team.client.code in text
    assert "Anemone" in text
    assert f'href="{of(team.client)}' in text
    assert lookup(team.project) in text


def test_two_at_the_same_moment_are_told_so_and_the_database_s_words_go_no_further(team, fetch, caplog, monkeypatch):
    """The other window's row comes between the check and the saving."""
    monkeypatch.setattr(ClientReference, "full_clean", lambda self: None)
    set_reference(team.municipal_client, team.municipality, reference="N-7", alias="", by=team.coordinator)
    response = fetch(team.coordinator, of(team.client, "reference"), {"alias": "Birk", "reference": "N-7"})
    assert response.status_code == 422
    assert "at this very moment" in response.text
    assert 'value="Birk"' in response.text
    assert "The database refused a row of ReferenceView." in caplog.text
    assert "N-7" not in caplog.text
    assert not ClientReference.objects.filter(client=team.client).exists()


@pytest.mark.parametrize(("had", "is_cleared"), [(True, True), (False, False)])
def test_whoever_takes_the_day_away_takes_the_appointment_away(had, is_cleared):
    """Without a day before, a place alone is half an appointment, which the service asks about."""
    initial = {"next_appointment_on": localdate()} if had else {}
    sent = {"next_appointment_on": "", "next_appointment_time": "10:00", "next_appointment_place": "cafe"}
    form = AppointmentForm(sent, initial=initial)
    assert form.is_valid()
    assert (form.cleaned_data["next_appointment_place"] == "") is is_cleared
    assert (form.cleaned_data["next_appointment_time"] is None) is is_cleared


def test_what_is_asked_for_now_and_then_is_not_called_optional(cast):
    with translation.override("en"):
        labels = [field.label for name, field in IntakeForm(client=cast.client).fields.items() if name != "decision"]
    assert labels
    assert not any("optional" in str(label) for label in labels)
