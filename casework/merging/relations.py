"""Every field, in every room, that says which citizen a row belongs to."""

from typing import Any, NamedTuple

from django.db import models
from django.db.models import QuerySet

from clients.models import Client


class Relation(NamedTuple):
    """A field of `model` that points to a citizen."""

    model: type[models.Model]
    field: str

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    def rows_of(self, client: Client) -> QuerySet[Any]:
        """All of them, past the managers that hide some."""
        return QuerySet(self.model).filter(**{self.field: client})

    def is_limited(self) -> bool:
        """Whether the table allows only so many rows of one citizen, so that the rows of two may not fit together."""
        meta = self.model._meta
        unique = [each.fields for each in meta.constraints if isinstance(each, models.UniqueConstraint)]
        is_unique = getattr(meta.get_field(self.field), "unique", False)
        return is_unique or any(self.field in names for names in [*unique, *meta.unique_together])


class Tie(NamedTuple):
    """A key of one row of a citizen's to another one: the two belong to the same citizen, always."""

    row: Relation
    name: str
    other: Relation


def ties() -> list[Tie]:
    relations = {relation.model: relation for relation in citizen_relations()}
    keys = [(each, field) for each in relations.values() for field in each.model._meta.concrete_fields]
    return [
        Tie(row, field.name, relations[field.related_model]) for row, field in keys if field.related_model in relations
    ]


def citizen_relations() -> list[Relation]:
    """In a fixed order. A relation that is not a plain key raises TypeError: nobody has said how it would move."""
    found = []
    for relation in Client._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        if relation.many_to_many:
            raise TypeError(f"{relation} moves with no merge yet.")
        found.append(Relation(relation.related_model, relation.field.name))  # type: ignore[union-attr,arg-type]
    return sorted(found, key=lambda each: each.key)
