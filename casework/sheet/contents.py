"""What stands on the sheet that a citizen takes home: who can read what, what is noted, how to change one's mind.

It names organisations and nothing of what they do, so that it can lie on a kitchen table.
"""

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from casework.models import CourseIntervention
from clients.legal import present_bases
from clients.models import Client, ClientLink
from clients.records import LegalBasis


@dataclass(frozen=True)
class Reader:
    """An organisation that can read about the citizen today. `last_day` is None where none is set, `basis` is its
    legal basis or empty."""

    name: str
    since: dt.date
    last_day: dt.date | None
    reads: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Sheet:
    """`changed_on` is the day on which somebody last got or lost access."""

    code: str
    is_anonymous: bool
    as_of: dt.date
    changed_on: dt.date | None
    readers: tuple[Reader, ...]


def sheet_of(client: Client) -> Sheet:
    """The sheet as of today, in the active language."""
    links = client.links.select_related("organisation", "consent").order_by("opens_on", "organisation__name")
    live, bases = links.live(), present_bases(client)
    courses = CourseIntervention.objects.filter(course__client=client)
    runs = set(courses.values_list("intervention__provider", flat=True))
    return Sheet(
        code=client.code,
        is_anonymous=client.is_anonymous,
        as_of=localdate(),
        changed_on=max(_days(links), default=None),
        readers=tuple(
            _reader(link, bases.get(link.organisation_id), tuple(_reads(link, client.is_anonymous, runs)))
            for link in live
        ),
    )


def _days(links: Any) -> Iterator[dt.date]:
    """Every day up to today on which an access opened or closed."""
    for link in links:
        yield from (day for day in (link.opens_on, link.closes_on) if day is not None and day <= localdate())


def _reader(link: ClientLink, basis: LegalBasis | None, reads: tuple[str, ...]) -> Reader:
    consent = link.consent
    return Reader(
        name=link.organisation.name,
        since=link.opens_on,
        last_day=consent.expires_on if consent else None,
        reads=reads,
        basis=_ground(basis),
    )


def _ground(basis: LegalBasis | None) -> str:
    """The legal basis in words to the citizen; nothing where none is recorded."""
    if basis is None:
        return ""
    return _("your consent") if basis.kind == LegalBasis.Kind.CONSENT else str(basis)


def _reads(link: ClientLink, is_anonymous: bool, runs: Container[int | None]) -> Iterator[str]:
    """What an organisation reads through `link`, by the rules of docs/decisions/0012 and 0023; `runs` holds those that
    run a course of the citizen's."""
    is_intake, consent = link.basis == ClientLink.Basis.INTAKE, link.consent
    covers_notes = consent is not None and consent.covers_notes
    yield _("your code, the facts about you, your appointments and what you take part in")
    if not is_anonymous:
        yield _("the notes of all who work with you") if covers_notes else _("its own notes")
    if is_intake or covers_notes or link.organisation_id in runs:
        yield _("what you told at the start of a course")
    if is_intake or (consent is not None and consent.covers_wellbeing):
        yield _("all your answers about well-being")
    else:
        yield _("the answers about well-being that you gave there")
