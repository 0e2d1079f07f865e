"""One of every kind of event for a citizen, logged by the municipality and by NGO one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from casework.services import start_course
from clients.onward import refer_onward
from interventions.models import NationalInterventionType, Session, SessionTopic
from interventions.services import log_intervention, log_session, offer_type
from wellbeing.services import record_answer


def day(offset):
    return localdate() + dt.timedelta(days=offset)


@dataclass
class Told:
    work: Any
    course: Any
    sessions: dict[str, Any]  # by whose they are
    answers: dict[str, Any]


def tell(team, client) -> Told:
    """The sessions' notes say whose they are; the NGO's answer has 20 points and the municipality's 60."""
    kinds = {kind.is_course: kind for kind in NationalInterventionType.objects.order_by("-order")}
    plain, runs_as = (offer_type(team.project, national=kinds[is_course], by=None) for is_course in (False, True))
    by = {"municipality": (team.municipality, team.coordinator), "ngo": (team.ngo, team.caseworker)}
    work = log_intervention(
        client=client, type=plain, starts_on=day(-90), provider=team.ngo, logged_for=team.municipality,
        by=team.coordinator,
    )  # fmt: skip
    sessions, answers = {}, {}
    for number, (name, (organisation, person)) in enumerate(by.items()):
        sessions[name] = log_session(
            work, held_on=day(-30 - number), minutes=45, challenges=["economy"], note=f"canary of the {name}",
            logged_for=organisation, by=person,
        )  # fmt: skip
        points = [3, 3, 3, 3, 3] if name == "municipality" else [1, 1, 1, 1, 1]
        answers[name] = record_answer(
            client, answered_on=day(-60 - number), items=points, recorded_for=organisation, by=person
        )
    course = start_course(
        client, goal="leave", starts_on=day(-130), runs_as=runs_as, provider=team.municipality, by=team.coordinator
    )
    refer_onward(client, kind="other_offer", referred_on=day(-10), by=team.coordinator)
    return Told(work, course, sessions, answers)


def many_sessions(team, work, count) -> None:
    """`count` sessions on as many days, each with a topic and a note, in bulk."""
    made = Session.objects.bulk_create(
        Session(
            project=team.project, client=work.client, intervention=work, held_on=day(-(number % 380)), note="canary",
            logged_by=team.coordinator, logged_for=team.municipality,
        )
        for number in range(count)
    )  # fmt: skip
    SessionTopic.objects.bulk_create(SessionTopic(session=session, challenge="housing") for session in made)
