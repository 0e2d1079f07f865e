"""The running project's other work: something of every kind in every month, by each of its organisations."""

import datetime as dt
from typing import Any

from accounts.models import User
from clients.models import Enrolment
from exchange.demo.places import Place
from exchange.demo.running_plan import ADVICE, CAFE, HOST, ago
from interventions.models import Intervention, InterventionType
from interventions.other_work.models import (
    ConsultationTopic,
    MeetingAttendance,
    NetworkMeeting,
    OutreachContact,
    ProfessionalConsultation,
    ProfessionalTraining,
    Workplace,
)
from interventions.other_work.services import counselling_type

MONTHS = 6
Channel, Teaching = OutreachContact.Channel, ProfessionalTraining.Kind
# Days into a month's past, how, how many people, minutes.
OUTREACH = (
    (3, CAFE, Channel.STREET, 14, 180),
    (9, CAFE, Channel.CLINIC, 6, 150),
    (12, ADVICE, Channel.SMS, 40, 60),
    (20, ADVICE, Channel.ONLINE, 25, 45),
)
TRAINING = (
    (5, HOST, Teaching.PRESENTATION, "Projektets tilbud", Workplace.JOB_CENTRE, "Ungeteamet", 18, 0, 60),
    (16, ADVICE, Teaching.WORKSHOP, "At spørge om erfaring med salg af sex", Workplace.HEALTH, "", 11, 2, 180),
)
MEETINGS = ((8, HOST, "Gode overgange mellem tilbud", (HOST, CAFE, ADVICE), 4, "Jobcenter og rusmiddelcenter", 120),)
# The last says what of the focus areas it was about, and whether it was about a citizen.
CONSULTATIONS = (
    (2, HOST, Workplace.SOCIAL_SERVICES, "Myndighed", 30, ("economy", "housing"), True),
    (11, ADVICE, Workplace.SUBSTANCE_TREATMENT, "", 45, ("substance_use",), False),
    (18, CAFE, Workplace.HOUSING, "Herberget", 20, ("network", "mental_health"), False),
)


def add_other_work(place: Place, workers: dict[str, User], today: dt.date) -> None:
    """`workers` says who logs for each organisation. The last months, newest first."""
    kind = counselling_type(place.project, today, by=place.by)
    for month in range(MONTHS):
        for writer in (_outreach, _training, _meetings):
            writer(place, workers, today, month)
        _consultations(place, workers, today, month, kind)


def _outreach(place: Place, workers: dict[str, User], today: dt.date, month: int) -> None:
    for days, name, channel, people, minutes in OUTREACH:
        done = _done(place, workers, name, ago(today, month, days), minutes)
        place.batch.add(OutreachContact(**done, channel=channel, people=people + month))


def _training(place: Place, workers: dict[str, User], today: dt.date, month: int) -> None:
    for days, name, kind, topic, workplace, department, professionals, trained, minutes in TRAINING:
        place.batch.add(
            ProfessionalTraining(
                **_done(place, workers, name, ago(today, month, days), minutes), kind=kind, topic=topic,
                workplace=workplace, department=department, professionals=professionals, knowledge_persons=trained,
            )
        )  # fmt: skip


def _meetings(place: Place, workers: dict[str, User], today: dt.date, month: int) -> None:
    for days, name, topic, attending, others, departments, minutes in MEETINGS:
        meeting = place.batch.add(
            NetworkMeeting(
                **_done(place, workers, name, ago(today, month, days), minutes), topic=topic, others=others,
                departments=departments,
            )
        )  # fmt: skip
        for each in attending:
            place.batch.add(MeetingAttendance(meeting=meeting, organisation=place.organisations[each]))


def _consultations(place: Place, workers: dict[str, User], today: dt.date, month: int, kind: InterventionType) -> None:
    for days, name, workplace, department, minutes, about, is_about_a_citizen in CONSULTATIONS:
        done = _done(place, workers, name, ago(today, month, days), minutes)
        case = _case(place, done, kind, month) if is_about_a_citizen else None
        consultation = place.batch.add(
            ProfessionalConsultation(
                **done, type=kind, workplace=workplace, department=department, client=case.client if case else None,
                intervention=case,
            )
        )  # fmt: skip
        for challenge in about:
            place.batch.add(ConsultationTopic(consultation=consultation, challenge=challenge))


def _case(place: Place, done: dict[str, Any], kind: InterventionType, turn: int) -> Intervention:
    """The intervention of a citizen who took part on that day, and not anonymously: the department's name stands
    beside. The host, which visitated all, sees everyone."""
    day = done["held_on"]
    present = [
        stay.client for stay in place.batch.of(Enrolment)
        if not stay.client.is_anonymous and stay.starts_on <= day and (stay.ends_on is None or stay.ends_on > day)
    ]  # fmt: skip
    return place.batch.add(
        Intervention(
            project=place.project, client=present[turn % len(present)], type=kind, provider=done["organisation"],
            starts_on=day, ends_on=day, logged_for=done["organisation"],
        )
    )  # fmt: skip


def _done(place: Place, workers: dict[str, User], name: str, day: dt.date, minutes: int) -> dict[str, Any]:
    return {
        "project": place.project, "organisation": place.organisations[name], "held_on": day, "minutes": minutes,
        "entered_by": workers[name],
    }  # fmt: skip
