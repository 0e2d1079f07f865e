"""The running project's referrals: something of every state, as the rules would have made it, on any day."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from clients.models import Client, ClientLink, Offer, OnwardReferral, Referral, RoutingRule
from clients.referrals.states import State
from exchange.demo.running_plan import CAFE
from exchange.tests.demonstration import load_running
from projects.access import Role


@pytest.fixture
def people(db):
    return load_running(localdate())[0]


def test_every_state_is_there_and_the_database_s_rules_hold(people):
    referrals = list(Referral.objects.all())
    assert {referral.state for referral in referrals} == set(State)
    for referral in referrals:
        referral.full_clean()


def test_each_caseworker_has_something_to_answer_and_something_is_late(people):
    waiting = [list(Referral.objects.awaiting_answer_from(worker)) for worker in people[Role.CASEWORKER]]
    assert all(waiting)
    late = Referral.objects.late().get()
    assert late in [referral for each in waiting for referral in each]
    assert late.answer_due_on < localdate()


def test_a_waiting_referral_opens_nobody(people):
    for worker in people[Role.CASEWORKER]:
        seen = Client.objects.visible_to(worker)
        assert not Referral.objects.awaiting_answer_from(worker).filter(client__in=seen).exists()


def test_an_accepted_one_opened_the_link_of_its_consent(people):
    for referral in Referral.objects.filter(state__in=[State.ACCEPTED, State.DONE]):
        link = ClientLink.objects.get(consent=referral.consent)
        assert link.opens_on == referral.answered_at.date()
    ended = Referral.objects.filter(state__in=[State.DECLINED, State.WITHDRAWN])
    assert ended.count() == 2
    assert not ClientLink.objects.filter(consent__in=ended.values("consent")).exists()
    assert all(referral.consent.expires_on < localdate() for referral in ended)


def test_one_was_sent_without_a_consent(people):
    assert Referral.objects.overridden().get().consent is None


def test_nothing_happened_before_the_citizen_came(people):
    for referral in Referral.objects.select_related("client"):
        first = min(stay.starts_on for stay in referral.client.enrolments.all())
        assert first <= referral.written_at.date() <= localdate()
        assert referral.sent_at is None or referral.answer_due_on == referral.sent_at.date() + dt.timedelta(days=7)


def test_the_directory_is_used_and_the_figure_s_kind_stays(people):
    assert Offer.objects.count() == 2
    used = list(OnwardReferral.objects.exclude(offer=None))
    assert used
    assert all(each.kind == "other_offer" and each.referred_on <= each.outcome_on <= localdate() for each in used)


def test_the_youngest_are_proposed_to_one_partner(people):
    young = Client.objects.filter(birth_year__gte=localdate().year - 30).first()
    assert RoutingRule.objects.proposing_for(young).organisation.name == CAFE


def test_nobody_was_mailed(people, mailoutbox):
    assert mailoutbox == []
    assert Referral.objects.exists()
