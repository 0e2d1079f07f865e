import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import ACTIVITY, check_no_text, check_not_anonymous
from clients.models import Client
from clients.services import not_in_the_future
from cti.models import Course, CourseGoal, Phase, PhaseFocus, PlannedActivity
from documents.numbers import long_date
from projects.models import Organisation, Programme


def phase_days(start: dt.date, rules: Programme) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each phase. Every boundary is reckoned from `start` itself and clamped to its
    month's last day, never chained (31 August + 4 months is 31 December, + 8 months 30 April)."""
    months = rules.months_per_phase
    starts = [start + relativedelta(months=months * number) for number in range(rules.phases + 1)]
    return [(first, after - dt.timedelta(days=1)) for first, after in pairwise(starts)]


@transaction.atomic
def open_contact_period(client: Client, *, goal: str, contact_starts_on: dt.date, by: Any) -> Course:
    """A course that so far is contact only. Raises ValidationError while another course is open."""
    not_in_the_future("contact_starts_on", contact_starts_on)
    course = _new_course(client, goal, contact_starts_on, Course(contact_starts_on=contact_starts_on))
    record(Action.CREATED, course, by=by)
    return course


@transaction.atomic
def start_course(
    client: Client, *, goal: str = "", starts_on: dt.date, course: Course | None = None, by: Any
) -> Course:
    """Start the phases: of `course` in its contact period, or of a new course with `goal`.

    Raises ValidationError when the course has started or ended, another is open, or the day is to come.
    """
    not_in_the_future("starts_on", starts_on)
    if course is None:
        course = _new_course(client, goal, starts_on, Course(starts_on=starts_on))
    else:
        course = Course.objects.select_for_update().get(pk=course.pk)
        if course.starts_on is not None or course.ends_on is not None:
            raise ValidationError(_("The course has started or ended already."))
        if starts_on < course.begins_on:
            message = _("The contact period began on %(day)s. Choose that day or a later one.")
            raise ValidationError({"starts_on": message % {"day": long_date(course.begins_on)}})
        course.starts_on = starts_on
        course.full_clean()
        course.save()
    days = phase_days(starts_on, client.project.rules)
    Phase.objects.bulk_create(
        Phase(course=course, number=number, starts_on=first, ends_on=last)
        for number, (first, last) in enumerate(days, start=1)
    )
    record(Action.CHANGED, course, by=by, started=True)
    return course


def _new_course(client: Client, goal: str, since: dt.date, course: Course) -> Course:
    Client.objects.select_for_update().get(pk=client.pk)
    if client.courses.filter(ends_on=None).exists():
        raise ValidationError(_("The citizen has a course that has not ended. End that one first."))
    course.project, course.client = client.project, client
    course.full_clean()
    course.save()
    _store_goal(course, goal, since)
    return course


@transaction.atomic
def set_goal(course: Course, *, goal: str, since: dt.date, own_words: str = "", by: Any) -> Course:
    """The goal from `since` on, and the citizen's own words; the first goal stays known for outcomes.

    Raises ValidationError for a day to come or outside the course, and for words of an anonymous citizen.
    """
    check_no_text(course.client, own_words=own_words)
    not_in_the_future("since", since)
    if since < course.begins_on:
        message = _("The course began on %(day)s. Choose that day or a later one.")
        raise ValidationError({"since": message % {"day": long_date(course.begins_on)}})
    if course.ends_on is not None and since > course.ends_on:
        message = _("The course ended on %(day)s. Choose that day or an earlier one.")
        raise ValidationError({"since": message % {"day": long_date(course.ends_on)}})
    course.own_words = own_words
    course.full_clean()
    course.save(update_fields=["own_words"])
    present = course.goals.filter(since__lte=since).last()
    if present is None or present.goal != goal:
        _store_goal(course, goal, since)
    record(Action.CHANGED, course, by=by, fields=["goal", "own_words"])
    return course


def _store_goal(course: Course, goal: str, since: dt.date) -> None:
    stored = course.goals.filter(since=since).first() or CourseGoal(course=course, since=since)
    stored.goal = goal
    stored.full_clean()
    stored.save()


@transaction.atomic
def choose_focus(phase: Phase, *, areas: Iterable[str], by: Any) -> Phase:
    """The phase's focus areas are exactly `areas` afterwards; three to five are advised, none refused."""
    chosen = set(areas)
    phase.focus.exclude(area__in=chosen).delete()
    present = set(phase.focus.values_list("area", flat=True))
    for area in sorted(chosen - present):
        focus = PhaseFocus(phase=phase, area=area)
        focus.full_clean()
        focus.save()
    record(Action.CHANGED, phase, by=by, clients=[phase.course.client_id], project_id=phase.course.project_id)
    return phase


@transaction.atomic
def plan_activity(
    phase: Phase, *, area: str, activity: str, provider: Organisation | None = None, provider_text: str = "",
    status: str = PlannedActivity.Status.PLANNED, by: Any,
) -> PlannedActivity:  # fmt: skip
    planned = PlannedActivity(
        phase=phase, area=area, activity=activity, provider=provider, provider_text=provider_text, status=status
    )
    return save_activity(planned, by=by)


@transaction.atomic
def change_activity(planned: PlannedActivity, *, by: Any, **facts: Any) -> PlannedActivity:
    """Set the named facts (area, activity, provider, provider_text, status)."""
    for name, value in facts.items():
        setattr(planned, name, value)
    return save_activity(planned, by=by)


@transaction.atomic
def save_activity(planned: PlannedActivity, *, by: Any) -> PlannedActivity:
    """Store a new or changed line of the plan. Raises ValidationError for an anonymous citizen."""
    check_not_anonymous(planned.phase.course.client, ACTIVITY)
    action = Action.CHANGED if planned.pk else Action.CREATED
    planned.full_clean()
    planned.save()
    course = planned.phase.course
    record(action, planned, by=by, clients=[course.client_id], project_id=course.project_id)
    return planned


@transaction.atomic
def end_course(course: Course, *, ends_on: dt.date, end_reason: str, by: Any) -> Course:
    """End a course, or a contact period that came to nothing. Raises ValidationError when it has ended."""
    not_in_the_future("ends_on", ends_on)
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.ends_on is not None:
        raise ValidationError(_("The course has ended already."))
    if not end_reason:
        raise ValidationError({"end_reason": _("Say why the course ends.")})
    first = course.starts_on or course.begins_on
    if ends_on < first:
        message = _("The course began on %(day)s. Choose that day or a later one.")
        raise ValidationError({"ends_on": message % {"day": long_date(first)}})
    course.ends_on, course.end_reason = ends_on, end_reason
    course.full_clean()
    course.save()
    record(Action.ENDED, course, by=by)
    return course
