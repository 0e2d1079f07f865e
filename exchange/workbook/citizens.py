"""`Borgere` against what is stored: citizens by the host organisation's reference, one imported enrolment each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clients.models import Client, ClientLink, ClientReference, Enrolment, OnwardReferral, ReferralSource
from documents.numbers import long_date
from exchange.workbook.changes import Changes
from exchange.workbook.checks import Span
from exchange.workbook.issues import Issue
from exchange.workbook.layout import CITIZENS, ID
from exchange.workbook.rows import CitizenRow
from projects.models import Organisation, Project

FACT_HEADINGS = {"gender": "Køn", "birth_year": "Alder", "source": "Henvist fra", "wish": "Målsætning"}
FLAGS = {"is_anti_trafficking": OnwardReferral.Kind.ANTI_TRAFFICKING, "is_other_offer": OnwardReferral.Kind.OTHER_OFFER}


@dataclass
class StoredCitizens:
    project: Project
    host: Organisation
    by_reference: dict[str, Client]
    enrolments: dict[int, list[Enrolment]]
    onward: dict[tuple[int, str], OnwardReferral]
    intake: dict[int, ClientLink]
    sources: dict[str, ReferralSource]
    out_of_reach: frozenset[str]

    def references(self) -> dict[int | str | None, str]:
        """The Borger-ID of each stored citizen's key."""
        return {client.pk: reference for reference, client in self.by_reference.items()}

    def spans(self, reference: str) -> list[Span]:
        """The enrolments that the workbook's row does not speak of."""
        client = self.by_reference.get(reference)
        own = self.enrolments[client.pk] if client else []
        return [(enrolment.starts_on, enrolment.ends_on) for enrolment in own if not enrolment.is_imported]


def stored_citizens(project: Project, host: Organisation) -> StoredCitizens:
    references = ClientReference.objects.filter(project=project, organisation=host).exclude(reference="")
    enrolments = defaultdict(list)
    for enrolment in Enrolment.objects.filter(project=project).order_by("starts_on", "pk"):
        enrolments[enrolment.client_id].append(enrolment)
    onward = OnwardReferral.objects.filter(project=project, is_imported=True)
    links = ClientLink.objects.filter(project=project, organisation=host)
    intake = links.filter(basis=ClientLink.Basis.INTAKE)
    within_reach = frozenset(links.not_closed().values_list("client_id", flat=True))
    named = list(references.select_related("client__source"))
    return StoredCitizens(
        project=project,
        host=host,
        by_reference={own.reference: own.client for own in named if own.client_id in within_reach},
        enrolments=enrolments,
        onward={(referral.client_id, referral.kind): referral for referral in onward},
        intake={link.client_id: link for link in intake.order_by("-opens_on", "-pk")},
        sources={source.name: source for source in ReferralSource.objects.filter(project=project)},
        out_of_reach=frozenset(own.reference for own in named if own.client_id not in within_reach),
    )


def compare_citizens(rows: Iterable[CitizenRow], stored: StoredCitizens, changes: Changes) -> dict[str, Client]:
    """Gather what `rows` change; returns the citizen, stored or to be created, of each Borger-ID."""
    citizens: dict[str, Client] = {}
    for row in rows:
        if row.reference in stored.out_of_reach:
            message = _("Your organisation no longer has access to the citizen with this id. Take the rows out.")
            changes.errors.append(Issue(CITIZENS, row.row, ID, message))
            continue
        known = stored.by_reference.get(row.reference)
        citizens[row.reference] = known or _new_citizen(row, stored, changes)
        if known is not None and _update(known, row, stored, changes):
            changes.updated_count["citizens"] += 1
    _list_gone(citizens, stored, changes)
    return citizens


def _new_citizen(row: CitizenRow, stored: StoredCitizens, changes: Changes) -> Client:
    """A citizen as `clients.services.register_client` would make it; its code is given when it is written."""
    client = Client(project=stored.project, **_facts(row, stored, changes))
    of_client: dict[str, Any] = {"project_id": stored.project.pk, "client": client}
    changes.create(
        client,
        ClientLink(organisation_id=stored.host.pk, basis=ClientLink.Basis.INTAKE, opens_on=row.starts_on, **of_client),
        ClientReference(organisation_id=stored.host.pk, reference=row.reference, **of_client),
        Enrolment(starts_on=row.starts_on, ends_on=row.ends_on, is_imported=True, **of_client),
    )
    for flag, kind in FLAGS.items():
        if getattr(row, flag):
            changes.create(OnwardReferral(kind=kind, referred_on=row.starts_on, is_imported=True, **of_client))
    changes.created_count["citizens"] += 1
    return client


def _facts(row: CitizenRow, stored: StoredCitizens, changes: Changes) -> dict[str, Any]:
    return {
        "gender": row.gender,
        "birth_year": row.birth_year,
        "source": _source(row.source, stored, changes),
        "wish": row.wish,
    }


def _source(name: str, stored: StoredCitizens, changes: Changes) -> ReferralSource | None:
    if not name:
        return None
    if name not in stored.sources:
        stored.sources[name] = ReferralSource(project=stored.project, name=name)
        changes.create(stored.sources[name])
        changes.created_count["referral_sources"] += 1
    return stored.sources[name]


def _update(client: Client, row: CitizenRow, stored: StoredCitizens, changes: Changes) -> bool:
    former = changes.set(client, **_facts(row, stored, changes))
    changes.warn_emptied(CITIZENS, row.row, former, client, FACT_HEADINGS)
    has_new_enrolment = _update_enrolment(client, row, stored, changes)
    has_new_referral = [_update_onward(client, row, flag, stored, changes) for flag in FLAGS]
    return bool(former) or has_new_enrolment or any(has_new_referral)


def _update_enrolment(client: Client, row: CitizenRow, stored: StoredCitizens, changes: Changes) -> bool:
    """Set the imported enrolment, or adopt the one that begins the same day, or add one beside the others."""
    enrolments = stored.enrolments[client.pk]
    own = _own_enrolment(enrolments, row)
    others = [enrolment for enrolment in enrolments if enrolment is not own]
    if not _fits(row, others, changes):
        return False
    if own is None:
        fields = {"project": stored.project, "client": client, "is_imported": True}
        changes.create(Enrolment(starts_on=row.starts_on, ends_on=row.ends_on, **fields))
        return True
    former = changes.set(own, starts_on=row.starts_on, ends_on=row.ends_on, is_imported=True)
    changes.warn_emptied(CITIZENS, row.row, former, own, {"ends_on": "Slutdato"})
    link = stored.intake.get(client.pk)
    if "starts_on" in former and link is not None and link.opens_on == former["starts_on"]:
        _move_link(link, row, changes)
    return bool(former)


def _own_enrolment(enrolments: list[Enrolment], row: CitizenRow) -> Enrolment | None:
    imported = [enrolment for enrolment in enrolments if enrolment.is_imported]
    of_the_day = [enrolment for enrolment in enrolments if enrolment.starts_on == row.starts_on]
    return next(iter(imported or of_the_day), None)


def _fits(row: CitizenRow, others: list[Enrolment], changes: Changes) -> bool:
    """A citizen has one open enrolment at most; two that overlap count their common days twice."""
    open_one = next((enrolment for enrolment in others if enrolment.ends_on is None), None)
    if open_one is not None and row.ends_on is None:
        message = _(
            "The citizen has another open enrolment, from %(day)s, which was not imported. "
            "Fill in the end date here, or end the other enrolment first."
        )
        words = {"day": long_date(open_one.starts_on)}
        changes.errors.append(Issue(CITIZENS, row.row, "Slutdato", message % words))
        return False
    for other in others:
        if (other.ends_on is None or row.starts_on < other.ends_on) and (
            row.ends_on is None or other.starts_on < row.ends_on
        ):
            message = _("The enrolment overlaps another one of the citizen, from %(day)s. The days count twice.")
            words = {"day": long_date(other.starts_on)}
            changes.warnings.append(Issue(CITIZENS, row.row, "Startdato", message % words))
    return True


def _move_link(link: ClientLink, row: CitizenRow, changes: Changes) -> None:
    """The host's access began with the enrolment, so it follows a corrected start."""
    if link.closes_on is None or link.closes_on >= row.starts_on:
        changes.set(link, opens_on=row.starts_on)


def _update_onward(client: Client, row: CitizenRow, flag: str, stored: StoredCitizens, changes: Changes) -> bool:
    kind = FLAGS[flag]
    referral = stored.onward.get((client.pk, kind))
    if referral is None and getattr(row, flag):
        fields = {"project": stored.project, "client": client, "kind": kind, "is_imported": True}
        changes.create(OnwardReferral(referred_on=row.starts_on, **fields))
        return True
    if referral is not None and not getattr(row, flag):
        changes.removed.append(referral)
        return True
    return referral is not None and bool(changes.set(referral, referred_on=row.starts_on))


def _list_gone(citizens: dict[str, Client], stored: StoredCitizens, changes: Changes) -> None:
    for reference, client in stored.by_reference.items():
        is_imported = any(enrolment.is_imported for enrolment in stored.enrolments[client.pk])
        if is_imported and reference not in citizens:
            message = _("The citizen with the id “%(id)s” is no longer in the file. What is stored stays.")
            changes.list_gone(client.pk, Issue(CITIZENS, None, ID, message % {"id": reference}))
