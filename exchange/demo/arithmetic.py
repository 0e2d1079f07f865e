"""Whole numbers that add up: how rows are found that give a printed mean. No chance is involved."""

from collections.abc import Sequence
from itertools import count
from math import gcd
from typing import TypeVar

Item = TypeVar("Item")
ITEMS, HIGHEST = 5, 5


def settle(values: Sequence[int], total: int, bounds: Sequence[tuple[int, int]]) -> list[int]:
    """`values` moved by ones, in turn, until they add up to `total`, each within its own bounds.

    Raises ValueError where the bounds leave no room for that total.
    """
    settled = list(values)
    if not sum(low for low, _ in bounds) <= total <= sum(high for _, high in bounds):
        raise ValueError(f"{len(settled)} values within their bounds cannot add up to {total}.")
    missing = total - sum(settled)
    step = 1 if missing > 0 else -1
    while missing:
        for position, (low, high) in enumerate(bounds):
            if missing and low <= settled[position] + step <= high:
                settled[position] += step
                missing -= step
    return settled


def scattered(items: Sequence[Item], turn: int) -> list[Item]:
    """The same items in a fixed order that parts neighbours; another `turn` gives another order."""
    length = len(items)
    stride = next(
        stride for stride in count(length * (13 + 6 * turn) // 61 + 1) if gcd(stride, length) == 1 or not items
    )
    return [items[(position * stride + turn) % length] for position in range(length)]


def evenly(low: int, high: int, number: int) -> list[int]:
    """`number` whole values from `low` to `high`, evenly apart."""
    return [low + (high - low) * position // max(number - 1, 1) for position in range(number)]


def who5_items(raw: int, turn: int) -> tuple[int, ...]:
    """Five items 0–5 that add up to `raw` (0–25), a little uneven as people's answers are."""
    items = [(raw + place) // ITEMS for place in range(ITEMS)]
    items = items[turn % ITEMS :] + items[: turn % ITEMS]
    giver, taker = turn % ITEMS, (turn * 2 + 1) % ITEMS
    if giver != taker and items[giver] > 0 and items[taker] < HIGHEST:
        items[giver], items[taker] = items[giver] - 1, items[taker] + 1
    return tuple(items)
