from collections.abc import Sequence

from django.utils.translation import gettext, ngettext, pgettext

from clients.models import Gender
from documents.numbers import number
from documents.tables import Cell, Column, Note, Row, Table, count_cell, number_cell
from reports.figures.population import Ages, Genders, Participation
from reports.tables import parts

OLDEST = 200
AGE_BANDS = {"18-25": (0, 25), "26-30": (26, 30), "31-35": (31, 35), "36-45": (36, 45), "46+": (46, OLDEST)}


def citizen_facts(
    participation: Participation, ages: Ages, *, heading: str, is_decentral: bool, notes: tuple[Note, ...] = ()
) -> Table:
    """`heading` is the project's name: the facts of one project are one column, as in source 002, Table 1."""
    return _facts_of([("value", heading, participation, ages)], (*_fact_notes(is_decentral), *notes))


def citizen_facts_side_by_side(
    projects: Sequence[tuple[str, str, Participation, Ages]], *, is_decentral: bool, notes: tuple[Note, ...] = ()
) -> Table:
    """A column for each project, of (code, name, participation, ages); `is_decentral` where one of them is."""
    about_sums = (Note(parts.not_unique_persons()),) if len(projects) > 1 else ()
    return _facts_of(projects, (*_fact_notes(is_decentral), *about_sums, *notes))


def _facts_of(projects: Sequence[tuple[str, str, Participation, Ages]], notes: tuple[Note, ...]) -> Table:
    columns = [_facts(participation, ages) for _key, _heading, participation, ages in projects]
    keys = [key for key, *_rest in projects]
    return Table(
        id="citizen_facts",
        title=gettext("Facts about the citizens"),
        source=parts.source(parts.REGISTRATIONS_OF_SEVERAL if len(projects) > 1 else parts.OWN_REGISTRATIONS),
        columns=tuple(Column(key, heading) for key, heading, _participation, _ages in projects),
        rows=tuple(
            Row(facts[0][0], facts[0][1], {key: fact[2] for key, fact in zip(keys, facts, strict=True)})
            for facts in zip(*columns, strict=True)
        ),
        notes=notes,
        count_columns=tuple(keys),
    )


def _facts(participation: Participation, ages: Ages) -> list[tuple[str, str, Cell]]:
    months = number_cell(participation.mean_months, 1, pgettext("after a number", "months"))
    years = number_cell(ages.mean, 0, pgettext("after a number", "years"))
    under_one_day = count_cell(participation.under_one_day)
    return [
        ("registered", gettext("Citizens registered in the project"), count_cell(participation.registered)),
        ("mean_participation_months", gettext("Mean participation"), months),
        ("under_one_day", gettext("Citizens who took part for less than a day"), under_one_day),
        ("mean_age_years", gettext("Mean age"), years),
    ]  # fmt: skip


def _fact_notes(is_decentral: bool) -> list[Note]:
    notes = [
        gettext("Citizens who took part for less than a day are left out of the mean participation."),
        gettext("The mean age is that of the citizens whose age is registered, when they were first enrolled."),
    ]
    if is_decentral:
        codes = gettext(
            "Each organisation registers its own citizens. The number therefore counts codes; "
            "a citizen known to two organisations can have two."
        )
        notes.insert(0, codes)
    return [Note(text) for text in notes]


def age_distribution(ages: Ages) -> Table:
    counts = ((key, age_label(key), ages.between(*band)) for key, band in AGE_BANDS.items())
    sentence = ngettext(
        "%(count)s citizen has no registered age.", "%(count)s citizens have no registered age.", ages.unknown
    ) % {"count": number(ages.unknown)}
    return _distribution(
        "age_distribution", gettext("Age distribution"), gettext("Age group"),
        parts.share_rows(counts), ages.unknown, sentence,
    )  # fmt: skip


def age_label(key: str) -> str:
    if key.endswith("+"):
        return gettext("Over %(age)s years") % {"age": int(key[:-1]) - 1}
    return gettext("%(band)s years") % {"band": key}


def gender_distribution(genders: Genders) -> Table:
    counts = ((gender.value, str(gender.label), genders.counts.get(gender.value, 0)) for gender in Gender)
    sentence = ngettext(
        "%(count)s citizen has no registered gender.", "%(count)s citizens have no registered gender.", genders.unknown
    ) % {"count": number(genders.unknown)}
    return _distribution(
        "gender_distribution", gettext("Gender distribution"), gettext("Gender"),
        parts.share_rows(counts), genders.unknown, sentence,
    )  # fmt: skip


def _distribution(
    table_id: str, title: str, row_label: str, rows: tuple[Row, ...], unknown: int, sentence: str
) -> Table:
    total = parts.share_total(rows)
    return Table(
        id=table_id,
        title=title,
        source=parts.source(parts.OWN_REGISTRATIONS),
        row_label=row_label,
        columns=parts.share_columns(),
        rows=rows,
        notes=(*parts.unknown_notes(unknown, sentence), *parts.rounding_notes(total)),
        total=total,
        unknown=unknown,
    )
