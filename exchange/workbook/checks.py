"""Rows made from cells, and the rules that need more than one row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from documents.numbers import long_date
from exchange.workbook.cells import CellError
from exchange.workbook.contents import SheetReader
from exchange.workbook.issues import Issue
from exchange.workbook.layout import ANSWERS, CITIZENS, COURSES, ID, INTERVENTIONS, REFERENCE, Sheet
from exchange.workbook.progress import Progress, silent, told
from exchange.workbook.reading import RawWorkbook
from exchange.workbook.rows import AnswerRow, CitizenRow, CourseRow, InterventionRow

Span = tuple[dt.date, dt.date | None]


@dataclass
class TypedRows:
    """Only the rows without an error of their own; `errors` tells of the others."""

    citizens: list[CitizenRow] = field(default_factory=list)
    interventions: list[InterventionRow] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)
    courses: list[CourseRow] = field(default_factory=list)
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def of(self, sheet: str) -> list[Any]:
        lists: dict[str, list[Any]] = {
            CITIZENS: self.citizens,
            INTERVENTIONS: self.interventions,
            ANSWERS: self.answers,
            COURSES: self.courses,
        }
        return lists[sheet]


def typed_rows(raw: RawWorkbook, *, progress: Progress = silent) -> TypedRows:
    """Every row of the workbook read and checked, with every error and warning that it gives by itself."""
    typed = TypedRows()
    first_rows: dict[str, int] = {}
    has_ids = any(read.sheet.name == CITIZENS and REFERENCE in read.columns for read in raw.sheets)
    for read in sorted(raw.sheets, key=lambda read: read.sheet.name != CITIZENS):
        cells = SheetReader(read)
        place = read.columns.index(REFERENCE) if has_ids and REFERENCE in read.columns else None
        what = _("Checking the sheet %(name)s") % {"name": read.sheet.name}
        for number, contents in told(read.rows, what, progress, len(read.rows)):
            values, errors = cells.values(number, contents)
            if place is not None and not isinstance(values[place], CellError):
                errors += _wrong_reference(read.sheet, number, values[place], first_rows)
            if not errors and read.is_complete:
                row = read.sheet.row_type(number, *values)
                errors = [Issue(read.sheet.name, number, heading, message) for heading, message in row.problems()]
                typed.of(read.sheet.name).extend([] if errors else [row])
            typed.errors += errors
    typed.errors += _courses_of_one_day(typed.courses)
    typed.warnings += [*_identical(typed.interventions), *_unexplained_ends(typed.courses)]
    return typed


def _wrong_reference(sheet: Sheet, number: int, reference: str, first_rows: dict[str, int]) -> list[Issue]:
    """A Borger-ID stands once on `Borgere`, and on the other sheets only if it stands there."""
    if sheet.name != CITIZENS:
        if reference in first_rows:
            return []
        message = _("The Borger-ID is not on the sheet Borgere. Add the citizen there, or correct the id.")
        return [Issue(sheet.name, number, ID, message)]
    first = first_rows.setdefault(reference, number)
    if first == number:
        return []
    message = _("The Borger-ID is in row %(first)s and in row %(second)s. Correct one of them.")
    return [Issue(sheet.name, number, ID, message % {"first": first, "second": number})]


def _courses_of_one_day(courses: Iterable[CourseRow]) -> Iterator[Issue]:
    """The day a course begins is its key, so two courses of one citizen can't share it."""
    first_rows: dict[tuple[str, dt.date], int] = {}
    for course in courses:
        first = first_rows.setdefault((course.reference, course.begins_on), course.row)
        if first != course.row:
            message = _("Two courses of one citizen begin on the same day: rows %(first)s and %(second)s. Correct one.")
            column = "Kontaktstart" if course.contact_starts_on else "Start"
            yield Issue(COURSES, course.row, column, message % {"first": first, "second": course.row})


def _identical(interventions: Iterable[InterventionRow]) -> Iterator[Issue]:
    first_rows: dict[tuple[Any, ...], int] = {}
    for row in interventions:
        content = (row.reference, row.type, row.provider, row.starts_on, row.ends_on)
        first = first_rows.setdefault(content, row.row)
        if first != row.row:
            message = _("The row is identical with row %(first)s. Both count as an intervention of their own.")
            yield Issue(INTERVENTIONS, row.row, "Indsats", message % {"first": first})


def _unexplained_ends(courses: Iterable[CourseRow]) -> Iterator[Issue]:
    for course in courses:
        if course.ends_on is not None and not course.end_reason:
            message = _("The course has ended, but the reason is empty. Fill it in if it is known.")
            yield Issue(COURSES, course.row, "Afslutningsårsag", message)


def outside_enrolment(typed: TypedRows, other_spans: dict[str, list[Span]]) -> Iterator[Issue]:
    """A warning for each row dated outside its citizen's enrolments: those of the file and `other_spans`."""
    spans: dict[str, list[Span]] = defaultdict(list, {key: list(value) for key, value in other_spans.items()})
    for citizen in typed.citizens:
        spans[citizen.reference].append((citizen.starts_on, citizen.ends_on))
    for sheet in (INTERVENTIONS, ANSWERS, COURSES):
        for row in typed.of(sheet):
            own = spans[row.reference]
            for heading, day in row.dates().items():
                if own and day is not None and not any(_holds(span, day) for span in own):
                    message = _("%(day)s lies outside the citizen's enrolment. The row counts by its own date.")
                    yield Issue(sheet, row.row, heading, message % {"day": long_date(day)})
                    break


def _holds(span: Span, day: dt.date) -> bool:
    start, end = span
    return start <= day and (end is None or day <= end)
