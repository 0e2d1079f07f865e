"""Who sees an answer: its own organisation, the one that made the intake, one whose live consent covers WHO-5."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from clients.models import Consent
from clients.services import give_consent, withdraw_consent
from projects.access import Role
from projects.services import grant_by_command
from wellbeing.models import WellbeingResponse
from wellbeing.querysets import keeper_of, sees_all_answers
from wellbeing.services import correct_answer, record_answer

DAY = dt.timedelta(days=1)


@pytest.fixture
def answers(cast):
    """One answer recorded for each of the municipality, NGO one and nobody (an import)."""
    who = {"municipality": cast.municipality, "ngo": cast.ngo, "import": cast.municipality}
    made = {
        name: record_answer(
            cast.client,
            answered_on=localdate() - days * DAY,
            items=[3] * 5,
            recorded_for=organisation,
            by=cast.coordinator,
        )
        for days, (name, organisation) in zip((200, 100, 10), who.items(), strict=True)
    }
    imported = WellbeingResponse.objects.filter(pk=made["import"].pk)
    imported.update(recorded_for=None, recorded_by=None, is_imported=True)
    made["import"].refresh_from_db()
    return made


def seen(user, answers):
    visible = set(WellbeingResponse.objects.all().visible_to(user))
    return {name for name, answer in answers.items() if answer in visible}


def correctable(user, answers):
    rows = set(WellbeingResponse.objects.all().correctable_by(user))
    return {name for name, answer in answers.items() if answer in rows}


def consent(cast, organisation, **facts):
    for old in Consent.objects.filter(client=cast.client, organisation=organisation, withdrawn_on=None):
        withdraw_consent(old, by=cast.coordinator)
    facts = {"starts_on": localdate(), "covers_wellbeing": True, **facts}
    return give_consent(cast.client, organisation, by=cast.coordinator, **facts)


def test_the_intake_organisation_sees_and_corrects_all(cast, answers):
    assert seen(cast.coordinator, answers) == set(answers)
    assert correctable(cast.coordinator, answers) == set(answers)
    assert sees_all_answers(cast.coordinator, cast.client)


def test_without_consent_to_who_5_an_organisation_sees_its_own(cast, answers):
    assert seen(cast.caseworker, answers) == {"ngo"}
    assert correctable(cast.caseworker, answers) == {"ngo"}
    assert not sees_all_answers(cast.caseworker, cast.client)


def test_a_consent_to_who_5_shows_all_and_lets_correct_the_own(cast, answers):
    consent(cast, cast.ngo)
    assert seen(cast.caseworker, answers) == set(answers)
    assert correctable(cast.caseworker, answers) == {"ngo"}
    assert sees_all_answers(cast.caseworker, cast.client)


def test_a_consent_to_notes_is_none_to_who_5(cast, answers):
    consent(cast, cast.other_ngo, covers_wellbeing=False, covers_notes=True)
    assert seen(cast.other_caseworker, answers) == set()


@pytest.mark.parametrize("days", [1, 9])
def test_an_expired_consent_is_no_consent(cast, answers, days):
    day = localdate()
    consent(cast, cast.other_ngo, starts_on=day - 10 * DAY, expires_on=day - days * DAY)
    assert seen(cast.other_caseworker, answers) == set()


def test_a_consent_to_come_is_none_yet(cast, answers):
    consent(cast, cast.other_ngo, starts_on=localdate() + DAY)
    assert seen(cast.other_caseworker, answers) == set()


def test_a_withdrawn_consent_closes_the_own_answers_too(cast, answers):
    given = consent(cast, cast.ngo)
    withdraw_consent(given, by=cast.coordinator)
    assert seen(cast.caseworker, answers) == set()
    assert correctable(cast.caseworker, answers) == set()
    assert not sees_all_answers(cast.caseworker, cast.client)


@pytest.mark.parametrize(
    "name", ["outsider", "other_caseworker", "lead", "evaluator", "administrator", "officer", "stranger"]
)
def test_others_see_none(cast, answers, name):
    assert seen(getattr(cast, name), answers) == set()
    assert correctable(getattr(cast, name), answers) == set()


def test_what_is_superseded_is_not_correctable(cast, answers):
    correct_answer(answers["ngo"], items=[1] * 5, recorded_for=cast.ngo, by=cast.caseworker)
    assert correctable(cast.caseworker, answers) == set()


def test_a_corrected_answer_stays_its_organisation_s(cast, answers):
    assert keeper_of(answers["ngo"], cast.coordinator) == cast.ngo
    assert keeper_of(answers["municipality"], cast.coordinator) == cast.municipality


def test_a_corrected_import_becomes_the_intake_organisation_s(cast, answers):
    place = {"project": cast.project, "organisation": cast.ngo, "starts_on": localdate() - DAY}
    grant_by_command(user=cast.coordinator, role=Role.CASEWORKER, **place)
    assert keeper_of(answers["import"], cast.coordinator) == cast.municipality
    assert keeper_of(answers["import"], cast.caseworker) is None
