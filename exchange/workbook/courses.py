"""`CTI-forløb` against what is stored: keyed by citizen and contact start, else start."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from clients.models import Client
from cti.models import Course, CourseGoal, Phase, PhaseFocus, PlannedActivity
from cti.services import phase_days
from documents.numbers import long_date
from exchange.workbook.changes import Changes
from exchange.workbook.citizens import StoredCitizens
from exchange.workbook.issues import Issue
from exchange.workbook.layout import COURSES
from exchange.workbook.rows import CourseRow

HEADINGS = {"starts_on": "Start", "ends_on": "Slut", "end_reason": "Afslutningsårsag"}


@dataclass
class StoredCourses:
    """`goals` holds each course's first goal, `planned` the courses whose phases hold a plan."""

    citizens: StoredCitizens
    rows: dict[tuple[int | None, dt.date], Course]
    goals: dict[int, CourseGoal]
    phases: dict[int, dict[int, Phase]]
    planned: set[int]
    days: dict[dt.date, list[tuple[dt.date, dt.date]]] = field(default_factory=dict)

    def phase_days(self, start: dt.date) -> list[tuple[dt.date, dt.date]]:
        """The phases' days of a course from `start`, reckoned once for all courses of that day."""
        if start not in self.days:
            self.days[start] = phase_days(start, self.citizens.project.rules)
        return self.days[start]


def stored_courses(citizens: StoredCitizens) -> StoredCourses:
    imported = Course.objects.filter(project=citizens.project, is_imported=True)
    goals: dict[int, CourseGoal] = {}
    for goal in CourseGoal.objects.filter(course__in=imported).order_by("since", "pk"):
        goals.setdefault(goal.course_id, goal)
    phases: dict[int, dict[int, Phase]] = defaultdict(dict)
    for phase in Phase.objects.filter(course__in=imported):
        phases[phase.course_id][phase.number] = phase
    in_phase = {"phase__course": OuterRef("pk")}
    plans = Q(Exists(PhaseFocus.objects.filter(**in_phase))) | Q(Exists(PlannedActivity.objects.filter(**in_phase)))
    return StoredCourses(
        citizens=citizens,
        rows={(course.client_id, course.begins_on): course for course in imported},
        goals=goals,
        phases=phases,
        planned=set(imported.filter(plans).values_list("pk", flat=True)),
    )


def compare_courses(
    rows: Iterable[CourseRow], clients: dict[str, Client], stored: StoredCourses, changes: Changes
) -> None:
    for row in rows:
        client = clients[row.reference]
        course = stored.rows.pop((client.pk, row.begins_on), None) if client.pk else None
        if course is None:
            _create(row, client, stored, changes)
            changes.created_count["courses"] += 1
        else:
            changes.updated_count["courses"] += _update(course, row, stored, changes)
    _list_gone(stored, changes)


def _create(row: CourseRow, client: Client, stored: StoredCourses, changes: Changes) -> None:
    course = Course(
        project=stored.citizens.project, client=client, contact_starts_on=row.contact_starts_on,
        starts_on=row.starts_on, ends_on=row.ends_on, end_reason=row.end_reason, is_imported=True,
    )  # fmt: skip
    changes.create(course, CourseGoal(course=course, goal=row.goal, since=row.begins_on))
    _set_phases(course, {}, stored, changes)


def _update(course: Course, row: CourseRow, stored: StoredCourses, changes: Changes) -> bool:
    if row.starts_on is None and course.pk in stored.planned:
        message = _("The course has started and its phases hold a plan. Fill in the start again.")
        changes.errors.append(Issue(COURSES, row.row, "Start", message))
        return False
    former = changes.set(
        course, contact_starts_on=row.contact_starts_on, starts_on=row.starts_on, ends_on=row.ends_on,
        end_reason=row.end_reason,
    )  # fmt: skip
    changes.warn_emptied(COURSES, row.row, former, course, HEADINGS)
    if "starts_on" in former:
        _set_phases(course, stored.phases[course.pk], stored, changes)
    has_new_goal = bool(changes.set(stored.goals[course.pk], goal=row.goal))
    return bool(former) or has_new_goal


def _set_phases(course: Course, present: dict[int, Phase], stored: StoredCourses, changes: Changes) -> None:
    """The phases reckoned from the course's start: those that are there are moved, with the plans they hold."""
    days = stored.phase_days(course.starts_on) if course.starts_on else []
    for number, (first, last) in enumerate(days, start=1):
        if number in present:
            changes.set(present[number], starts_on=first, ends_on=last)
        else:
            changes.create(Phase(course=course, number=number, starts_on=first, ends_on=last))
    changes.removed += [phase for number, phase in present.items() if number > len(days)]


def _list_gone(stored: StoredCourses, changes: Changes) -> None:
    names = stored.citizens.references()
    message = _("A row is no longer in the file; it stays stored: id “%(id)s”, course from %(day)s.")
    for course in stored.rows.values():
        words = {"id": names.get(course.client_id, "–"), "day": long_date(course.begins_on)}
        changes.list_gone(course.client_id, Issue(COURSES, None, "Start", message % words))
