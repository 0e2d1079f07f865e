"""Gathered changes written in a constant number of queries per thousand rows."""

from typing import Any

from audit.models import Action
from clients.codes import new_code
from clients.models import Client
from exchange.bulk import BATCH, create_rows, record_batch
from exchange.workbook.changes import Changes
from projects.models import Project
from wellbeing.models import WellbeingResponse
from wellbeing.services import supersede
from wellbeing.waves import renumber


def write_changes(changes: Changes, *, project: Project, by: Any) -> None:
    """In the caller's transaction: rows, waves, and one audit event for the whole batch."""
    _give_codes(changes.created[Client], project)
    for answer in [*changes.created[WellbeingResponse], *changes.superseded.values()]:
        answer.recorded_by = by
    create_rows(changes.created)
    for model, rows in changes.changed.items():
        fields = sorted(set().union(*rows.values()))
        model._default_manager.bulk_update(rows.keys(), fields, batch_size=BATCH)
    for model in {type(row) for row in changes.removed}:
        keys = [row.pk for row in changes.removed if type(row) is model]
        model._default_manager.filter(pk__in=keys).delete()
    if changes.superseded:
        supersede(changes.superseded)
    answers = [*changes.created[WellbeingResponse], *changes.superseded.values()]
    if answers:
        renumber({answer.client_id for answer in answers}, project.rules.who5_interval_days)
    _record(changes, project, by)


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
