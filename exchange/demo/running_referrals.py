"""The running project's referrals, in every state, its directory of offers, and its rule of referral."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from clients.directory.services import add_offer, add_routing_rule
from clients.models import Client, ClientLink, Consent, Enrolment, OnwardReferral, Referral
from clients.referrals.states import State
from exchange.demo.places import Place
from exchange.demo.running_plan import ADVICE, CAFE, HOST, ago
from projects.models import Organisation

ANSWER_DAYS = 7
OFFERS = (
    ("Sundhedsklinikken Eksemplet", "Læge og prøver uden henvisning", "Åben tirsdag og torsdag kl. 13–17"),
    ("Krisecentret Prøven", "Et sted at bo i en periode", "Døgnåbent"),
)


@dataclass(frozen=True)
class Plan:
    """A referral from the municipality; days are counted before today, `answered` none while it waits."""

    to: str
    state: State
    sent: int
    answered: int | None = None
    wish: str = ""
    how_we_meet: str = Referral.Meeting.WORKER_COMES
    facts: tuple[tuple[str, str], ...] = ()


MEETING, DECLINED, WITHDRAWN = Referral.Meeting, Referral.DeclineReason, Referral.WithdrawalReason
PLANS = (
    Plan(ADVICE, State.SENT, 3, wish="Jeg vil gerne tale med nogen om min gæld."),
    Plan(CAFE, State.SENT, 9, wish="Et sted at være om dagen.", how_we_meet=MEETING.DROP_IN),
    Plan(CAFE, State.SENT, 1, how_we_meet=MEETING.SHOWS_CARD),
    Plan(ADVICE, State.SENT, 2, how_we_meet=MEETING.SENDER_CALLS, facts=(("override_reason", "unable"),)),
    Plan(ADVICE, State.ACCEPTED, 12, 8, wish="Hjælp til at læse mine breve."),
    Plan(CAFE, State.DONE, 30, 27, facts=(("outcome", Referral.Outcome.HELPED),)),
    Plan(ADVICE, State.DECLINED, 20, 15, facts=(("decline_reason", DECLINED.NO_ROOM),)),
    Plan(CAFE, State.WITHDRAWN, 16, 14, facts=(("withdrawn_because", WITHDRAWN.CITIZEN),)),
    Plan(CAFE, State.DRAFTED, 0, wish="Jeg vil gerne møde andre."),
)  # fmt: skip


def add_referrals(place: Place, worker: dict[str, User], today: dt.date) -> None:
    """Each of a citizen of the municipality's own whom the receiver does not know yet."""
    for plan in PLANS:
        client = _stranger_to(place, plan, today)
        consent = None if _stands_without(plan) else _consent(place, client, plan, today)
        place.batch.add(_referral(place, client, plan, consent, worker, today))


def add_directory(place: Place, lead: User, today: dt.date) -> None:
    """Offers, one of them used with an outcome, and a rule that sends the youngest to one partner (source 002)."""
    opened = ago(today, 10)
    offers = [
        add_offer(place.project, name=name, purpose=purpose, contact=contact, starts_on=opened, by=lead)
        for name, purpose, contact in OFFERS
    ]
    cafe = place.organisations[CAFE]
    add_routing_rule(place.project, organisation=cafe, age_from=18, age_to=30, by=lead)
    used = [row for row in place.batch.of(OnwardReferral) if row.referred_on >= opened]
    for referral, offer in zip(used, offers, strict=False):
        referral.offer, referral.outcome = offer, OnwardReferral.Outcome.STARTED
        referral.outcome_on = min(referral.referred_on + dt.timedelta(days=10), today)


def _stands_without(plan: Plan) -> bool:
    return plan.state == State.DRAFTED or "override_reason" in dict(plan.facts)


def _stranger_to(place: Place, plan: Plan, today: dt.date) -> Client:
    """The first citizen, still here and registered before the sending, whom no plan has taken."""
    receiver, sent_on = place.organisations[plan.to], today - dt.timedelta(days=plan.sent)
    known = {link.client.code for link in place.batch.of(ClientLink) if link.organisation == receiver}
    taken = {referral.client.code for referral in place.batch.of(Referral)}
    anonymous = {client.code for client in place.batch.of(Client) if client.is_anonymous}
    stays = (stay for stay in place.batch.of(Enrolment) if stay.ends_on is None and stay.starts_on <= sent_on)
    return next(stay.client for stay in stays if stay.client.code not in known | taken | anonymous)


def _consent(place: Place, client: Client, plan: Plan, today: dt.date) -> Consent:
    """Given for the referral: its link opens with the acceptance, and it ends with a no."""
    is_over = plan.state in (State.DECLINED, State.WITHDRAWN)
    of = {"project": place.project, "client": client, "organisation": place.organisations[plan.to]}
    answered_on = today - dt.timedelta(days=plan.answered or 0)
    consent = place.batch.add(
        Consent(
            **of, starts_on=today - dt.timedelta(days=plan.sent), expires_on=answered_on if is_over else None,
        )
    )  # fmt: skip
    if plan.state in (State.ACCEPTED, State.DONE):
        place.batch.add(ClientLink(**of, basis=ClientLink.Basis.CONSENT, consent=consent, opens_on=answered_on))
    return consent


def _referral(
    place: Place, client: Client, plan: Plan, consent: Consent | None, worker: dict[str, User], today: dt.date
) -> Referral:
    sent_on = today - dt.timedelta(days=plan.sent)
    sent_at = None if plan.state == State.DRAFTED else _morning(sent_on)
    referral = Referral(
        project=place.project, client=client, from_organisation=place.organisations[HOST],
        to_organisation=place.organisations[plan.to], state=plan.state, wish=plan.wish, how_we_meet=plan.how_we_meet,
        consent=consent, written_by=worker[HOST], written_at=_morning(sent_on), sent_at=sent_at,
        sent_by=worker[HOST] if sent_at else None,
        answer_due_on=sent_on + dt.timedelta(days=ANSWER_DAYS) if sent_at else None, **dict(plan.facts),
    )  # fmt: skip
    _end(referral, plan, place.organisations[plan.to], worker, today)
    return referral


def _end(referral: Referral, plan: Plan, receiver: Organisation, worker: dict[str, User], today: dt.date) -> None:
    """By whom and when it was answered, or withdrawn."""
    if plan.answered is None:
        return
    day = today - dt.timedelta(days=plan.answered)
    if plan.state == State.WITHDRAWN:
        referral.withdrawn_at, referral.withdrawn_by = _morning(day), worker[HOST]
        return
    referral.answered_at, referral.answered_by = _morning(day), worker[receiver.name]
    if plan.state == State.DONE:
        referral.done_on = today - dt.timedelta(days=2)


def _morning(day: dt.date) -> Any:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 15)))
