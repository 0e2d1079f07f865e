"""Plain records as rows of a batch: what the services that people use would store of them, without their queries."""

import datetime as dt
from typing import Any

from clients.models import Client, ClientLink, ClientReference, Consent, Enrolment, OnwardReferral
from clients.services import check_adult
from cti.models import EndReason
from cti.services import phase_days
from exchange.demo.codes import code_at
from exchange.demo.courses import add_course
from exchange.demo.places import Place
from exchange.demo.plans import Answer, Citizen, CourseRecord, Given
from interventions.models import Intervention
from wellbeing.instrument import score
from wellbeing.models import WellbeingResponse

EARLY_ENDS = (EndReason.CLIENT_STOPPED, EndReason.GOAL_REACHED, EndReason.CONTACT_LOST, EndReason.MOVED)


def add_citizens(place: Place, citizens: list[Citizen]) -> list[Client]:
    return [add_citizen(place, citizen, number) for number, citizen in enumerate(citizens)]


def add_citizen(
    place: Place, citizen: Citizen, number: int, *, reference: str = "", alias: str = "", **facts: Any
) -> Client:
    """The citizen as the project's `number`-th, with everything that the record holds."""
    client = _add_client(place, citizen, number, facts)
    if reference or alias:
        add_reference(place, client, citizen.organisation, reference=reference, alias=alias)
    for starts_on, ends_on in [(citizen.starts_on, citizen.ends_on), *citizen.returns]:
        add_enrolment(place, client, starts_on, ends_on)
    for name, day in _first_days(citizen).items():
        add_consent(place, client, name, starts_on=day, expires_on=citizen.last_day, covers_wellbeing=True)
    for turn, given in enumerate(citizen.given, start=number):
        _add_given(place, client, citizen, given, turn)
    for course in citizen.courses:
        add_course(place, client, course)
    for answer in citizen.answers:
        _add_answer(place, client, citizen, answer)
    if citizen.onward_on:
        place.batch.add(
            OnwardReferral(project=place.project, client=client, kind=citizen.onward, referred_on=citizen.onward_on)
        )
    return client


def _add_client(place: Place, citizen: Citizen, number: int, facts: dict[str, Any]) -> Client:
    check_adult(citizen.birth_year, citizen.starts_on, citizen.age is not None)
    client = place.batch.add(
        Client(
            project=place.project, code=code_at(place.project.code, number), birth_year=citizen.birth_year,
            gender=citizen.gender, source=place.sources[citizen.source], wish=citizen.wish, **facts,
        )
    )  # fmt: skip
    place.batch.add(
        ClientLink(
            project=place.project, client=client, organisation=place.organisations[citizen.organisation],
            basis=ClientLink.Basis.INTAKE, opens_on=citizen.starts_on,
        )
    )  # fmt: skip
    return client


def add_reference(place: Place, client: Client, name: str, *, reference: str = "", alias: str) -> None:
    organisation = place.organisations[name]
    place.batch.add(
        ClientReference(
            project=place.project, client=client, organisation=organisation, reference=reference, alias=alias
        )
    )


def add_enrolment(place: Place, client: Client, starts_on: dt.date, ends_on: dt.date | None) -> None:
    place.batch.add(Enrolment(project=place.project, client=client, starts_on=starts_on, ends_on=ends_on))


def add_consent(
    place: Place, client: Client, name: str, *, starts_on: dt.date, expires_on: dt.date | None = None,
    withdrawn_on: dt.date | None = None, **facts: Any,
) -> None:  # fmt: skip
    """The consent and its link, which ends the day after the last one, or the very day of the withdrawal."""
    of = {"project": place.project, "client": client, "organisation": place.organisations[name]}
    withdrawn_by = place.by if withdrawn_on else None
    consent = place.batch.add(
        Consent(
            **of, starts_on=starts_on, expires_on=expires_on, withdrawn_on=withdrawn_on, withdrawn_by=withdrawn_by,
            **facts,
        )
    )  # fmt: skip
    closes_on = withdrawn_on or (expires_on and expires_on + dt.timedelta(days=1))
    basis = ClientLink.Basis.CONSENT
    place.batch.add(ClientLink(**of, basis=basis, consent=consent, opens_on=starts_on, closes_on=closes_on))


def _first_days(citizen: Citizen) -> dict[str, dt.date]:
    """Whoever gives something without having registered the citizen does so by consent, from that day on."""
    giving = [(given.provider, given.starts_on) for given in citizen.given]
    giving += [(course.provider, course.begins_on) for course in citizen.courses]
    first_days: dict[str, dt.date] = {}
    for name, day in giving:
        if name != citizen.organisation:
            first_days[name] = min(day, first_days.get(name, day))
    return first_days


def _add_given(place: Place, client: Client, citizen: Citizen, given: Given, turn: int) -> None:
    type, provider = place.types[given.type], place.organisations[given.provider]
    if type.is_course:
        add_course(place, client, _course(place, citizen, given, turn))
        return
    place.batch.add(
        Intervention(
            project=place.project, client=client, type=type, provider=provider, logged_for=provider,
            starts_on=given.starts_on, ends_on=given.ends_on,
        )
    )  # fmt: skip


def _course(place: Place, citizen: Citizen, given: Given, turn: int) -> CourseRecord:
    """A course that lasts as long as the intervention it runs as, and no longer than its phases."""
    ends_on, reason = None, ""
    if given.ends_on:
        planned = phase_days(given.starts_on, place.project.rules)[-1][1]
        reason = EndReason.COMPLETED if planned <= given.ends_on else EARLY_ENDS[turn % len(EARLY_ENDS)]
        ends_on = min(planned, given.ends_on)
    return CourseRecord(
        provider=given.provider, goals={given.starts_on: citizen.goal}, starts_on=given.starts_on,
        ends_on=ends_on, end_reason=reason, runs_as=given.type,
    )  # fmt: skip


def _add_answer(place: Place, client: Client, citizen: Citizen, answer: Answer) -> None:
    items = {f"item_{number}": value for number, value in enumerate(answer.items, start=1)}
    place.batch.add(
        WellbeingResponse(
            project=place.project, client=client, answered_on=answer.answered_on, score=score(answer.items),
            recorded_by=place.by, recorded_for=place.organisations[citizen.organisation], **items,
        )
    )  # fmt: skip
