"""Who sees which referral: its card, its row, its citizen."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from clients.models import ClientLink, Consent, Referral
from clients.referrals import services
from clients.tests.referring import IN_STATE, accepted, draft, sent
from projects.access import Role
from projects.services import grant_by_command

EVERYBODY = (
    "coordinator", "caseworker", "colleague", "other_caseworker", "lead", "evaluator", "administrator", "officer",
    "stranger", "outsider",
)  # fmt: skip


def who(cast, rows):
    """The people for whom `rows(user)` finds something."""
    return {name for name in EVERYBODY if rows(getattr(cast, name)).exists()}


RECEIVER = {"caseworker", "colleague"}
SEEN = {  # state: (the card, the received, those of own organisations' citizens, what can be written)
    "drafted": (set(), set(), {"coordinator"}, {"coordinator"}),
    "sent": (RECEIVER, RECEIVER, {"coordinator"}, {"coordinator"}),
    "accepted": (set(), RECEIVER, {"coordinator"} | RECEIVER, {"coordinator"}),
    "declined": (set(), RECEIVER, {"coordinator"}, {"coordinator"}),
    "withdrawn": (set(), RECEIVER, {"coordinator"}, {"coordinator"}),
    "done": (set(), RECEIVER, {"coordinator"} | RECEIVER, {"coordinator"}),
}


@pytest.mark.parametrize("state", SEEN)
def test_who_sees_a_referral(cast, state):
    IN_STATE[state](cast)
    rows, client = Referral.objects, cast.municipal_client
    card, received, own, written = SEEN[state]
    assert who(cast, rows.shown_as_card_to) == card
    assert who(cast, rows.received_by) == received
    assert who(cast, rows.of_own_organisations) == own
    assert who(cast, lambda user: rows.written_for(user, client)) == written
    assert who(cast, rows.awaiting_answer_from) == (RECEIVER if state == "sent" else set())


@pytest.mark.parametrize("state", SEEN)
def test_what_a_row_may_name(cast, state):
    """The receiver: the card while it waits, the citizen after the acceptance, nothing after any other end."""
    IN_STATE[state](cast)
    sight = Referral.objects.with_sight(cast.caseworker).get()
    assert (sight.is_card, sight.is_reached) == (state == "sent", state in ("accepted", "done"))
    sender = Referral.objects.with_sight(cast.coordinator).get()
    assert (sender.is_card, sender.is_reached) == (False, True)


def test_a_drafts_words_stay_with_the_sender_also_where_the_receiver_follows_the_citizen(cast):
    referral = draft(cast, client=cast.client)
    assert not Referral.objects.of_own_organisations(cast.caseworker).exists()
    services.send_referral(referral, by=cast.coordinator)
    assert Referral.objects.of_own_organisations(cast.caseworker).exists()


def test_a_third_organisation_that_follows_the_citizen_reads_no_referral(cast):
    sent(cast, client=cast.client, to=cast.other_ngo)
    assert not Referral.objects.of_own_organisations(cast.caseworker).exists()


def test_a_membership_of_another_project_answers_nothing_here(cast):
    """NGO two takes part in both projects; its caseworker there is a stranger to a referral here."""
    sent(cast, to=cast.other_ngo)
    grant_by_command(
        user=cast.stranger, role=Role.CASEWORKER, project=cast.other_project, organisation=cast.other_ngo,
        starts_on=localdate(),
    )  # fmt: skip
    assert not Referral.objects.received_by(cast.stranger).exists()
    assert Referral.objects.received_by(cast.other_caseworker).exists()


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR])
def test_the_answer_takes_its_permission(cast, role):
    sent(cast)
    grant_by_command(user=cast.stranger, role=role, project=cast.project, organisation=cast.ngo, starts_on=localdate())
    assert Referral.objects.awaiting_answer_from(cast.stranger).exists() is (role == Role.COORDINATOR)


def test_an_ended_membership_answers_nothing(cast):
    sent(cast)
    cast.caseworker.memberships.update(ends_on=localdate() - dt.timedelta(days=1))
    assert not Referral.objects.received_by(cast.caseworker).exists()


def test_those_who_may_note_the_outcome(cast):
    accepted(cast)
    assert who(cast, Referral.objects.finished_by) == {"coordinator"} | RECEIVER
    Referral.objects.all().delete()
    services.accept_referral(
        sent(cast, client=cast.client, to=cast.other_ngo, consent_given_how="", override_reason="danger"),
        by=cast.other_caseworker,
    )
    assert who(cast, Referral.objects.finished_by) == {"coordinator", "other_caseworker"}


def shows_card(cast):
    return Referral.objects.shown_as_card_to(cast.caseworker).exists()


@pytest.mark.parametrize(("last", "is_shown"), [(1, True), (0, True), (-1, False)])
def test_a_card_sent_by_a_consent_is_shown_until_its_last_day(cast, last, is_shown):
    """NGO one's link to another citizen, and the sender's to this one, keep no card open."""
    today = localdate()
    referral = sent(cast)
    days = {"starts_on": today - dt.timedelta(days=5), "expires_on": today + dt.timedelta(days=last)}
    Consent.objects.filter(pk=referral.consent_id).update(**days)
    assert shows_card(cast) is is_shown


def test_a_card_sent_on_standing_access_is_shown_as_long_as_that_stands(cast):
    referral = sent(cast, client=cast.client, consent_given_how="")
    assert referral.consent is None
    assert shows_card(cast)
    ClientLink.objects.filter(client=cast.client, organisation=cast.ngo).update(closes_on=localdate())
    assert not shows_card(cast)


@pytest.mark.parametrize("state", IN_STATE)
def test_only_what_awaits_an_answer_is_late(cast, state):
    IN_STATE[state](cast)
    Referral.objects.exclude(sent_at=None).update(answer_due_on=localdate() - dt.timedelta(days=1))
    assert Referral.objects.late().exists() is (state == "sent")


def test_a_card_that_was_accepted_awaits_nothing(cast):
    accepted(cast, consent_given_how="", override_reason="danger")
    assert shows_card(cast)
    assert not Referral.objects.awaiting_answer_from(cast.caseworker).exists()


def test_the_longest_due_come_first_then_the_rest(cast):
    late, early = sent(cast), sent(cast, client=cast.client, consent_given_how="")
    over = accepted(cast, client=cast.client, to=cast.other_ngo)
    Referral.objects.filter(pk=late.pk).update(answer_due_on=localdate() - dt.timedelta(days=2))
    assert list(Referral.objects.most_urgent_first()) == [late, early, over]
    assert list(Referral.objects.awaiting_answer_from(cast.caseworker)) == [late, early]
    assert list(Referral.objects.late()) == [late]
    assert list(Referral.objects.open().order_by("pk")) == [late, early, over]
