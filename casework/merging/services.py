"""Making two codes of one citizen one, and taking it back within 30 days (docs/decisions/0022)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from casework.merging.ledger import Ledger, going_back, move_back, put_value, restorable, swap_references
from casework.merging.relations import citizen_relations
from casework.merging.rules import RULES, Chosen, facts, is_below_18
from casework.merging.words import has_words
from clients.models import Client, ClientLink, ClientMerge, ClientReference, Consent, Enrolment, Referral
from clients.referrals.services import withdraw_referral
from clients.referrals.states import OPEN, State
from cti.models import Course
from wellbeing.days import close_gaps
from wellbeing.waves import renumber


@transaction.atomic
def merge_citizens(
    kept: Client, former: Client, *, chosen: Chosen | None = None, is_anonymous_agreed: bool = False, by: Any
) -> ClientMerge:
    """Everything of `former` becomes `kept`'s, whose code stays; the former code leads there.

    `chosen` says for an organisation whose two references differ that the "former" one is to hold;
    `is_anonymous_agreed` that a citizen who takes part anonymously has said yes. Raises ValidationError where
    the two cannot be one: of two projects, merged already, both in a CTI course, both taken in by one organisation
    by a referral that is not completed, or below 18 at the first stay.
    """
    kept, former = _locked(kept, former)
    _check(kept, former, is_anonymous_agreed)
    _settle_referrals(kept, former, by)
    ledger = Ledger(kept, former)
    for relation in citizen_relations():
        rule = RULES.get(relation.key)
        if rule is None:
            ledger.move(relation)
        else:
            rule(relation, ledger, chosen or {})
    facts(ledger)
    renumber([kept.pk], kept.project.rules.who5_interval_days)
    merge = ClientMerge(project=kept.project, kept=kept, former=former, merged_by=by)
    merge.moved, merge.changes, merge.swapped = ledger.moved, ledger.changes, ledger.swapped
    merge.full_clean()
    merge.save()
    record(Action.CREATED, merge, by=by, clients=[kept.pk, former.pk])
    return merge


def _locked(first: Client, second: Client) -> tuple[Client, Client]:
    """Both rows as they are now; always locked in the same order, so that two merges wait and never deadlock."""
    rows = Client.objects.select_for_update().filter(pk__in=[first.pk, second.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[first.pk], found[second.pk]


def _check(kept: Client, former: Client, is_anonymous_agreed: bool) -> None:
    if kept == former:
        raise ValidationError(_("This is the citizen's own code. Write the other one."))
    if kept.project_id != former.project_id:
        raise ValidationError(_("The two codes belong to different projects and stay apart."))
    if ClientMerge.objects.filter(former__in=[kept, former], undone_at=None).exists():
        raise ValidationError(_("One of the two codes was merged a moment ago. Open the citizen's page to see how."))
    if kept.is_anonymous and not former.is_anonymous:
        raise ValidationError(
            _("The code that is kept takes part anonymously. Open the other code and merge from there.")
        )
    if former.is_anonymous and not is_anonymous_agreed:
        message = _("The citizen takes part anonymously under one of the codes. Confirm that the citizen has said yes.")
        raise ValidationError({"is_anonymous_agreed": message})
    running = Course.objects.filter(client__in=[kept, former], ends_on=None)
    if running.values("client").distinct().count() > 1:
        raise ValidationError(
            _("Both codes have a CTI course or contact period that has not ended. End one of them first.")
        )
    if is_below_18(kept, former):
        message = _("By the birth year, the citizen was below 18 at the first enrolment. Correct the birth year first.")
        raise ValidationError(message)


def _settle_referrals(kept: Client, former: Client, by: Any) -> None:
    """A citizen has one open referral from one organisation to another: the one that has come further holds, the other
    one was a mistake and is withdrawn, which undoing the merge leaves as it is."""
    held = {_way(each): each for each in Referral.objects.filter(client=kept).open()}
    for own in Referral.objects.filter(client=former).open():
        if _way(own) not in held:
            continue
        pair = sorted((own, held[_way(own)]), key=lambda each: OPEN.index(each.state))
        if pair[0].state == State.ACCEPTED:
            raise ValidationError(
                _("Both codes have a referral that the same organisation has accepted. Complete one of them first.")
            )
        withdraw_referral(pair[0], reason=Referral.WithdrawalReason.MISTAKE, by=by)


def _way(referral: Referral) -> tuple[int, int]:
    return referral.from_organisation_id, referral.to_organisation_id


@transaction.atomic
def undo_merge(merge: ClientMerge, *, by: Any) -> ClientMerge:
    """What moved goes back with what has been added to it, what changed is as it was. Other rows that were added
    since stay with the kept citizen, and what was changed again since the merge stays as it is.

    Raises ValidationError after 30 days, when it is undone already, while a later merge into the citizen stands, or
    where words would go back to a code that takes part anonymously.
    """
    kept, former = _locked(merge.kept, merge.former)
    merge = ClientMerge.objects.get(pk=merge.pk)
    _check_undoable(merge, kept)
    back = going_back(merge.moved, kept)
    if former.is_anonymous and has_words(back):
        message = _(
            "%(code)s took part anonymously, and since the merge something has been written in words that would go "
            "back there. The codes stay one."
        )
        raise ValidationError(message % {"code": former.code})
    move_back(back, kept, former)
    for change in merge.changes:
        _restore(merge, change)
    for first, second in merge.swapped:
        swap_references(*(ClientReference.objects.get(pk=pk) for pk in (first, second)))
    for client in (kept, former):
        close_gaps(client)
    renumber([kept.pk, former.pk], kept.project.rules.who5_interval_days)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.full_clean()
    merge.save()
    record(Action.ENDED, merge, by=by, clients=[kept.pk, former.pk])
    return merge


def _check_undoable(merge: ClientMerge, kept: Client) -> None:
    if merge.undone_at is not None:
        raise ValidationError(_("The merge has been undone already."))
    if not merge.is_undoable:
        raise ValidationError(_("The merge is older than 30 days and can no longer be undone."))
    if merge.kept_id != kept.pk:
        raise ValidationError(_("The citizen was merged again. Undo that merge first."))
    if ClientMerge.objects.filter(kept=kept, undone_at=None, pk__gt=merge.pk).exists():
        raise ValidationError(_("Another code was merged into this one later. Undo that merge first."))


def _restore(merge: ClientMerge, change: dict[str, Any]) -> None:
    found = restorable(change)
    if found is None:
        return
    row, name, value = found
    if isinstance(row, ClientLink) and _is_withdrawn_since(merge, row):
        return
    if isinstance(row, Enrolment) and name == "ends_on" and value is None:
        value = _end_before_the_next(row)
    put_value(row, name, value)


def _is_withdrawn_since(merge: ClientMerge, link: ClientLink) -> bool:
    """A consent that the citizen has withdrawn since the merge is not opened by undoing it."""
    withdrawn = Consent.objects.filter(client__in=[merge.kept, merge.former], organisation=link.organisation_id)
    return withdrawn.filter(withdrawn_on__gte=timezone.localdate(merge.merged_at)).exists()


def _end_before_the_next(stay: Enrolment) -> Any:
    """None, unless the citizen was enrolled again since: a stay ends where that one begins."""
    later = Enrolment.objects.filter(client=stay.client_id, ends_on=None).exclude(pk=stay.pk).first()
    return later and max(later.starts_on, stay.starts_on)
