"""Many new rows of one table in few statements: Django's `bulk_create` prepares every value by itself, which for a
large workbook costs more than everything else together. Here each column prepares each distinct value once."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

BATCH = 1000
Column = list[Any]


def insert(model: type[models.Model], rows: Sequence[Any]) -> Iterator[int]:
    """Store new `rows` of `model` and give them their keys, as `bulk_create` does; yields the size of each batch that
    is written, and must be followed to its end in the caller's transaction.

    Neither `save()` nor validation runs: the rows are made of values that were checked when they were read.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = [_column(field, rows) for field in fields]
    size = min(BATCH, connection.ops.bulk_batch_size(fields, rows) if rows else BATCH)
    with connection.cursor() as cursor:
        for first in range(0, len(rows), size):
            batch = rows[first : first + size]
            values = [column[first : first + size] for column in columns]
            cursor.execute(_statement(model, fields, len(batch)), list(_row_by_row(values)))
            for row, (key,) in zip(batch, cursor.fetchall(), strict=True):
                row.pk = key
                row._state.adding, row._state.db = False, connection.alias
            yield len(batch)


def _statement(model: type[models.Model], fields: Sequence[models.Field], count: int) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    # The names are those of our own tables and columns; every value is a parameter.
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([row] * count)} "  # noqa: S608
        f"RETURNING {quote(str(model._meta.pk.column))}"
    )


def _row_by_row(columns: Sequence[Column]) -> Iterator[Any]:
    for row in zip(*columns, strict=True):
        yield from row


def _column(field: models.Field, rows: Sequence[Any]) -> Column:
    if isinstance(field, models.ForeignKey):
        return [_key(field, row) for row in rows]
    prepared = _Prepared(field)
    return [prepared[value] for value in map(attrgetter(field.attname), rows)]


def _key(field: Any, row: Any) -> Any:
    """The key of what the row points to, which may have been stored after the row was made."""
    known = row.__dict__[field.attname]
    if known is not None or not field.is_cached(row):
        return known
    pointed = field.get_cached_value(row)
    row.__dict__[field.attname] = key = pointed and pointed.pk
    return key


class _Prepared(dict[Any, Any]):
    """What the database takes for each value of one column."""

    def __init__(self, field: models.Field) -> None:
        super().__init__()
        self.field = field

    def __missing__(self, value: Any) -> Any:
        self[value] = made = self.field.get_db_prep_save(value, connection)
        return made
