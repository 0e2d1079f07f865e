"""What awaits an answer of one's own: referrals and proposals of citizens whom one does not see yet. They belong to
nobody's lists, so they stand on the day of everybody who may answer them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.due.base import Asked, on_day
from clients.models import Proposal, Referral
from clients.visitation.querysets import answer_days

LINES_SHOWN = 10


class Awaiting:
    """One kind: `rows` are those that the person may answer, the most urgent first."""

    key: ClassVar[str]
    title: ClassVar[Any]
    verb: ClassVar[Any] = _("Answer")
    page: ClassVar[str]
    every: ClassVar[str]  # the list of all of them

    def rows(self, asked: Asked) -> QuerySet[Any]:
        raise NotImplementedError

    def lines(self, rows: Any, asked: Asked) -> list["AwaitingLine"]:
        raise NotImplementedError


@dataclass(frozen=True)
class AwaitingLine:
    """`code` is the citizen's where the card shows it; `sender` who asks."""

    row: Any
    code: str
    sender: Any
    words: str
    is_late: bool
    address: str


@dataclass(frozen=True)
class AwaitingGroup:
    """All of one kind: how many, and the first of them."""

    kind: Awaiting
    total: int
    lines: list[AwaitingLine]


class ReferralAwaiting(Awaiting):
    """Sent to an organisation for which the person answers, and not answered."""

    key = "referral"
    title = _("Referrals awaiting your answer")
    page = "casework:referral"
    every = "casework:referrals"

    def rows(self, asked: Asked) -> QuerySet[Referral]:
        return Referral.objects.filter(project=asked.project).awaiting_answer_from(asked.user)

    def lines(self, rows: Any, asked: Asked) -> list[AwaitingLine]:
        return [
            AwaitingLine(
                row=referral,
                code=referral.client.code,
                sender=referral.from_organisation,
                words=_answer_by(referral.answer_due_on),
                is_late=_is_late(referral.answer_due_on, asked),
                address=reverse(self.page, args=[asked.project.code, referral.pk]),
            )
            for referral in rows.select_related("client", "from_organisation").defer("wish", "decline_text")
        ]


class ProposalAwaiting(Awaiting):
    """A citizen whom a partner has proposed to the host, and whom nobody has answered for."""

    key = "proposal"
    title = _("Proposals awaiting your answer")
    page = "casework:proposal"
    every = "casework:proposals"

    def rows(self, asked: Asked) -> QuerySet[Proposal]:
        waiting = Proposal.objects.filter(project=asked.project, state=Proposal.State.WAITING)
        return waiting.answered_by(asked.user).order_by("proposed_on", "pk")

    def lines(self, rows: Any, asked: Asked) -> list[AwaitingLine]:
        within = dt.timedelta(days=answer_days(asked.project))
        return [
            AwaitingLine(
                row=proposal,
                code="",
                sender=proposal.organisation,
                words=_answer_by(proposal.proposed_on + within),
                is_late=_is_late(proposal.proposed_on + within, asked),
                address=reverse(self.page, args=[asked.project.code, proposal.pk]),
            )
            for proposal in rows.select_related("organisation").defer("remark", "reason_text")
        ]


AWAITING = (ReferralAwaiting(), ProposalAwaiting())


def awaiting_groups(asked: Asked) -> list[AwaitingGroup]:
    """Every kind of which something awaits the person's answer."""
    counted = ((kind, kind.rows(asked)) for kind in AWAITING)
    groups = ((kind, rows, rows.count()) for kind, rows in counted)
    return [AwaitingGroup(kind, total, kind.lines(rows[:LINES_SHOWN], asked)) for kind, rows, total in groups if total]


def count_awaiting(asked: Asked) -> int:
    return sum(kind.rows(asked).count() for kind in AWAITING)


def _answer_by(day: dt.date | None) -> str:
    return on_day(gettext("answer by %(day)s"), day)


def _is_late(day: dt.date | None, asked: Asked) -> bool:
    return day is not None and day < asked.today
