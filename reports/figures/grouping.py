"""Figures of several projects at once: one question for all of them, an answer for each."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

Ids = Collection[int]
Key = TypeVar("Key")
Value = TypeVar("Value")


def for_each(ids: Ids, found: Mapping[int, Value], nothing: Value) -> dict[int, Value]:
    """What was found of each project; `nothing` for one of which there are no rows."""
    return {one: found.get(one, nothing) for one in ids}


def nested(rows: Iterable[tuple[int, Key, int]]) -> dict[int, dict[Key, int]]:
    """{project: {key: count}} of rows of (project, key, count)."""
    result: dict[int, dict[Key, int]] = {}
    for project, key, count in rows:
        result.setdefault(project, {})[key] = count
    return result


def counted(groups: models.QuerySet[Any, Any], *columns: str, sums: Collection[str] = ()) -> list[tuple[Any, ...]]:
    """(*columns, number of rows, *sums) of the rows that `groups` gives: groups of groups, which the ORM cannot say."""
    try:
        sql, parameters = groups.order_by().query.sql_with_params()
    except EmptyResultSet:  # of no projects at all
        return []
    names = ", ".join(map(connection.ops.quote_name, columns))
    numbers = ", ".join(["COUNT(*)", *(f"SUM({connection.ops.quote_name(name)})" for name in sums)])
    with connection.cursor() as cursor:
        # The columns are named by the figures, and every value stays a parameter.
        cursor.execute(f"SELECT {names}, {numbers} FROM ({sql}) AS one GROUP BY {names}", parameters)  # noqa: S608
        return list(cursor.fetchall())
