"""What must be settled where two citizens' rows cannot simply lie together; everything else just moves.

A table that allows only so many rows of one citizen needs a rule here; a test names those that have none.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from casework.merging.ledger import Ledger
from casework.merging.relations import Relation
from clients.models import Client, ClientLink, ClientReference, Enrolment
from clients.services import ADULT
from wellbeing.days import interleave

Chosen = Mapping[int, str]  # by organisation: "former" where its reference of the former code is to hold

NO_END = dt.date.max
FACTS = ("birth_year", "gender", "source_id", "wish", "home_municipality_id")
APPOINTMENT = ("next_appointment_on", "next_appointment_time", "next_appointment_place")


def stays(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """Days on which both codes were enrolled count once: the stay that began later gives them up.

    It begins when the other one ends, or keeps no day at all where the other one lasts longer.
    """
    until = {ledger.kept.pk: dt.date.min, ledger.former.pk: dt.date.min}
    both = Enrolment.objects.filter(client__in=until).order_by("starts_on", "pk")
    for stay in both:
        other = next(last for client, last in until.items() if client != stay.client_id)
        ends_on = stay.ends_on or NO_END
        until[stay.client_id] = max(until[stay.client_id], ends_on)
        if other <= stay.starts_on:
            continue
        if other < ends_on:
            ledger.change(stay, "starts_on", other)
        elif stay.ends_on != stay.starts_on:
            ledger.change(stay, "ends_on", stay.starts_on)
    ledger.move(relation)


def references(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """An organisation has one reference and alias for a citizen: the kept code's, unless it chose the other one's.
    What is not chosen stays with the former code, where an undoing finds it."""
    kept = {own.organisation_id: own for own in ClientReference.objects.filter(client=ledger.kept)}
    for own in ClientReference.objects.filter(client=ledger.former, organisation__in=kept):
        if chosen.get(own.organisation_id) == "former":
            ledger.swap(kept[own.organisation_id], own)
    ledger.move(relation, relation.rows_of(ledger.former).exclude(organisation__in=kept))


def links(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """Of two links to one organisation on one basis the kept code's holds: one withdrawal closes the access."""
    open_links = ClientLink.objects.not_closed()
    same = open_links.filter(client=ledger.kept, organisation=OuterRef("organisation"), basis=OuterRef("basis"))
    for link in open_links.filter(Exists(same), client=ledger.former):
        ledger.change(link, "closes_on", max(localdate(), link.opens_on))
    ledger.move(relation)


def answers(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """Answers of one day are ordered as they were registered."""
    interleave(ledger.kept, ledger.former)
    ledger.move(relation)


def standing_merges(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """Codes that were merged into the former one lead on to the kept one; what was undone is history."""
    ledger.move(relation, relation.rows_of(ledger.former).filter(undone_at=None))


def one_wish(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """A citizen ends the anonymity once: the kept code's record holds, the former code's stays with its code."""
    if not relation.rows_of(ledger.kept).exists():
        ledger.move(relation)


def one_yes(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """A citizen has one yes to the questionnaire that is not withdrawn: the kept code's, where both have one."""
    standing = relation.rows_of(ledger.kept).filter(withdrawn_on=None)
    rows = relation.rows_of(ledger.former)
    ledger.move(relation, rows.exclude(withdrawn_on=None) if standing.exists() else rows)


def settled(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """What could not lie together is settled before anything moves (services.py)."""
    ledger.move(relation)


def stay_behind(relation: Relation, ledger: Ledger, chosen: Chosen) -> None:
    """Rows that tell of the code itself."""


RULES: dict[str, Callable[[Relation, Ledger, Chosen], None]] = {
    "clients.enrolment.client": stays,
    "clients.clientreference.client": references,
    "clients.clientlink.client": links,
    "clients.clientmerge.kept": standing_merges,
    "clients.clientmerge.former": stay_behind,
    "clients.endofanonymity.client": one_wish,
    "clients.referral.client": settled,
    "wellbeing.questionnaireconsent.client": one_yes,
    "wellbeing.wellbeingresponse.client": answers,
}


def facts(ledger: Ledger) -> None:
    """What is known of the former citizen alone becomes known of the kept one, whose own facts stand."""
    kept, former = ledger.kept, ledger.former
    for name in FACTS:
        if getattr(kept, name) in (None, "") and getattr(former, name) not in (None, ""):
            ledger.change(kept, name, getattr(former, name))
    if kept.next_appointment_on is None and former.next_appointment_on is not None:
        for name in APPOINTMENT:
            ledger.change(kept, name, getattr(former, name))


def is_below_18(kept: Client, former: Client) -> bool:
    """Whether the birth year that will hold does not fit the first stay of the two codes together."""
    birth_year = kept.birth_year or former.birth_year
    first = Enrolment.objects.filter(client__in=[kept, former]).order_by("starts_on").first()
    return birth_year is not None and first is not None and first.starts_on.year - birth_year < ADULT
