"""Gathered changes written in a constant number of queries per thousand rows."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.codes import new_code
from clients.models import Client, ClientLink, ClientReference, Enrolment, OnwardReferral, ReferralSource
from cti.models import Course, CourseGoal, Phase
from exchange.workbook.bulk import BATCH, insert
from exchange.workbook.changes import Changes
from exchange.workbook.progress import Progress, silent
from interventions.models import Intervention, InterventionType
from projects.models import Project
from wellbeing.models import WellbeingResponse
from wellbeing.services import supersede
from wellbeing.waves import number_new, renumber

# What others point to comes first.
CREATION_ORDER: tuple[type[models.Model], ...] = (
    ReferralSource,
    InterventionType,
    Client,
    ClientLink,
    ClientReference,
    Enrolment,
    OnwardReferral,
    Intervention,
    Course,
    CourseGoal,
    Phase,
    WellbeingResponse,
)


def write_changes(changes: Changes, *, project: Project, by: Any, progress: Progress = silent) -> None:
    """In the caller's transaction: rows, waves, and one audit event for the whole batch."""
    _give_codes(changes.created[Client], project)
    interval_days = project.rules.who5_interval_days
    for answer in [*changes.created[WellbeingResponse], *changes.superseded.values()]:
        answer.recorded_by = by
    later = _number_first_answers(changes, interval_days)
    _create(changes, progress)
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


def _create(changes: Changes, progress: Progress) -> None:
    done, total = 0, sum(map(len, changes.created.values()))
    for model in CREATION_ORDER:
        for count in insert(model, changes.created[model]):
            done += count
            progress(_("Writing"), done, total)


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
    written: dict[str, list[int]] = {}
    touched: set[int] = set()
    created = [row for model in CREATION_ORDER for row in changes.created[model]]
    changed = [row for rows in changes.changed.values() for row in rows]
    for row in [*created, *changed, *changes.superseded.values(), *changes.removed]:
        written.setdefault(str(row._meta.model_name), []).append(row.pk)
        key = row.pk if isinstance(row, Client) else getattr(row, "client_id", None)
        touched |= {key} if key is not None else set()
    detail = {"created": dict(changes.created_count), "updated": dict(changes.updated_count), "rows": written}
    clients = sorted(touched)
    record(Action.IMPORTED, [], by=by, clients=clients, project_id=project.pk, subject_type="client", **detail)
