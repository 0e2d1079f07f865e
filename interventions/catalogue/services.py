"""The project's catalogue: what it offers, under which label and in which order, what is closed and came instead."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from interventions.models import InterventionType, NationalInterventionType
from interventions.querysets import offered_by
from projects.models import Project

PLACES = {"up": -1, "down": 1}


@transaction.atomic
def offer_type(project: Project, *, national: NationalInterventionType, by: Any) -> InterventionType:
    """The project's own entry for a national type, whatever its label, else one of the same name; made if the project
    does not offer it yet."""
    same = offered_by(project).filter(Q(national=national) | Q(name=national.name))
    existing = same.order_by(F("national_id").asc(nulls_last=True)).first()
    if existing is not None:
        return existing
    made = InterventionType(
        project=project, national=national, name=national.name, order=national.order,
        is_material_help=national.is_material_help, is_drop_in=national.is_drop_in, is_course=national.is_course,
        is_professional_counselling=national.is_professional_counselling,
    )  # fmt: skip
    made.full_clean()
    made.save()
    record(Action.CREATED, made, by=by)
    return made


@transaction.atomic
def offer_own_type(
    project: Project, *, name: str, is_material_help: bool = False, is_drop_in: bool = False, by: Any
) -> InterventionType:
    """A type of the project's own, placed after the national ones. Raises ValidationError if the name is taken."""
    name = " ".join(name.split())
    flags = {"is_material_help": is_material_help, "is_drop_in": is_drop_in}
    made = InterventionType(project=project, name=name, order=1000, **flags)
    made.clean_fields()
    if offered_by(project).filter(name=name).exists():
        raise ValidationError({"name": _("The project has a type of this name already.")})
    made.full_clean()
    made.save()
    record(Action.CREATED, made, by=by)
    return made


@transaction.atomic
def change_type(
    type: InterventionType,
    *,
    name: str,
    closed_on: dt.date | None = None,
    replaced_by: InterventionType | None = None,
    by: Any,
) -> InterventionType:
    """Another label, the first day on which the type is no longer offered, and the type that replaces it.

    What was given stays under it, and its national key stays too. Raises ValidationError for a name that is taken,
    a replacement without a day, and one that is itself closed by then.
    """
    type = InterventionType.objects.select_for_update().get(pk=type.pk)
    type.name, type.closed_on, type.replaced_by = " ".join(name.split()), closed_on, replaced_by
    type.clean_fields(exclude=["project", "national", "replaced_by"])
    _refuse_taken_name(type)
    _refuse_replacement(type)
    type.full_clean()
    type.save()
    record(Action.CHANGED, type, by=by, fields=["closed_on", "name", "replaced_by"])
    return type


def _refuse_taken_name(type: InterventionType) -> None:
    """Nor may it take the name of another entry of the national catalogue: a workbook's rows are read by name."""
    own = offered_by(type.project).filter(name=type.name).exclude(pk=type.pk)
    if own.exists():
        raise ValidationError({"name": _("The project has a type of this name already.")})
    if type.national is None:
        return
    national = NationalInterventionType.objects.filter(name__iexact=type.name).exclude(pk=type.national.pk)
    if national.exists():
        raise ValidationError({"name": _("Another type of the national catalogue has this name. Choose another one.")})


def _refuse_replacement(type: InterventionType) -> None:
    new = type.replaced_by
    if new is None:
        return
    if type.closed_on is None:
        raise ValidationError({"closed_on": _("Write the first day on which the other type takes over.")})
    if new.pk == type.pk or new.project_id != type.project_id:
        raise ValidationError({"replaced_by": _("Choose another type that the project offers.")})
    if not new.is_open_on(type.closed_on):
        raise ValidationError({"replaced_by": _("That type is closed by then itself. Choose one that is offered.")})


@transaction.atomic
def move_type(type: InterventionType, *, to: str, by: Any) -> InterventionType:
    """One place "up" or "down" in the order of choice lists and reports; at either end nothing happens."""
    entries = list(offered_by(type.project).select_for_update())
    here = next(place for place, entry in enumerate(entries) if entry.pk == type.pk)
    there = here + PLACES[to]
    if 0 <= there < len(entries):
        entries[here], entries[there] = entries[there], entries[here]
        for place, entry in enumerate(entries, start=1):
            entry.order = place
        InterventionType.objects.bulk_update(entries, ["order"])
        record(Action.CHANGED, type, by=by, fields=["order"])
    return type
