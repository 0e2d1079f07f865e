import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit.models import Action, AuditEvent
from clients import services
from clients.codes import is_code
from clients.models import Client, ClientLink, ClientReference
from clients.services import change_facts, check_adult, register_client, set_reference, source_named
from projects.models import Project


def register(cast, **facts):
    facts = {"starts_on": localdate(), "by": cast.coordinator} | facts
    return register_client(project=cast.project, organisation=cast.municipality, **facts)


def refused_fields(refusal):
    return set(refusal.value.error_dict)


def test_a_new_citizen_has_a_code_an_enrolment_and_the_intake_link(cast):
    day = localdate() - dt.timedelta(days=3)
    client = register(cast, starts_on=day)
    assert is_code(client.code)
    assert [(each.starts_on, each.ends_on) for each in client.enrolments.all()] == [(day, None)]
    link = client.links.get()
    assert (link.organisation, link.basis, link.opens_on, link.closes_on) == (
        cast.municipality, ClientLink.Basis.INTAKE, day, None,
    )  # fmt: skip
    assert not client.references.exists()


def test_registering_leaves_events_of_the_citizen_and_the_enrolment(cast):
    client = register(cast, alias="Anemone")
    events = AuditEvent.objects.filter(client_ids=[client.pk]).order_by("pk")
    assert [(event.action, event.subject_type) for event in events] == [
        (Action.CHANGED, "clientreference"),
        (Action.CREATED, "enrolment"),
        (Action.CREATED, "client"),
    ]
    assert {event.actor_id for event in events} == {cast.coordinator.pk}
    assert {event.project_id for event in events} == {cast.project.pk}
    assert "Anemone" not in str(list(events.values()))


@pytest.mark.parametrize(
    ("birth_year", "start", "is_confirmed", "field"),
    [
        (None, 2024, False, None),
        (2005, 2024, False, None),
        (2006, 2024, True, None),
        (2006, 2024, False, "is_adult_confirmed"),
        (2007, 2024, False, "birth_year"),
        (2007, 2024, True, "birth_year"),
        (2030, 2024, True, "birth_year"),
    ],
)
def test_only_adults_are_registered(birth_year, start, is_confirmed, field):
    day = dt.date(start, 6, 1)
    if field is None:
        check_adult(birth_year, day, is_confirmed)
        return
    with pytest.raises(ValidationError) as refusal:
        check_adult(birth_year, day, is_confirmed)
    assert refused_fields(refusal) == {field}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"birth_year": 1899}, "birth_year"),
        ({"gender": "other"}, "gender"),
        ({"wish": "stay"}, "wish"),
        ({"next_appointment_place": "somewhere"}, "next_appointment_place"),
        ({"starts_on": dt.date(2999, 1, 1)}, "starts_on"),
        ({"reference": "010180-1234"}, "reference"),
        ({"alias": "22 33 44 55"}, "alias"),
    ],
)
def test_a_wrong_fact_leaves_nothing_behind(cast, facts, field):
    before = Client.objects.count(), AuditEvent.objects.count()
    with pytest.raises(ValidationError) as refusal:
        register(cast, **facts)
    assert refused_fields(refusal) == {field}
    assert (Client.objects.count(), AuditEvent.objects.count()) == before


def test_a_code_that_is_taken_is_drawn_again(cast, monkeypatch):
    drawn = iter([cast.client.code, cast.client.code, "AAR-2345-K"])
    monkeypatch.setattr(services, "new_code", lambda prefix: next(drawn))
    assert register(cast).code == "AAR-2345-K"


def test_a_source_is_made_once_per_project(cast):
    first = source_named(cast.project, " Shelter ")
    assert first.name == "Shelter"
    assert source_named(cast.project, "Shelter") == first
    assert source_named(cast.other_project, "Shelter") != first


def test_a_source_that_identifies_somebody_is_refused(cast):
    with pytest.raises(ValidationError) as refusal:
        source_named(cast.project, "Nørregade 12")
    assert refused_fields(refusal) == {"name"}
    assert not cast.project.referral_sources.exists()


def test_an_organisation_has_one_reference_per_citizen(cast):
    set_reference(cast.client, cast.ngo, reference="N-1", alias="Birk", by=cast.caseworker)
    set_reference(cast.client, cast.ngo, reference="N-2", alias="", by=cast.caseworker)
    set_reference(cast.client, cast.municipality, reference="N-2", alias="Egern", by=cast.coordinator)
    rows = set(ClientReference.objects.filter(client=cast.client).values_list("organisation", "reference", "alias"))
    assert rows == {(cast.ngo.pk, "N-2", ""), (cast.municipality.pk, "N-2", "Egern")}


def test_two_citizens_of_an_organisation_cannot_share_a_reference(cast):
    set_reference(cast.client, cast.municipality, reference="N-1", alias="", by=cast.coordinator)
    with pytest.raises(ValidationError, match="Another citizen already has this reference"):
        set_reference(cast.municipal_client, cast.municipality, reference="N-1", alias="", by=cast.coordinator)
    set_reference(cast.municipal_client, cast.municipality, reference="", alias="", by=cast.coordinator)


def test_changed_facts_are_told_by_name_only(cast):
    change_facts(cast.client, birth_year=1971, gender="man", by=cast.coordinator)
    cast.client.refresh_from_db()
    assert (cast.client.birth_year, cast.client.gender) == (1971, "man")
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail) == (Action.CHANGED, {"fields": ["birth_year", "gender"]})


def test_a_wrong_change_is_refused_and_not_told(cast):
    before = AuditEvent.objects.count()
    with pytest.raises(ValidationError):
        change_facts(cast.client, gender="unknown", by=cast.coordinator)
    assert AuditEvent.objects.count() == before
    assert Client.objects.get(pk=cast.client.pk).gender == "woman"


def test_the_citizen_belongs_to_the_project_it_was_registered_in(cast):
    assert register(cast).project == Project.objects.get(code="AAR")
