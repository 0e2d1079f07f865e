"""Visitation in the running project: decisions at intake, and proposals by the partners to the coordinators."""

import datetime as dt
from itertools import cycle

from accounts.models import User
from clients.models import Enrolment, Gender, Goal, IntakeDecision, Judgement, Proposal
from exchange.demo.places import Place
from exchange.demo.running_plan import ADVICE, CAFE

Decision, Reason = IntakeDecision.Decision, IntakeDecision.Reason
YES, NO, UNKNOWN = Judgement.YES, Judgement.NO, Judgement.UNKNOWN
# The decision, the three criteria, and the reason: what coordinators meet, in turn.
DECISIONS = (
    (Decision.ADMITTED, (YES, YES, YES), "", ""),
    (Decision.ADMITTED, (YES, YES, UNKNOWN), Reason.JUDGED_AS_A_WHOLE, "Opsøgt to gange, motiveres stille og roligt."),
    (Decision.ADMITTED, (YES, UNKNOWN, YES), "", ""),
    (Decision.AWAITING, (YES, UNKNOWN, UNKNOWN), Reason.MORE_TO_KNOW, ""),
)
EVERY = 3  # every third citizen has a decision on record


def add_decisions(place: Place) -> None:
    """On the first day of every third citizen's stay."""
    stays = [stay for stay in place.batch.of(Enrolment) if stay.ends_on is None][::EVERY]
    for stay, (decision, judged, reason, text) in zip(stays, cycle(DECISIONS), strict=False):
        is_adult, has_residence, has_difficulties = judged
        place.batch.add(
            IntakeDecision(
                project=place.project, client=stay.client, enrolment=stay, decision=decision, decided_on=stay.starts_on,
                decided_by=place.by, is_adult=is_adult, has_lawful_residence=has_residence,
                has_related_difficulties=has_difficulties, is_grey_zone=reason == Reason.JUDGED_AS_A_WHOLE,
                reason=reason, reason_text=text,
            )
        )  # fmt: skip


def add_proposals(place: Place, workers: dict[str, User], today: dt.date) -> None:
    """One of today, one that is late, one declined; each NGO sees its own."""

    def proposal(name: str, days_ago: int, **facts: object) -> None:
        place.batch.add(
            Proposal(
                project=place.project, organisation=place.organisations[name], proposed_by=workers[name],
                proposed_on=today - dt.timedelta(days=days_ago), **facts,
            )
        )  # fmt: skip

    meets, answer = Proposal.HowToMeet, {"closed_by": place.by, "closed_on": today - dt.timedelta(days=6)}
    proposal(
        CAFE, 0, how_to_meet=meets.COMES_ALONG, birth_year=today.year - 27, gender=Gender.WOMAN, wish=Goal.LEAVE,
        citizen_agrees=True, remark="Helst på værestedet den første gang.",
    )  # fmt: skip
    proposal(ADVICE, 12, how_to_meet=meets.WE_CALL, gender=Gender.MAN, wish=Goal.IMPROVE)
    proposal(
        CAFE, 15, how_to_meet=meets.DROP_IN, birth_year=today.year - 41, gender=Gender.WOMAN,
        state=Proposal.State.DECLINED, reason=Proposal.Reason.NOT_MET, reason_text="Prøv gerne igen.", **answer,
    )  # fmt: skip
