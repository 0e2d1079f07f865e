"""`Indsatser` against what is stored: keyed by citizen, type, provider, start and the nth such row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clients.models import Client
from documents.numbers import long_date
from exchange.workbook.changes import Changes
from exchange.workbook.citizens import StoredCitizens
from exchange.workbook.issues import Issue
from exchange.workbook.layout import INTERVENTIONS
from exchange.workbook.rows import InterventionRow
from interventions.models import Intervention, InterventionType, NationalInterventionType
from projects.models import Organisation

OWN_TYPE_ORDER = 1000  # after the national ones, as interventions.services.offer_own_type places it
Key = tuple[int | None, str, str, dt.date]


@dataclass
class StoredInterventions:
    """`rows` are imported interventions in the order they were written, by key without the nth."""

    citizens: StoredCitizens
    rows: dict[Key, list[Intervention]]
    types: dict[str, InterventionType]
    national: dict[str, NationalInterventionType]
    partners: dict[str, Organisation]


def stored_interventions(citizens: StoredCitizens) -> StoredInterventions:
    project = citizens.project
    rows = defaultdict(list)
    imported = Intervention.objects.filter(project=project, is_imported=True)
    for row in imported.select_related("type", "provider").order_by("pk"):
        rows[(row.client_id, row.type.name, _provider_name(row), row.starts_on)].append(row)
    return StoredInterventions(
        citizens=citizens,
        rows=rows,
        types={type_.name: type_ for type_ in InterventionType.objects.filter(project=project)},
        national={entry.name.casefold(): entry for entry in NationalInterventionType.objects.all()},
        partners={partner.name: partner for partner in project.organisations.all()},
    )


def _provider_name(row: Intervention) -> str:
    return row.provider.name if row.provider else str(row.provider_text)


def compare_interventions(
    rows: Iterable[InterventionRow], clients: dict[str, Client], stored: StoredInterventions, changes: Changes
) -> None:
    for row in rows:
        client, type_ = clients[row.reference], _type(row.type, stored, changes)
        same = stored.rows.get((client.pk, type_.name, row.provider, row.starts_on))
        if client.pk is None or not same:
            changes.create(_new_intervention(row, client, type_, stored))
            changes.created_count["interventions"] += 1
            continue
        intervention = same.pop(0)
        former = changes.set(intervention, ends_on=row.ends_on, **_provider(row, stored))
        changes.warn_emptied(INTERVENTIONS, row.row, former, intervention, {"ends_on": "Slutdato"})
        changes.updated_count["interventions"] += bool(former)
    _list_gone(stored, changes)


def _new_intervention(
    row: InterventionRow, client: Client, type_: InterventionType, stored: StoredInterventions
) -> Intervention:
    return Intervention(
        project_id=stored.citizens.project.pk, client=client, type=type_, starts_on=row.starts_on, ends_on=row.ends_on,
        logged_for_id=stored.citizens.host.pk, is_imported=True, **_provider(row, stored),
    )  # fmt: skip


def _provider(row: InterventionRow, stored: StoredInterventions) -> dict[str, Organisation | str | None]:
    """A partner by its exact name; any other name stays a text, so that a file never opens a door."""
    partner = stored.partners.get(row.provider)
    return {"provider": partner, "provider_text": "" if partner else row.provider}


def _type(name: str, stored: StoredInterventions, changes: Changes) -> InterventionType:
    """The project's type of that name, else the national one, however the project calls it, else one of its own."""
    national = None if name in stored.types else stored.national.get(name.casefold())
    if national is not None:
        own = (type_.name for type_ in stored.types.values() if type_.national_id == national.pk)
        name = next(own, national.name)
    if name not in stored.types:
        stored.types[name] = _new_type(name, national, stored)
        changes.create(stored.types[name])
        changes.created_count["intervention_types"] += 1
    return stored.types[name]


def _new_type(name: str, national: NationalInterventionType | None, stored: StoredInterventions) -> InterventionType:
    made = InterventionType(project=stored.citizens.project, name=name, order=OWN_TYPE_ORDER)
    if national is not None:
        made.national, made.order = national, national.order
        made.is_material_help, made.is_drop_in = national.is_material_help, national.is_drop_in
        made.is_course = national.is_course
        made.is_professional_counselling = national.is_professional_counselling
    return made


def _list_gone(stored: StoredInterventions, changes: Changes) -> None:
    names = stored.citizens.references()
    message = _("A row is no longer in the file; it stays stored: id “%(id)s”, %(type)s from %(day)s.")
    for rows in stored.rows.values():
        for row in rows:
            words = {"id": names.get(row.client_id, "–"), "type": row.type.name, "day": long_date(row.starts_on)}
            changes.list_gone(row.client_id, Issue(INTERVENTIONS, None, "Indsats", message % words))
