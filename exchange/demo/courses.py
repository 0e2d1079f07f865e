"""A CTI course as rows of a batch: the course, its goals and phases, and the intervention that it runs as."""

import datetime as dt

from casework.models import CourseIntervention
from clients.models import Client
from cti.models import Course, CourseGoal, Phase
from cti.services import phase_days
from exchange.demo.places import Place
from exchange.demo.plans import CourseRecord
from interventions.models import Intervention


def add_course(place: Place, client: Client, record: CourseRecord) -> list[Phase]:
    """The phases of the course; none while it is contact only."""
    course = place.batch.add(
        Course(
            project=place.project, client=client, contact_starts_on=record.contact_on, starts_on=record.starts_on,
            ends_on=record.ends_on, end_reason=record.end_reason, own_words=record.own_words,
        )
    )  # fmt: skip
    for since, goal in record.goals.items():
        place.batch.add(CourseGoal(course=course, goal=goal, since=since))
    if record.starts_on is None:
        return []
    _add_intervention(place, course, record, record.starts_on)
    days = enumerate(phase_days(record.starts_on, place.project.rules), start=1)
    return [
        place.batch.add(Phase(course=course, number=number, starts_on=first, ends_on=last))
        for number, (first, last) in days
    ]


def _add_intervention(place: Place, course: Course, record: CourseRecord, starts_on: dt.date) -> None:
    provider = place.organisations[record.provider]
    intervention = place.batch.add(
        Intervention(
            project=place.project, client=course.client, type=place.types[record.runs_as], provider=provider,
            logged_for=provider, starts_on=starts_on, ends_on=record.ends_on,
        )
    )  # fmt: skip
    place.batch.add(CourseIntervention(course=course, intervention=intervention))
