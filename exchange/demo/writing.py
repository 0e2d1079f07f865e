"""Plain records into the database, through the services that people use."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from casework.services import end_course, start_course
from clients.models import Client, OnwardReferral, ReferralSource
from clients.services import end_enrolment, give_consent, refer_onward, register_client, source_named
from cti.models import EndReason
from cti.services import phase_days
from exchange.demo.codes import code_at
from exchange.demo.plans import Citizen, Given, Plan
from interventions.models import InterventionType, NationalInterventionType
from interventions.services import log_intervention, offer_type
from projects.models import Municipality, Organisation, Programme, Project
from projects.money.services import set_lapse
from projects.services import add_partner, create_project
from wellbeing.services import record_answer

EARLY_ENDS = (EndReason.CLIENT_STOPPED, EndReason.GOAL_REACHED, EndReason.CONTACT_LOST, EndReason.MOVED)


@dataclass(frozen=True)
class Place:
    """A project with what its records name; `by` is who registers."""

    project: Project
    host: Organisation
    organisations: dict[str, Organisation]
    types: dict[str, InterventionType]
    sources: dict[str, ReferralSource | None]
    by: User


def open_project(plan: Plan, *, programme: Programme | None, by: User) -> Place:
    municipality = Municipality.objects.get(code=plan.municipality)
    host = _organisation(plan.host, Organisation.Kind.MUNICIPALITY, municipality)
    project = create_project(
        code=plan.code, name=plan.name, municipality=municipality, starts_on=plan.opens_on, ends_on=plan.ends_on,
        programme=programme, visitation=plan.visitation, host=host, by=by,
    )  # fmt: skip
    if plan.lapsed_on:
        set_lapse(project, lapsed_on=plan.lapsed_on, by=by)
    partners = {name: _organisation(name, Organisation.Kind.NGO) for name in plan.partners}
    for name, last_day in plan.partners.items():
        add_partner(project, partners[name], starts_on=plan.opens_on, ends_on=last_day, by=by)
    national = {type.name: type for type in NationalInterventionType.objects.all()}
    return Place(
        project=project,
        host=host,
        organisations={plan.host: host, **partners},
        types={name: offer_type(project, national=national[name], by=by) for name in plan.providers},
        sources={"": None, **{name: source_named(project, name) for name in plan.sources}},
        by=by,
    )


def _organisation(name: str, kind: str, municipality: Municipality | None = None) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "municipality": municipality})[0]


def write_citizens(place: Place, citizens: list[Citizen]) -> list[Client]:
    return [write_citizen(place, citizen, number) for number, citizen in enumerate(citizens)]


def write_citizen(place: Place, citizen: Citizen, number: int, **facts: Any) -> Client:
    """Register the citizen as the project's `number`-th, with everything that the record holds."""
    client = register_client(
        project=place.project,
        organisation=place.organisations[citizen.organisation],
        starts_on=citizen.starts_on,
        birth_year=citizen.birth_year,
        is_adult_confirmed=citizen.age is not None,
        gender=citizen.gender,
        source=place.sources[citizen.source],
        wish=citizen.wish,
        code=code_at(place.project.code, number),
        by=place.by,
        **facts,
    )
    _write_consents(place, client, citizen)
    for turn, given in enumerate(citizen.given, start=number):
        _write_given(place, client, citizen, given, turn)
    for answer in citizen.answers:
        organisation = place.organisations[citizen.organisation]
        record_answer(
            client, answered_on=answer.answered_on, items=answer.items, recorded_for=organisation, by=place.by
        )
    if citizen.onward_on:
        kind = OnwardReferral.Kind(citizen.onward)
        refer_onward(client, kind=kind, referred_on=citizen.onward_on, by=place.by)
    if citizen.ends_on:
        end_enrolment(client, ends_on=citizen.ends_on, by=place.by)
    return client


def _write_consents(place: Place, client: Client, citizen: Citizen) -> None:
    """Whoever gives an intervention without having registered the citizen does so by consent."""
    first_days: dict[str, dt.date] = {}
    for given in citizen.given:
        if given.provider != citizen.organisation:
            first_days.setdefault(given.provider, given.starts_on)
    for name, day in first_days.items():
        give_consent(
            client, place.organisations[name], starts_on=day, expires_on=citizen.ends_on, covers_wellbeing=True,
            by=place.by,
        )  # fmt: skip


def _write_given(place: Place, client: Client, citizen: Citizen, given: Given, turn: int) -> None:
    type, provider = place.types[given.type], place.organisations[given.provider]
    if not type.is_course:
        log_intervention(
            client=client, type=type, starts_on=given.starts_on, ends_on=given.ends_on, provider=provider,
            logged_for=provider, by=place.by,
        )  # fmt: skip
        return
    course = start_course(
        client, goal=citizen.goal, starts_on=given.starts_on, runs_as=type, provider=provider, by=place.by
    )
    if given.ends_on:
        planned = phase_days(given.starts_on, place.project.rules)[-1][1]
        reason = EndReason.COMPLETED if planned <= given.ends_on else EARLY_ENDS[turn % len(EARLY_ENDS)]
        end_course(course, ends_on=min(planned, given.ends_on), end_reason=reason, by=place.by)
