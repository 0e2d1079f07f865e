"""Courses, their phases and goals as events of the citizen's story."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from clients.models import Client
from clients.story import Kind, StoryEvent, up_to_today
from cti.models import Course
from cti.sections import CoursesSection


def story(user: Any, client: Client, told: Mapping[str, Any]) -> list[StoryEvent]:
    """Contact periods and courses begun and ended, phases that were reached, goals that changed."""
    section: CoursesSection = told["courses"]
    return up_to_today([event for each in section.every for event in _of_course(each.course, client)])


def _of_course(course: Course, client: Client) -> Iterator[StoryEvent]:
    url = reverse("cti:course", args=[client.project.code, client.code, course.pk])
    about: dict[str, Any] = {"kind": Kind.COURSE, "url": url}
    if course.ends_on is not None:
        title = gettext("CTI course ended") if course.starts_on else gettext("Contact period ended")
        yield StoryEvent(course.ends_on, title=title, detail=capfirst(course.get_end_reason_display()), **about)
    yield from _changes(course, about)
    if course.starts_on is not None:
        yield StoryEvent(course.starts_on, title=gettext("CTI course started"), detail=_first_goal(course), **about)
    if course.contact_starts_on is not None:
        detail = "" if course.starts_on else _first_goal(course)
        yield StoryEvent(course.contact_starts_on, title=gettext("Contact period begun"), detail=detail, **about)


def _changes(course: Course, about: dict[str, Any]) -> Iterator[StoryEvent]:
    """The phases after the first, as far as the course came, and the goals after the first."""
    for phase in list(course.phases.all())[1:]:
        if course.ends_on is None or phase.starts_on <= course.ends_on:
            title = gettext("Phase %(number)s begun") % {"number": phase.number}
            yield StoryEvent(phase.starts_on, title=title, **about)
    for goal in list(course.goals.all())[1:]:
        yield StoryEvent(goal.since, title=gettext("Goal changed"), detail=capfirst(str(goal)), **about)


def _first_goal(course: Course) -> str:
    goals = list(course.goals.all())
    return gettext("Goal: %(goal)s") % {"goal": goals[0]} if goals else ""
