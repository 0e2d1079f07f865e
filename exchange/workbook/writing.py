"""Gathered changes written in a constant number of queries per thousand rows."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from audit.models import Action
from clients.codes import new_code
from clients.models import Client
from exchange.bulk import create_rows, record_batch
from exchange.inserting import BATCH
from exchange.workbook.changes import Changes
from exchange.workbook.progress import Progress, silent
from projects.models import Project
from wellbeing.models import WellbeingResponse
from wellbeing.services import supersede
from wellbeing.waves import number_new, renumber


def write_changes(changes: Changes, *, project: Project, by: Any, progress: Progress = silent) -> None:
    """In the caller's transaction: rows, waves, and one audit event for the whole batch."""
    _give_codes(changes.created[Client], project)
    interval_days = project.rules.who5_interval_days
    for answer in [*changes.created[WellbeingResponse], *changes.superseded.values()]:
        answer.recorded_by = by
    later = _number_first_answers(changes, interval_days)
    create_rows(changes.created, _telling(changes, progress))
    for model, rows in changes.changed.items():
        fields = sorted(set().union(*rows.values()))
        model._default_manager.bulk_update(rows.keys(), fields, batch_size=BATCH)
    for model in {type(row) for row in changes.removed}:
        keys = [row.pk for row in changes.removed if type(row) is model]
        model._default_manager.filter(pk__in=keys).delete()
    if changes.superseded:
        supersede(changes.superseded)
    renumber({answer.client_id for answer in [*later, *changes.superseded.values()]}, interval_days)
    _record(changes, project, by)


def _telling(changes: Changes, progress: Progress) -> Callable[[int], None]:
    """Tells `progress` how far the writing has come."""
    done, total = 0, sum(map(len, changes.created.values()))

    def written(count: int) -> None:
        nonlocal done
        done += count
        progress(_("Writing"), done, total)

    return written


def _number_first_answers(changes: Changes, interval_days: int) -> list[WellbeingResponse]:
    """Number the answers of new citizens, who have no others; returns those that join earlier ones."""
    answers = changes.created[WellbeingResponse]
    number_new((answer for answer in answers if answer.client.pk is None), interval_days)
    return [answer for answer in answers if answer.client.pk is not None]


def _give_codes(clients: list[Client], project: Project) -> None:
    """Codes that are free, with one query for all of them."""
    if not clients:
        return
    taken = set(Client.objects.filter(code__startswith=f"{project.code}-").values_list("code", flat=True))
    for client in clients:
        code = new_code(project.code)
        while code in taken:
            code = new_code(project.code)
        taken.add(code)
        client.code = code


def _record(changes: Changes, project: Project, by: Any) -> None:
    created = [row for rows in changes.created.values() for row in rows]
    changed = [row for rows in changes.changed.values() for row in rows]
    detail = {"created": dict(changes.created_count), "updated": dict(changes.updated_count)}
    rows = [*created, *changed, *changes.superseded.values(), *changes.removed]
    record_batch(Action.IMPORTED, rows, project=project, by=by, **detail)
