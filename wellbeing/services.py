import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.models import Client
from clients.services import not_in_the_future
from projects.models import Organisation
from wellbeing.consents import present_consent, say_yes
from wellbeing.instrument import ITEMS, score
from wellbeing.models import WellbeingResponse
from wellbeing.waves import renumber


@transaction.atomic
def record_answer(
    client: Client, *, answered_on: dt.date, items: Sequence[int | None], recorded_for: Organisation | None,
    agreed_how: str = "", by: Any,
) -> WellbeingResponse:  # fmt: skip
    """Store one answer (five items 0–5, None where the citizen left one out) and number the waves anew.

    `agreed_how` says how the citizen has said yes to answering, where that was asked beside the answer.
    Raises ValidationError for a day to come, or when no item is answered.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    not_in_the_future("answered_on", answered_on)
    _some_answered(items)
    earlier = WellbeingResponse.objects.current().filter(client=client, answered_on=answered_on)
    answer = _new(client, answered_on, items, earlier.count() + 1)
    answer.recorded_by, answer.recorded_for = by, recorded_for
    answer.full_clean()
    answer.save()
    renumber([client.pk], client.project.rules.who5_interval_days)
    answer.refresh_from_db(fields=["wave"])
    record(Action.CREATED, answer, by=by)
    if agreed_how and present_consent(client) is None:
        say_yes(client, given_on=localdate(), given_how=agreed_how, by=by)
    return answer


@transaction.atomic
def correct_answer(
    answer: WellbeingResponse, *, items: Sequence[int | None], recorded_for: Organisation | None, by: Any
) -> WellbeingResponse:
    """A new row that supersedes `answer`.

    Raises ValidationError when another correction already has, or when no item is answered.
    """
    _some_answered(items)
    client = Client.objects.select_for_update().get(pk=answer.client_id)
    answer = WellbeingResponse.objects.get(pk=answer.pk)
    if answer.superseded_by_id is not None:
        raise ValidationError(_("The answer has been corrected already. Open the page again to see how."))
    # The old row leaves the numbering before the new one takes its place in the day's order.
    replacement = _new(client, answer.answered_on, items, answer.nth)
    replacement.recorded_by, replacement.recorded_for = by, recorded_for
    replacement.clean_fields()
    supersede({answer: replacement})
    renumber([client.pk], client.project.rules.who5_interval_days)
    replacement.refresh_from_db(fields=["wave"])
    record(Action.CHANGED, replacement, by=by)
    return replacement


def supersede(pairs: dict[WellbeingResponse, WellbeingResponse]) -> None:
    """Store each old answer's replacement and let the old one point to it, in a constant number of queries.

    The replacement borrows a free place in the day's order for a moment, because the day's own place is
    taken until the old answer is superseded.
    """
    places = [new.nth for new in pairs.values()]
    for offset, new in enumerate(pairs.values()):
        new.nth = 10_000 + offset % 20_000
    WellbeingResponse.objects.bulk_create(pairs.values())
    for old, new in pairs.items():
        old.superseded_by, old.wave = new, None
    WellbeingResponse.objects.bulk_update(pairs.keys(), ["superseded_by", "wave"], batch_size=500)
    for new, place in zip(pairs.values(), places, strict=True):
        new.nth = place
    WellbeingResponse.objects.bulk_update(pairs.values(), ["nth"], batch_size=500)


def _some_answered(items: Sequence[int | None]) -> None:
    if all(item is None for item in items):
        raise ValidationError(_("No question is answered. Answer at least one."))


def _new(client: Client, answered_on: dt.date, items: Sequence[int | None], nth: int) -> WellbeingResponse:
    if len(items) != ITEMS:
        raise ValueError(f"WHO-5 has {ITEMS} items, not {len(items)}.")
    answer = WellbeingResponse(project=client.project, client=client, answered_on=answered_on, nth=nth)
    for number, value in enumerate(items, start=1):
        setattr(answer, f"item_{number}", value)
    answer.score = score(items)
    return answer
