"""Stable keys and one order for what a project names itself, alike on every database."""

from collections.abc import Iterable

from django.utils.text import slugify

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
LAST_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})  # after z, in this order


def danish_order(name: str) -> tuple[str, str]:
    """A sort key: small and capital letters alike, æ, ø and å (also written aa) after z."""
    return name.casefold().replace("aa", "å").translate(LAST_LETTERS), name


def slug(name: str) -> str:
    return slugify(name.translate(LETTERS)) or "unnamed"


def unique_keys(wanted: Iterable[tuple[int, str]], reserved: Iterable[str] = ()) -> dict[int, str]:
    """A key for each (id, wanted key): the wanted one, where it is taken followed by -2, -3, …

    The oldest row keeps the plain key, so a new row never changes another's.
    """
    taken = set(reserved)
    keys: dict[int, str] = {}
    for row_id, base in sorted(wanted):
        key, number = base, 1
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key)
        keys[row_id] = key
    return keys
