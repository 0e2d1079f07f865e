from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from clients.focus_areas import CHALLENGES
from documents.numbers import number
from documents.tables import Note, Row, Table
from reports.figures.interventions import TypeCount
from reports.tables import parts


def citizens_by_intervention(types: tuple[TypeCount, ...]) -> Table:
    return _counts(
        "citizens_by_intervention",
        gettext("Citizens by the interventions that they received"),
        gettext("Intervention"),
        parts.count_rows((entry.key, entry.name, entry.citizens) for entry in types),
        (*_type_notes(), *(_cases(entry.name, entry.cases) for entry in types if entry.cases is not None)),
    )


def _type_notes() -> tuple[Note, ...]:
    return (
        Note(gettext("A citizen counts once under each type; the numbers can add up to more than the citizens.")),
        Note(gettext("An intervention counts from its start, unless none of its sessions so far was attended.")),
    )


def _cases(name: str, cases: int) -> Note:
    text = ngettext("%(type)s: %(count)s case.", "%(type)s: %(count)s cases.", cases)
    return Note(text % {"type": name, "count": number(cases)}, counts=(cases,))


def interventions_per_citizen(counts: Mapping[int, int], types: tuple[TypeCount, ...]) -> Table:
    labels = {
        0: gettext("No intervention registered"),
        1: gettext("One intervention"),
        2: gettext("Two interventions"),
        3: gettext("Three interventions"),
        4: gettext("Four or more interventions"),
    }
    rows = ((f"{n}+" if n == max(labels) else str(n), label, counts[n]) for n, label in labels.items())
    notes = [Note(gettext("Different types are counted, each once, however often the citizen received it."))]
    material = [entry.name for entry in types if entry.is_material_help]
    if material:
        text = gettext("Material help is not counted here: %(types)s.")
        notes.append(Note(text % {"types": ", ".join(material)}))
    return _counts(
        "interventions_per_citizen",
        gettext("Citizens by how many different interventions they received"),
        gettext("Interventions"),
        parts.count_rows(rows),
        tuple(notes),
    )


def citizens_by_challenge(counts: Mapping[str, int]) -> Table:
    return _counts(
        "citizens_by_challenge",
        gettext("Citizens by what their sessions were about"),
        gettext("Challenge"),
        parts.count_rows((key, str(label), counts.get(key, 0)) for key, label in CHALLENGES),
        (Note(gettext("Sessions that the citizen attended. A session can be about several challenges.")),),
    )


def _counts(table_id: str, title: str, row_label: str, rows: tuple[Row, ...], notes: tuple[Note, ...]) -> Table:
    return Table(
        id=table_id,
        title=title,
        source=parts.source(parts.OWN_REGISTRATIONS),
        row_label=row_label,
        columns=(parts.count_column(),),
        rows=rows,
        notes=notes,
    )
