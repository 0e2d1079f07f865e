"""Deciding who is admitted, and proposing citizens to those who decide."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import check_no_text
from clients.models import Client, IntakeDecision, Judgement, Proposal
from clients.services import check_adult, not_in_the_future
from clients.visitation.querysets import proposing_organisations
from projects.models import Organisation, Project

CRITERIA = ("is_adult", "has_lawful_residence", "has_related_difficulties")


@transaction.atomic
def decide_intake(
    client: Client,
    *,
    decision: str,
    decided_on: dt.date,
    reason: str = "",
    reason_text: str = "",
    by: Any,
    **judged: Any,
) -> IntakeDecision:
    """What was decided about the citizen's latest stay; `judged` are the criteria and `is_grey_zone`.

    Raises ValidationError for a day to come or after the stay's end, a decision that needs a reason and has none,
    somebody below 18 who is admitted, and words about an anonymous citizen.
    """
    stay = client.enrolments.order_by("-starts_on", "-pk").first()
    if stay is None:
        raise ValidationError(_("The citizen has never been enrolled. Enrol the citizen first."))
    not_in_the_future("decided_on", decided_on)
    if stay.ends_on is not None and decided_on > stay.ends_on:
        raise ValidationError({"decided_on": _("The enrolment ended before that day. Choose an earlier one.")})
    check_no_text(client, reason_text=reason_text)
    check_judgement(decision=decision, reason=reason, judged=judged)
    if not client.is_anonymous:
        check_reason_in_words(reason, reason_text)
    intake = IntakeDecision(
        project=client.project, client=client, enrolment=stay, decision=decision, decided_on=decided_on, decided_by=by,
        reason=reason, reason_text=reason_text, **judged,
    )  # fmt: skip
    intake.full_clean()
    intake.save()
    record(Action.CREATED, intake, by=by)
    return intake


def check_judgement(*, decision: str, reason: str, judged: dict[str, Any]) -> None:
    """The target group is a judgement, never a wall: a "no" asks for a reason and goes on. Below 18 is a wall.

    Raises ValidationError on the field that is to be filled in.
    """
    if decision == IntakeDecision.Decision.ADMITTED and judged.get("is_adult") == Judgement.NO:
        text = _("Citizens below 18 cannot be admitted. The municipality's services for young people help them.")
        raise ValidationError({"is_adult": text})
    has_no = any(judged.get(name) == Judgement.NO for name in CRITERIA)
    is_turned_away = decision in (IntakeDecision.Decision.NOT_ADMITTED, IntakeDecision.Decision.REFERRED_ELSEWHERE)
    if (has_no or is_turned_away) and not reason:
        raise ValidationError({"reason": _("Choose a reason, so that others can follow the decision.")})


def check_reason_in_words(reason: str, reason_text: str) -> None:
    """Raises ValidationError where "other" stands without words."""
    if reason == "other" and not reason_text.strip():
        raise ValidationError({"reason_text": _("Say in a few words what the other reason is.")})


@transaction.atomic
def propose(
    *, project: Project, organisation: Organisation, birth_year: int | None = None, is_adult_confirmed: bool = False,
    by: Any, **facts: Any,
) -> Proposal:  # fmt: skip
    """A citizen proposed to the host's coordinators today; nothing opens and nobody is registered.

    Raises ValidationError for somebody below 18, and where `by` proposes nobody for the organisation.
    """
    if not proposing_organisations(by, project).filter(pk=organisation.pk).exists():
        raise ValidationError({"organisation": _("The organisation proposes no citizens in this project.")})
    check_adult(birth_year, localdate(), is_adult_confirmed)
    proposal = Proposal(
        project=project, organisation=organisation, birth_year=birth_year, proposed_by=by, proposed_on=localdate(),
        **facts,
    )  # fmt: skip
    proposal.full_clean()
    proposal.save()
    record(Action.CREATED, proposal, by=by)
    return proposal


def decline(proposal: Proposal, *, reason: str, reason_text: str = "", by: Any) -> Proposal:
    """The host's answer no. Raises ValidationError without a reason, or where the proposal is closed already."""
    check_reason_in_words(reason, reason_text)
    return close(proposal, Proposal.State.DECLINED, reason=reason, reason_text=reason_text, by=by)


def withdraw(proposal: Proposal, *, by: Any) -> Proposal:
    """The proposer takes it back. Raises ValidationError where it is closed already."""
    return close(proposal, Proposal.State.WITHDRAWN, by=by)


def check_waiting(proposal: Proposal) -> None:
    """Raises ValidationError where the proposal is closed, that says how."""
    if proposal.state != Proposal.State.WAITING:
        message = _("The proposal is closed already: %(state)s. A new one can be made.")
        raise ValidationError(message % {"state": proposal.get_state_display()})


@transaction.atomic
def close(proposal: Proposal, state: str, *, by: Any, **outcome: Any) -> Proposal:
    """The end of a proposal, which has one only. Raises ValidationError that says which it was."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    check_waiting(proposal)
    proposal.state, proposal.closed_on, proposal.closed_by = state, localdate(), by
    for name, value in outcome.items():
        setattr(proposal, name, value)
    proposal.full_clean()
    proposal.save()
    record(Action.ENDED, proposal, by=by)
    return proposal
