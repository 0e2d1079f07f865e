"""`Trivsel` against what is stored: keyed by citizen, date and the nth that day; a change supersedes."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from django.utils.translation import gettext as _

from clients.models import Client
from documents.numbers import long_date
from exchange.workbook.changes import Changes
from exchange.workbook.citizens import StoredCitizens
from exchange.workbook.issues import Issue
from exchange.workbook.layout import ANSWERS
from exchange.workbook.rows import AnswerRow
from wellbeing.instrument import score
from wellbeing.models import WellbeingResponse

Day = tuple[int | str | None, dt.date]  # a citizen's key, or the Borger-ID of one to be created


@dataclass
class Place:
    """One place in a day's order: what the import last stored there, and what counts there now."""

    imported: WellbeingResponse
    current: WellbeingResponse


@dataclass
class StoredAnswers:
    """`places` of imported answers in the day's order; `taken` is the highest place of the day, whoever has it."""

    citizens: StoredCitizens
    places: dict[Day, list[Place]] = field(default_factory=lambda: defaultdict(list))
    taken: Counter[Day] = field(default_factory=Counter)


def stored_answers(citizens: StoredCitizens) -> StoredAnswers:
    """A correction keeps its answer's place, so the last answer of a place counts and the last imported
    one is what the file said."""
    stored = StoredAnswers(citizens)
    by_place: dict[tuple[int, dt.date, int], list[WellbeingResponse]] = defaultdict(list)
    answers = WellbeingResponse.objects.filter(project=citizens.project)
    for answer in answers.order_by("client_id", "answered_on", "nth", "pk"):
        by_place[(answer.client_id, answer.answered_on, answer.nth)].append(answer)
    for (client_id, day, nth), series in by_place.items():
        stored.taken[(client_id, day)] = nth
        imported = [answer for answer in series if answer.is_imported]
        if imported:
            stored.places[(client_id, day)].append(Place(imported[-1], series[-1]))
    return stored


def compare_answers(
    rows: Iterable[AnswerRow], clients: dict[str, Client], stored: StoredAnswers, changes: Changes
) -> None:
    for row in rows:
        client = clients[row.reference]
        places = stored.places.get((client.pk, row.answered_on)) if client.pk else None
        if places:
            changes.updated_count["answers"] += _update(places.pop(0), row, client, stored, changes)
        else:
            changes.create(_answer(row, client, _next_place(client, row, stored), stored))
            changes.created_count["answers"] += 1
    _list_gone(stored, changes)


def _next_place(client: Client, row: AnswerRow, stored: StoredAnswers) -> int:
    """After the answers of that day that are stored or come earlier in the file."""
    day: Day = (client.pk or row.reference, row.answered_on)
    stored.taken[day] += 1
    return stored.taken[day]


def _answer(row: AnswerRow, client: Client, nth: int, stored: StoredAnswers) -> WellbeingResponse:
    return WellbeingResponse(
        project_id=stored.citizens.project.pk, client=client, answered_on=row.answered_on, nth=nth,
        item_1=row.item_1, item_2=row.item_2, item_3=row.item_3, item_4=row.item_4, item_5=row.item_5,
        recorded_for_id=stored.citizens.host.pk, is_imported=True, score=score(row.items),
    )  # fmt: skip


def _update(place: Place, row: AnswerRow, client: Client, stored: StoredAnswers, changes: Changes) -> bool:
    if place.imported.items == row.items:
        return False
    if place.current is not place.imported:
        message = _("The answer has been corrected in the system. That correction stands; the row changes nothing.")
        changes.warnings.append(Issue(ANSWERS, row.row, "Dato", message))
        return False
    changes.superseded[place.current] = _answer(row, client, place.current.nth, stored)
    return True


def _list_gone(stored: StoredAnswers, changes: Changes) -> None:
    names = stored.citizens.references()
    message = _("A row is no longer in the file; it stays stored: id “%(id)s”, answer of %(day)s.")
    for place in chain.from_iterable(stored.places.values()):
        client_id = place.current.client_id
        words = {"id": names.get(client_id, "–"), "day": long_date(place.current.answered_on)}
        changes.list_gone(client_id, Issue(ANSWERS, None, "Dato", message % words))
