"""Writing a programme's and a project's money. Every change takes the place's row first, so changes take turns."""

import datetime as dt
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.services import record
from documents.numbers import long_date
from projects.base import write
from projects.models import Disbursement, Earmark, Framework, Grant, LapseDecision, MoneyRow, Programme, Project

Row = TypeVar("Row", bound=MoneyRow)


@transaction.atomic
def set_framework(
    *, programme: Programme, amount_oere: int, decided_on: dt.date, note: str = "", by: User | None
) -> Framework:
    """The programme's money in total from `decided_on`. Raises ValidationError for a second one of the same day."""
    row = Framework(programme=programme, amount_oere=amount_oere, decided_on=decided_on, note=note)
    return _entered(row, by=by)


@transaction.atomic
def earmark(
    *, programme: Programme, line: str, amount_oere: int, decided_on: dt.date, note: str = "", by: User | None
) -> Earmark:
    """What is set aside for `line` in total from `decided_on`, an earlier earmark of the line included."""
    row = Earmark(programme=programme, line=line, amount_oere=amount_oere, decided_on=decided_on, note=note)
    return _entered(row, by=by)


@transaction.atomic
def grant_money(
    *,
    project: Project | None = None,
    programme: Programme | None = None,
    line: str = "",
    applicant: str,
    title: str,
    amount_oere: int,
    granted_on: dt.date,
    note: str = "",
    by: User | None,
) -> Grant:
    """A grant to a project (of its programme, where it has one), or of a programme to no project.

    Raises ValidationError for a day to come, a reserve, or a place that is missing or contradicts itself.
    """
    row = Grant(
        project=project, programme=programme or (project.programme if project else None), line=line,
        applicant=applicant, title=title, amount_oere=amount_oere, granted_on=granted_on, note=note,
    )  # fmt: skip
    return _entered(row, by=by)


@transaction.atomic
def pay_out(
    *,
    project: Project | None = None,
    programme: Programme | None = None,
    amount_oere: int,
    paid_on: dt.date,
    note: str = "",
    by: User | None,
) -> Disbursement:
    """A payment to a project, or of a programme to no project. More than was granted is accepted.

    Raises ValidationError for a day to come, before the start, or after the lapse.
    """
    row = Disbursement(
        project=project, programme=programme or (project.programme if project else None),
        amount_oere=amount_oere, paid_on=paid_on, note=note,
    )  # fmt: skip
    return _entered(row, by=by)


def _entered(row: Row, by: User | None) -> Row:
    _lock_place(row)
    row.entered_by = by
    write(row)
    record(Action.CREATED, row, by=by)
    return row


@transaction.atomic
def replace_row(row: Row, *, by: User | None, **facts: object) -> Row:
    """A new row of the same place with `facts` changed, which counts instead of `row`.

    Raises ValidationError where `row` has been replaced or removed, and as entering the new row would.
    """
    _lock_place(row)
    row = _still_current(row)
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if _is_kept(field)}
    new = type(row)(**{**kept, **facts}, replaces=row, entered_by=by)
    write(new)
    changed = sorted(name for name in facts if getattr(new, name) != getattr(row, name))
    record(Action.CHANGED, new, by=by, fields=changed)
    return new


@transaction.atomic
def remove_row(row: Row, *, because: str, by: User | None) -> Row:
    """`row` counts nowhere from now on and stays with the reason. Raises ValidationError without one, or where
    `row` has been replaced or removed already."""
    _lock_place(row)
    row = _still_current(row)
    if not (because := because.strip()):
        raise ValidationError({"removed_because": _("Write why, so that others understand it later.")})
    row.removed_by, row.removed_at, row.removed_because = by, timezone.now(), because
    row.clean_fields()
    models.Model.save(row, update_fields=["removed_by", "removed_at", "removed_because"])
    record(Action.ENDED, row, by=by)
    return row


@transaction.atomic
def set_lapse(project: Project, *, lapsed_on: dt.date | None, by: User | None) -> LapseDecision:
    """The last day on which money of the project can be paid out; None clears it.

    Raises ValidationError where nothing changes, for a day before the start, or where a later payment stands.
    """
    project.refresh_from_db(from_queryset=Project.objects.select_for_update())
    _may_lapse(project, lapsed_on)
    project.lapsed_on = lapsed_on
    project.full_clean()
    project.save(update_fields=["lapsed_on"])
    decision = write(LapseDecision(project=project, lapsed_on=lapsed_on, entered_by=by))
    record(Action.CHANGED, project, by=by, fields=["lapsed_on"])
    return decision


def _may_lapse(project: Project, lapsed_on: dt.date | None) -> None:
    if lapsed_on == project.lapsed_on:
        raise ValidationError({"lapsed_on": _("This is how it stands already. Choose another day.")})
    if lapsed_on is None:
        return
    if lapsed_on < project.starts_on:
        text = _("The day lies before the project's start (%(start)s). Choose a later one.")
        raise ValidationError({"lapsed_on": text % {"start": long_date(project.starts_on)}})
    later = Disbursement.objects.current().filter(project=project, paid_on__gt=lapsed_on).newest_first().first()
    if later is not None:
        text = _("There is a payment of %(day)s, after that day. Correct or remove the payment first.")
        raise ValidationError({"lapsed_on": text % {"day": long_date(later.paid_on)}})


def _lock_place(row: MoneyRow) -> None:
    """Changes to one place's money take turns; what the row says about its place is read anew under the lock."""
    if (project := getattr(row, "project", None)) is not None:
        row.project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)  # type: ignore[attr-defined]
    elif (programme := getattr(row, "programme", None)) is not None:
        Programme.objects.select_for_update().get(pk=programme.pk)


def _still_current(row: Row) -> Row:
    row = type(row)._default_manager.get(pk=row.pk)
    if not row.is_current:
        raise ValidationError(_("This has been corrected or removed already. Open the page again to see how."))
    return row


def _is_kept(field: models.Field) -> bool:
    return field.name not in {
        "id", "entered_by", "entered_at", "replaces", "removed_by", "removed_at", "removed_because",
    }  # fmt: skip
