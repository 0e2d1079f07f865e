from collections.abc import Iterable
from typing import Any

from django.db import models

from audit.models import Action, AuditEvent


def record(
    action: Action,
    subjects: models.Model | Iterable[models.Model],
    *,
    by: Any,
    clients: Iterable[int] = (),
    project_id: int | None = None,
    **detail: Any,
) -> AuditEvent:
    """Append one event about `subjects` (one row or a batch of one kind), in the caller's transaction.

    `by` is the user, or None for a command on the server. `clients` are the ids of the citizens that
    the subjects belong to; a Client, or a row with a `client_id`, names its own. `detail` holds names of
    fields and counts, never the content of a text.
    """
    rows = [subjects] if isinstance(subjects, models.Model) else list(subjects)
    first = rows[0] if rows else None
    return AuditEvent.objects.create(
        action=action,
        actor_id=by.pk if by is not None else None,
        project_id=project_id if project_id is not None else _project_id(first),
        subject_type=str(first._meta.model_name) if first is not None else detail.pop("subject_type", ""),
        subject_ids=[row.pk for row in rows],
        client_ids=sorted(set(clients) or {key for row in rows if (key := _client_id(row)) is not None}),
        detail=detail,
    )


def _project_id(row: models.Model | None) -> int | None:
    if row is None:
        return None
    return row.pk if row._meta.model_name == "project" else getattr(row, "project_id", None)


def _client_id(row: models.Model) -> int | None:
    return row.pk if row._meta.model_name == "client" else getattr(row, "client_id", None)
