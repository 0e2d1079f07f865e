"""What the tests of due things say in a word: who is due of a kind, sessions, courses, answers."""

import datetime as dt

from django.utils.timezone import localdate

from casework.due import KINDS
from casework.due.day import Scope, asked_by, due_citizens
from casework.services import start_course
from interventions.models import NationalInterventionType
from interventions.services import log_intervention, log_session, offer_type
from wellbeing.services import record_answer


def day(offset):
    return localdate() + dt.timedelta(days=offset)


def due(user, project, key, scope=Scope.ALL):
    return list(due_citizens(KINDS[key], asked_by(user, project), scope).order_by("pk"))


def is_due(team, key, user=None, client=None):
    """Whether the citizen whom the municipality and NGO one share, or `client`, is due; asked by the coordinator or
    `user`."""
    return (client or team.client) in due(user or team.coordinator, team.project, key)


def offered(team, **kind):
    return offer_type(team.project, national=NationalInterventionType.objects.filter(**kind)[0], by=team.coordinator)


def therapy(team, client=None):
    kind = offered(team, is_course=False)
    return log_intervention(
        client=client or team.client, type=kind, starts_on=day(-300), provider=team.municipality,
        logged_for=team.municipality, by=team.coordinator,
    )  # fmt: skip


def session(team, intervention, offset, attendance="attended"):
    return log_session(
        intervention, held_on=day(offset), attendance=attendance, logged_for=team.municipality, by=team.coordinator
    )


def course(team, offset):
    return start_course(
        team.client, goal="leave", starts_on=day(offset), runs_as=offered(team, is_course=True),
        provider=team.municipality, by=team.coordinator,
    )  # fmt: skip


def answer(team, offset, organisation=None, items=(3, 3, 3, 3, 3)):
    return record_answer(
        team.client, answered_on=day(offset), items=list(items), recorded_for=organisation or team.municipality,
        by=team.coordinator,
    )  # fmt: skip
