"""How far an import has come, told while it works."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

EVERY = 1000

# What is being done, how many rows are done, and of how many: None where nobody knows before the end.
Progress = Callable[[str, int, int | None], None]
Row = TypeVar("Row")


def silent(what: str, done: int, total: int | None) -> None:
    """For whoever waits for the result alone."""


def told(rows: Iterable[Row], what: str, progress: Progress, total: int | None = None) -> Iterator[Row]:
    """`rows` themselves; `progress` hears of the first one, of every thousandth and of the end."""
    done = 0
    for row in rows:
        if done % EVERY == 0:
            progress(what, done, total)
        yield row
        done += 1
    progress(what, done, done)
