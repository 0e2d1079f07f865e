"""What many tests begin with: built once by the services, then put back as it was, by an insert per table.

Services check every row they write, some hundred queries for a cast. Whether its rows were built or put back, a test
begins with the same rows under the same keys, and with objects of its own.
"""

import copy
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import get_language

Tables = dict[type[Model], dict[Any, Model]]  # each row by its primary key


class Made(NamedTuple):
    known: dict[str, Any]
    result: Any
    rows: Tables


class Memory:
    """Of one process and its test database."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Made] = {}

    def recall(self, key: Hashable, build: Callable[[], Any], known: Mapping[str, Any] | None = None) -> Any:
        """What `build` returns, with its rows in the database; it adds rows and changes none.

        `key` names the rows that the new ones refer to; the day and the language count besides. `known` are the
        caller's objects that `build` works with: where the result refers to one of them, it is theirs, not a copy.
        """
        key, known = (key, localdate(), get_language()), dict(known or {})
        if key in self._made:
            made = self._made[key]
            put_back(made.rows)
            return copy.deepcopy(made.result, {id(made.known[name]): thing for name, thing in known.items()})
        before, result = stored(), build()
        rows = added(before, stored())
        self._made[key] = Made(*copy.deepcopy((known, result)), rows)
        return result


def unguarded(model: type[Model]) -> QuerySet[Model]:
    """The table's rows, past the managers that hide or guard some."""
    return QuerySet(model)


def stored() -> Tables:
    """All that the database holds."""
    return {model: {row.pk: row for row in unguarded(model).order_by("pk")} for model in models()}


def models() -> Iterator[type[Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)


def added(before: Tables, after: Tables) -> Tables:
    for model, rows in before.items():
        for pk, row in rows.items():
            found = after[model].get(pk)
            assert found, f"{row!r} was deleted, which is not remembered"
            assert values(found) == values(row), f"{row!r} was changed, which is not remembered"
    return {model: {pk: row for pk, row in rows.items() if pk not in before[model]} for model, rows in after.items()}


def values(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def put_back(tables: Tables) -> None:
    """Foreign keys are checked at the end of the transaction, so the tables come in any order."""
    with transaction.atomic():
        for model, rows in tables.items():
            if rows:
                unguarded(model).bulk_create(copy.deepcopy(list(rows.values())))
