"""What several tables have in common: shares with their total, and the notes about unknowns and rounding."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, pgettext

from documents.tables import Cell, Column, Note, Row, count_cell, number_cell, percent

OWN_REGISTRATIONS = "own_registrations"
WELLBEING_ANSWERS = "wellbeing_answers"
REGISTRATIONS_OF_SEVERAL = "registrations_of_several"
MONEY = "money"


def source(which: str) -> str:
    """What stands after "Kilde:"."""
    sources = {
        REGISTRATIONS_OF_SEVERAL: gettext("The projects' own registrations"),
        OWN_REGISTRATIONS: gettext("The project's own registrations"),
        WELLBEING_ANSWERS: gettext("The project's WHO-5 answers"),
        MONEY: gettext("The grants and payments entered"),
    }
    return sources[which]


def not_unique_persons() -> str:
    """What a number over several projects is not (figures.md, "Population and dates")."""
    return gettext(
        "A citizen who moves to another project is a new citizen there. Added up over projects, the numbers are "
        "therefore not numbers of different persons."
    )


def count_column() -> Column:
    return Column("count", pgettext("table column", "Number"))


def share_columns() -> tuple[Column, ...]:
    return Column("percent", pgettext("table column", "Share (per cent)")), count_column()


def share_rows(counts: Iterable[tuple[str, str, int]]) -> tuple[Row, ...]:
    """Rows of (key, label, count) with each one's share of all of them: of those whose answer is known."""
    known = list(counts)
    base = sum(count for _key, _label, count in known)
    return tuple(Row(key, label, share_cells(count, base)) for key, label, count in known)


def share_cells(count: int, base: int) -> Mapping[str, Cell]:
    return {"percent": number_cell(percent(count, base)), "count": count_cell(count)}


def share_total(rows: Iterable[Row]) -> Mapping[str, Cell]:
    base = sum(int(row.cells["count"].value or 0) for row in rows)
    return share_cells(base, base)


def count_rows(counts: Iterable[tuple[str, str, int]]) -> tuple[Row, ...]:
    return tuple(Row(key, label, {"count": count_cell(count)}) for key, label, count in counts)


def rounding_notes(total: Mapping[str, Cell]) -> tuple[Note, ...]:
    """Why the shares can add up to 99 or 101 (source 002, footnote 6); nothing to say of an empty table."""
    if not total["count"].value:
        return ()
    return (Note(gettext("The shares do not always add up to 100, because they are rounded.")),)


def unknown_notes(unknown: int, sentence: str) -> tuple[Note, ...]:
    """`sentence` tells the count of those without an answer; there is none to tell where everyone has one."""
    return (Note(sentence, counts=(unknown,)),) if unknown else ()
