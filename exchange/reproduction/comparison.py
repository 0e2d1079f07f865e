"""What is printed and what is ours, number by number: the same object for the page and for the document."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exchange.reproduction.published import Exhibit, Printed, Published, Words, published

FILE = Path(__file__).with_name("compared.json")


@dataclass(frozen=True)
class Pair:
    label: Words
    printed: str
    ours: str

    @property
    def is_same(self) -> bool:
        return self.printed == self.ours


@dataclass(frozen=True)
class ComparedExhibit:
    exhibit: Exhibit
    pairs: tuple[Pair, ...]

    @property
    def differing(self) -> int:
        return sum(not pair.is_same for pair in self.pairs)


@dataclass(frozen=True)
class ComparedPart:
    title: Words
    exhibits: tuple[ComparedExhibit, ...]


@dataclass(frozen=True)
class Comparison:
    parts: tuple[ComparedPart, ...]

    @property
    def exhibits(self) -> list[ComparedExhibit]:
        return [exhibit for part in self.parts for exhibit in part.exhibits]

    @property
    def numbers(self) -> int:
        return sum(len(one.pairs) for one in self.exhibits)

    @property
    def differing(self) -> int:
        return sum(one.differing for one in self.exhibits)

    @property
    def contradictions(self) -> int:
        return sum(len(one.exhibit.contradictions) for one in self.exhibits)


def compare(publication: Published, ours: Mapping[str, list[str]]) -> Comparison:
    """Raises ValueError where `ours` has another number of numbers than an exhibit prints."""
    return Comparison(
        tuple(
            ComparedPart(
                part.title,
                tuple(ComparedExhibit(one, _pairs(one.numbers, ours.get(one.id, []))) for one in part.exhibits),
            )
            for part in publication.parts
        )
    )


def _pairs(numbers: Iterable[Printed], ours: Iterable[str]) -> tuple[Pair, ...]:
    return tuple(Pair(one.label, one.printed, own) for one, own in zip(numbers, ours, strict=True))


@cache
def comparison() -> Comparison:
    """As compared.json says: `manage.py reproduce` writes it, and a test finds it stale."""
    return compare(published(), json.loads(FILE.read_text()))
