"""Python's collector of reference cycles, told to look more seldom while hundreds of thousands of rows are made.

It looks through everything that lives after every 700 new objects, and rows in the making hold no cycles: that was
a fifth of an import's time. The setting is the whole process's, so it is counted and goes back to what it was.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

USUAL = gc.get_threshold()
RARE = (100_000, 20, 20)
_lock = threading.Lock()
_at_work = 0


@contextmanager
def rare_collections() -> Iterator[None]:
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(step: int) -> None:
    global _at_work
    with _lock:
        _at_work += step
        gc.set_threshold(*(RARE if _at_work else USUAL))
