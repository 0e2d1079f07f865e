"""What a consent shares, before it is withdrawn and after."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from casework.people.sharing import shared_by
from casework.tests.addresses import of
from clients.models import Consent
from clients.services import give_consent, withdraw_consent
from clients.tests.referring import accepted, sent
from interventions.models import NationalInterventionType, Session
from interventions.services import log_intervention, log_session
from wellbeing.services import record_answer

NOTE = "Hverdagen"


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@pytest.fixture
def consent(team):
    """To NGO two, with everything; two notes and one answer of others, one note of its own."""
    consent = give_consent(
        team.client, team.other_ngo, starts_on=day(-5), covers_notes=True, covers_wellbeing=True, by=team.coordinator
    )
    intervention = log_intervention(
        client=team.client, type=NationalInterventionType.objects.filter(is_course=False)[0], starts_on=day(-9),
        provider=team.ngo, logged_for=team.municipality, by=team.coordinator,
    )  # fmt: skip
    for organisation, note in [(team.municipality, NOTE), (team.ngo, NOTE), (team.other_ngo, NOTE), (team.ngo, "")]:
        log_session(intervention, held_on=day(-1), note=note, logged_for=organisation, by=team.coordinator)
    record_answer(
        team.client, answered_on=day(-1), items=[1, 2, 3, 4, 5], recorded_for=team.municipality, by=team.coordinator
    )
    return consent


def test_what_others_wrote_is_counted(team, consent):
    shared = shared_by(consent, team.coordinator)
    assert (shared.notes, shared.answers, shared.last_day, shared.is_over) == (2, 1, None, False)


def test_what_is_not_covered_is_not_counted(team, consent):
    shared = shared_by(team.client.consents.get(organisation=team.ngo), team.coordinator)
    assert (shared.notes, shared.answers) == (None, None)


def test_what_came_after_the_end_was_not_shared(team, consent):
    consent = withdraw_consent(consent, by=team.coordinator)
    Consent.objects.filter(pk=consent.pk).update(withdrawn_on=day(-2))
    consent.refresh_from_db()
    Session.objects.filter(logged_for=team.ngo).update(logged_at=Session.objects.earliest("pk").logged_at)
    shared = shared_by(consent, team.coordinator)
    assert (shared.notes, shared.answers, shared.last_day, shared.is_over) == (0, 0, day(-2), True)


def test_the_confirmation_says_it_before_and_the_page_afterwards(team, consent, fetch):
    before = fetch(team.coordinator, of(team.client, "withdraw_consent", consent.pk)).text
    for words in ("NGO two has had access since", "2 notes of other organisations", "1 WHO-5 answer"):
        assert words in before
    assert fetch(team.coordinator, of(team.client, "withdraw_consent", consent.pk), {}).status_code == 302
    assert of(team.client, "shared", consent.pk) in fetch(team.coordinator, of(team.client)).text
    after = fetch(team.coordinator, of(team.client, "shared", consent.pk)).text
    for words in ("until the consent was withdrawn on", "2 notes of other organisations", "1 WHO-5 answer"):
        assert words in after
    assert NOTE not in before + after


def test_an_expired_consent_tells_of_the_past(team, consent, fetch):
    Consent.objects.filter(pk=consent.pk).update(expires_on=day(-1))
    assert "NGO two had access from" in fetch(team.coordinator, of(team.client, "shared", consent.pk)).text


@pytest.mark.parametrize(
    ("who", "status"), [("caseworker", 403), ("other_caseworker", 403), ("lead", 403), ("outsider", 404)]
)
def test_others_do_not_see_it(team, consent, fetch, who, status):
    assert fetch(getattr(team, who), of(team.client, "shared", consent.pk)).status_code == status


def test_a_consent_is_found_under_its_own_citizen_only(team, consent, fetch):
    assert fetch(team.coordinator, of(team.municipal_client, "shared", consent.pk)).status_code == 404


def test_a_consent_for_a_referral_has_opened_nothing_yet(team, fetch):
    referral = sent(team)
    address = of(team.municipal_client, "shared", referral.consent_id)
    assert "NGO one has no access before it accepts the referral" in fetch(team.coordinator, address).text
    withdraw_consent(referral.consent, by=team.coordinator)
    assert "NGO one never got access" in fetch(team.coordinator, address).text


def test_access_by_a_referral_counts_from_the_day_it_was_accepted(team, fetch):
    referral = accepted(team)
    Consent.objects.filter(pk=referral.consent_id).update(starts_on=day(-9))
    text = fetch(team.coordinator, of(team.municipal_client, "shared", referral.consent_id)).text
    assert f"NGO one has had access since {day(0).day} {day(0):%B %Y}" in text
