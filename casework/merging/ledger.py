"""What a merge does to rows, written down as it is done, so that it can be taken back."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max, QuerySet

from casework.merging.relations import Relation, Tie, ties
from clients.models import Client, ClientReference

BATCH = 500


class Ledger:
    """The rows of one merge, in the caller's transaction."""

    def __init__(self, kept: Client, former: Client) -> None:
        self.kept, self.former = kept, former
        self.moved: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []
        self.swapped: list[list[int]] = []

    def move(self, relation: Relation, rows: QuerySet[Any] | None = None) -> None:
        """`rows` of the former citizen (default: all of them) become the kept one's."""
        rows = relation.rows_of(self.former) if rows is None else rows
        ids = sorted(rows.values_list("pk", flat=True))
        last = QuerySet(relation.model).aggregate(last=Max("pk"))["last"] or 0
        for first in range(0, len(ids), BATCH):
            _rows(relation.model, ids[first : first + BATCH]).update(**{relation.field: self.kept})
        label = relation.model._meta.label_lower
        self.moved.append({"model": label, "field": relation.field, "ids": ids, "last": last})

    def change(self, row: models.Model, name: str, value: Any) -> None:
        """Set one field of a row, a key by its attribute's name (`source_id`)."""
        label, old = row._meta.label_lower, getattr(row, name)
        self.changes.append({"model": label, "id": row.pk, "field": name, "old": old, "new": value})
        setattr(row, name, value)
        _rows(type(row), [row.pk]).update(**{name: value})

    def swap(self, first: ClientReference, second: ClientReference) -> None:
        swap_references(first, second)
        self.swapped.append([first.pk, second.pk])


def swap_references(first: ClientReference, second: ClientReference) -> None:
    """Two citizens' references and aliases change places; a reference is unique, so one is empty for a moment."""
    words = (first.reference, first.alias)
    _rows(ClientReference, [first.pk]).update(reference="")
    _rows(ClientReference, [second.pk]).update(reference=words[0], alias=words[1])
    _rows(ClientReference, [first.pk]).update(reference=second.reference, alias=second.alias)


def going_back(moved: list[dict[str, Any]], kept: Client) -> list[dict[str, Any]]:
    """What has `moved`, with what has been added to it since: a session goes back with its intervention, a correction
    with what it corrects, a link with its consent."""
    ids = {each["model"]: set(each["ids"]) for each in moved}
    while any(_grows(ids, tie, kept) for tie in ties()):
        pass
    return [{**each, "ids": sorted(ids[each["model"]])} for each in moved]


def _grows(ids: dict[str, set[int]], tie: Tie, kept: Client) -> bool:
    """Whether the kept citizen has rows at one end of `tie` whose other end is among `ids`; they are then, too."""
    rows, others = (ids.setdefault(each.model._meta.label_lower, set()) for each in (tie.row, tie.other))
    before = len(rows) + len(others)
    tied = tie.row.rows_of(kept).filter(**{f"{tie.name}__in": others})
    rows.update(tied.values_list("pk", flat=True))
    pointing = _rows(tie.row.model, sorted(rows)).exclude(**{tie.name: None})
    others.update(tie.other.rows_of(kept).filter(pk__in=pointing.values(tie.name)).values_list("pk", flat=True))
    return len(rows) + len(others) > before


def move_back(moved: list[dict[str, Any]], kept: Client, former: Client) -> None:
    """The rows that are still there and still the kept citizen's."""
    for each in moved:
        model, ids = apps.get_model(each["model"]), each["ids"]
        for first in range(0, len(ids), BATCH):
            rows = _rows(model, ids[first : first + BATCH]).filter(**{each["field"]: kept})
            rows.update(**{each["field"]: former})


def restorable(change: dict[str, Any]) -> tuple[models.Model, str, Any] | None:
    """The row, the field and what it was; None where the row is gone or was changed again since the merge."""
    row = _rows(apps.get_model(change["model"]), [change["id"]]).first()
    if row is None:
        return None
    field = next(each for each in row._meta.concrete_fields if each.attname == change["field"])
    if getattr(row, field.attname) != field.to_python(change["new"]):
        return None
    return row, field.attname, field.to_python(change["old"])


def put_value(row: models.Model, name: str, value: Any) -> None:
    _rows(type(row), [row.pk]).update(**{name: value})


def added_since(moved: list[dict[str, Any]], kept: Client) -> dict[str, int]:
    """How many rows of each kind the kept citizen has got since the merge and would keep, by the model's name."""
    counts: dict[str, int] = {}
    for each in going_back(moved, kept):
        model = apps.get_model(each["model"])
        added: QuerySet[Any] = QuerySet(model).filter(**{each["field"]: kept}, pk__gt=each["last"])
        count = added.exclude(pk__in=each["ids"]).count()
        if count:
            name = str(model._meta.model_name)
            counts[name] = counts.get(name, 0) + count
    return counts


def _rows(model: type[models.Model], ids: list[int]) -> QuerySet[Any]:
    return QuerySet(model).filter(pk__in=ids)
