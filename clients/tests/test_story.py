"""What the room of citizens tells of one: stays, consents, onward referrals."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from clients.models import Consent, IntakeDecision, OnwardReferral
from clients.onward import refer_onward
from clients.services import end_enrolment, enrol, give_consent, withdraw_consent
from clients.story import Kind, StoryEvent, story, up_to_today
from clients.visitation.services import decide_intake


def events_for(user, client):
    told = {"onward_referrals": OnwardReferral.objects.filter(client=client).visible_to(user), "intake_decisions": []}
    return story(user, client, told)


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def told(user, client, kind):
    """(day, title, detail) of each event of that kind, in English."""
    with translation.override("en"):
        return [(event.day, event.title, event.detail) for event in events_for(user, client) if event.kind == kind]


def test_every_stay_begins_and_some_end(cast):
    end_enrolment(cast.client, ends_on=day(-30), by=cast.coordinator)
    enrol(cast.client, starts_on=day(-5), by=cast.coordinator)
    assert sorted(told(cast.coordinator, cast.client, Kind.ENROLMENT)) == [
        (day(-400), "Enrolled", ""),
        (day(-30), "Enrolment ended", ""),
        (day(-5), "Enrolled", ""),
    ]


def test_a_consent_says_how_it_was_given_and_what_it_covers(cast):
    give_consent(
        cast.client, cast.other_ngo, starts_on=day(-3), covers_notes=True, covers_wellbeing=True,
        given_how=Consent.How.WRITTEN, by=cast.coordinator,
    )  # fmt: skip
    assert told(cast.coordinator, cast.client, Kind.CONSENT) == [
        (day(-3), "Consent given", "In writing, reads notes, sees WHO-5"),
        (day(-400), "Consent given", "Spoken"),
    ]
    assert {event.organisation for event in events_for(cast.coordinator, cast.client)} == {
        None,
        cast.ngo,
        cast.other_ngo,
    }


def test_a_withdrawal_is_told_and_not_the_last_day_that_never_came(cast):
    consent = give_consent(cast.municipal_client, cast.ngo, starts_on=day(-9), expires_on=day(9), by=cast.coordinator)
    withdraw_consent(consent, by=cast.coordinator)
    assert told(cast.coordinator, cast.municipal_client, Kind.CONSENT) == [
        (day(0), "Consent withdrawn", ""),
        (day(-9), "Consent given", "Spoken"),
    ]


@pytest.mark.parametrize(("last", "is_told"), [(-1, True), (0, True), (1, False)])
def test_the_last_day_is_told_when_it_has_come(cast, last, is_told):
    give_consent(cast.municipal_client, cast.ngo, starts_on=day(-9), expires_on=day(last), by=cast.coordinator)
    events = told(cast.coordinator, cast.municipal_client, Kind.CONSENT)
    assert ((day(last), "Last day of the consent", "") in events) is is_told


def test_onward_referrals(cast):
    refer_onward(cast.client, kind="anti_trafficking", referred_on=day(-2), by=cast.coordinator)
    refer_onward(cast.client, kind="other_offer", referred_on=day(-1), by=cast.coordinator)
    assert told(cast.caseworker, cast.client, Kind.REFERRAL) == [
        (day(-1), "Referred onward", "Other offers"),
        (day(-2), "Referred onward", "Anti-trafficking action plan"),
    ]


@pytest.mark.parametrize("who", ["outsider", "other_caseworker", "lead", "evaluator", "administrator", "stranger"])
def test_others_are_told_nothing(cast, who):
    refer_onward(cast.client, kind="other_offer", referred_on=day(-1), by=cast.coordinator)
    assert events_for(getattr(cast, who), cast.client) == []


def test_nothing_after_a_withdrawal(cast):
    assert events_for(cast.caseworker, cast.client)
    withdraw_consent(cast.client.consents.get(), by=cast.coordinator)
    assert events_for(cast.caseworker, cast.client) == []


def test_today_has_happened_and_tomorrow_has_not():
    events = [StoryEvent(day(offset), Kind.COURSE, "x") for offset in (-1, 0, 1)]
    assert [event.day for event in up_to_today(events)] == [day(-1), day(0)]


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries, count):
    for number in range(count):
        refer_onward(cast.client, kind="other_offer", referred_on=day(-number), by=cast.coordinator)
    with django_assert_num_queries(3):
        assert len(events_for(cast.coordinator, cast.client)) == count + 2


def test_a_decision_at_intake_is_told_without_its_words(cast):
    decide_intake(
        cast.client, decision="not_admitted", reason="other", reason_text="Zqx", decided_on=day(-2), by=cast.coordinator
    )
    told_here = {"onward_referrals": [], "intake_decisions": IntakeDecision.objects.filter(client=cast.client)}
    with translation.override("en"):
        (event,) = [each for each in story(cast.coordinator, cast.client, told_here) if "intake" in each.title]
    assert (event.day, event.kind, event.title) == (day(-2), Kind.ENROLMENT, "Decision at intake: not admitted")
    assert "Zqx" not in str(event)
