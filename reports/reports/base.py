"""What every report is: tables about a project or a programme, as of a day, for an audience."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from documents.tables import Note, Table
from reports import disclosure
from reports.reports.subjects import Subject

Audience = Literal["internal", "public"]


@dataclass(frozen=True)
class Report:
    """`as_of` is the day used, `asked_for` the day wanted; `notes` say why they differ."""

    kind: ClassVar[str]

    about: Subject
    as_of: dt.date
    asked_for: dt.date
    audience: Audience
    notes: tuple[Note, ...]
    tables: tuple[Table, ...]

    def table(self, table_id: str) -> Table:
        """Raises KeyError for an id that the report does not have."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def as_json(self) -> dict[str, Any]:
        """The object of figures.md, "Report JSON"."""
        return {
            "report": self.kind,
            self.about.kind: self.about.as_json(),
            "as_of": self.as_of.isoformat(),
            "audience": self.audience,
            "tables": tables_json(self.tables, self.audience),
        }


def tables_json(tables: Iterable[Table], audience: Audience) -> list[dict[str, Any]]:
    as_json = disclosure.public_json if audience == "public" else Table.as_json
    return [as_json(table) for table in tables]


def known_audience(audience: str) -> Audience:
    """Raises ValueError for an audience that nobody has heard of."""
    for known in get_args(Audience):
        if audience == known:
            return known
    raise ValueError(f"The audience is {audience!r}; use internal or public.")


def for_audience(tables: tuple[Table, ...], audience: Audience) -> tuple[Table, ...]:
    if audience == "internal":
        return tables
    return tuple(disclosure.for_the_public(table) for table in tables)
