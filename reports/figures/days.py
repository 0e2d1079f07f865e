from typing import Any

from django.db.models import Func, IntegerField


class Days(Func):
    """Whole days from the second date to the first; the same integer on PostgreSQL and SQLite."""

    arity = 2
    arg_joiner = " - "
    template = "(%(expressions)s)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        later, earlier = (compiler.compile(side) for side in self.source_expressions)
        sql = f"CAST(julianday({later[0]}) - julianday({earlier[0]}) AS INTEGER)"
        return sql, (*later[1], *earlier[1])
