"""What a list is that leaves the screen as a file: plain rows under headings, without sums, notes or definitions."""

import datetime as dt
from dataclasses import dataclass

Value = str | int | dt.date | None


@dataclass(frozen=True)
class Listing:
    """`title` names the sheet and the file's properties; every row has a value for each of the `columns`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    as_of: dt.date
