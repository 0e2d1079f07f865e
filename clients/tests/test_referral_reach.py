"""Who sees which referral: its card, its row, its citizen."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from clients.models import Referral
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


def test_the_longest_due_come_first_then_the_rest(cast):
    late, early = sent(cast), sent(cast, client=cast.client, consent_given_how="")
    over = accepted(cast, client=cast.client, to=cast.other_ngo)
    Referral.objects.filter(pk=late.pk).update(answer_due_on=localdate() - dt.timedelta(days=2))
    assert list(Referral.objects.most_urgent_first()) == [late, early, over]
    assert list(Referral.objects.awaiting_answer_from(cast.caseworker)) == [late, early]
    assert list(Referral.objects.late()) == [late]
    assert list(Referral.objects.open().order_by("pk")) == [late, early, over]
