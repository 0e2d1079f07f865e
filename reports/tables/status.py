from django.utils.translation import gettext, ngettext

from documents.numbers import number
from documents.tables import Note, Table, count_cell
from reports.figures.status import (
    COURSE_ENDED,
    IN_COURSE_EXIT,
    IN_COURSE_IMPROVE,
    ORIENTATION,
    REFERRED_ON,
    SUPPORT,
    Standing,
)
from reports.tables import parts


def status(standing: Standing, *, is_of_several: bool, notes: tuple[Note, ...] = ()) -> Table:
    """Every registered citizen in exactly one row; `is_of_several` where the numbers are sums over projects."""
    rows = ((key, label, standing.counts.get(key, 0)) for key, label in _labels().items())
    return Table(
        id="status",
        title=gettext("Citizens by the kind of course that they are in"),
        source=parts.source(parts.REGISTRATIONS_OF_SEVERAL if is_of_several else parts.OWN_REGISTRATIONS),
        row_label=gettext("Kind of course"),
        columns=(parts.count_column(),),
        rows=parts.count_rows(rows),
        total={"count": count_cell(standing.registered)},
        notes=(*_moves(standing), *_rules(), *([_sum_note()] if is_of_several else []), *notes),
    )


def _labels() -> dict[str, str]:
    return {
        IN_COURSE_EXIT: gettext("In a CTI course towards leaving prostitution"),
        IN_COURSE_IMPROVE: gettext("In a CTI course towards a better life situation"),
        COURSE_ENDED: gettext("CTI course ended"),
        ORIENTATION: gettext("In orientation towards a course"),
        REFERRED_ON: gettext("Referred to other offers"),
        SUPPORT: gettext("Acute support or counselling (ended ones too)"),
    }


def _moves(standing: Standing) -> tuple[Note, ...]:
    left = ngettext(
        "%(count)s of them is no longer enrolled.", "%(count)s of them are no longer enrolled.", standing.left
    )
    came_back = ngettext("%(count)s has come back.", "%(count)s have come back.", standing.came_back)
    return (
        Note(left % {"count": number(standing.left)}, counts=(standing.left,)),
        Note(came_back % {"count": number(standing.came_back)}, counts=(standing.came_back,)),
    )


def _rules() -> tuple[Note, ...]:
    return (Note(gettext("Each citizen counts once, in the first row that fits. The numbers are those of one day.")),)


def _sum_note() -> Note:
    return Note(parts.not_unique_persons())
