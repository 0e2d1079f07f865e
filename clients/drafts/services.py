"""Keeping what somebody has begun to write, and letting go of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Action
from audit.services import record
from clients.drafts.models import Draft
from clients.drafts.querysets import DraftQuerySet


@transaction.atomic
def keep_draft(
    *, project: Any, client: Any, address: str, values: dict[str, Any], stood: dict[str, Any], by: Any
) -> Draft:
    """The person's one draft at `address`. Beginning one is logged; that it grows while they type is not."""
    facts = {"project": project, "client": client, "values": values, "stood": stood, "updated_at": timezone.now()}
    draft, is_new = Draft.objects.update_or_create(user=by, address=address, defaults=facts)
    if is_new:
        record(Action.CREATED, draft, by=by)
    return draft


def draft_of(user: Any, address: str) -> Draft | None:
    """The draft that `user` can take up at `address`; what is too old or out of reach by now is deleted."""
    drafts = Draft.objects.filter(user=user, address=address)
    if not drafts.exists():
        return None
    drafts.too_old().delete()
    forget_out_of_reach(drafts)
    return drafts.first()


def forget_draft(user: Any, address: str) -> None:
    Draft.objects.filter(user=user, address=address).delete()


def forget_out_of_reach(drafts: DraftQuerySet) -> int:
    """Delete those of `drafts` whose writers no longer see the citizen; how many."""
    count = 0
    for user in User.objects.filter(pk__in=drafts.values("user")):
        own = drafts.filter(user=user)
        count += own.exclude(pk__in=list(own.reached_by(user).values_list("pk", flat=True))).delete()[0]
    return count
