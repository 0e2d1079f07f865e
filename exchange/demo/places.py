"""A demonstration project set up as people set it up, through the services, and what its records name."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from clients.models import ReferralSource
from exchange.demo.batch import Batch
from exchange.demo.plans import Frame
from interventions.models import InterventionType, NationalInterventionType
from interventions.services import offer_type
from projects.models import Municipality, Organisation, Programme, Project
from projects.money.services import set_lapse
from projects.services import add_partner, create_project


@dataclass(frozen=True)
class Place:
    """A project with what its records name, and the batch that they are gathered in."""

    project: Project
    host: Organisation
    organisations: dict[str, Organisation]
    types: dict[str, InterventionType]
    sources: dict[str, ReferralSource | None]
    batch: Batch

    @property
    def by(self) -> Any:
        """Who registers."""
        return self.batch.by


def open_project(frame: Frame, *, programme: Programme | None, by: User) -> Place:
    municipality = Municipality.objects.get(code=frame.municipality)
    host = _organisation(frame.host, Organisation.Kind.MUNICIPALITY, municipality)
    project = create_project(
        code=frame.code, name=frame.name, municipality=municipality, starts_on=frame.opens_on, ends_on=frame.ends_on,
        programme=programme, visitation=frame.visitation, host=host, by=by,
    )  # fmt: skip
    if frame.lapsed_on:
        set_lapse(project, lapsed_on=frame.lapsed_on, by=by)
    partners = {name: _organisation(name, Organisation.Kind.NGO) for name in frame.partners}
    for name, last_day in frame.partners.items():
        add_partner(project, partners[name], starts_on=frame.opens_on, ends_on=last_day, by=by)
    national = {type.name: type for type in NationalInterventionType.objects.all()}
    batch = Batch(project, by=by)
    return Place(
        project=project,
        host=host,
        organisations={frame.host: host, **partners},
        types={name: offer_type(project, national=national[name], by=by) for name in frame.providers},
        sources={"": None, **{name: batch.add(ReferralSource(project=project, name=name)) for name in frame.sources}},
        batch=batch,
    )


def _organisation(name: str, kind: str, municipality: Municipality | None = None) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "municipality": municipality})[0]
