"""What daily work adds in the running project: how people met, meetings of many, visits, addenda, a catalogue that
has been changed."""

import datetime as dt
from itertools import groupby

from django.utils import timezone

from accounts.models import User
from clients.focus_areas import FocusArea
from exchange.demo.places import Place
from exchange.demo.plans import COUNSELLING, GROUP, SOCIAL
from exchange.demo.running_plan import CAFE
from interventions.catalogue.services import change_type
from interventions.models import (
    GroupSession,
    GroupSessionTopic,
    Intervention,
    InterventionType,
    NationalInterventionType,
    Session,
    SessionAddendum,
    SessionTopic,
)
from interventions.models.kinds import SessionKind
from interventions.services import offer_own_type, offer_type

CAFE_TYPE, CLOTHES = "Åben café", "Gratis tøj"
OWN_LABEL = "Onsdagscafé"
FORMER = "Malerværksted"
VISITORS = 9
DAY = dt.timedelta(days=1)
LATER = 15  # days until a note is added to; it is locked by then
KINDS = (SessionKind.INDIVIDUAL, SessionKind.PHONE, SessionKind.INDIVIDUAL, SessionKind.ONLINE)
GROUP_NOTES = ("Vi lavede mad sammen.", "", "Rolig stemning.", "Gæst fra jobcentret.")
ADDENDUM = "Borgeren har senere bekræftet aftalen."


def add_work(place: Place, cafe_worker: User, today: dt.date) -> None:
    _offer_visits(place)
    _add_visits(place, cafe_worker, today)
    _tell_how_people_met(place)
    _gather_groups(place)
    _add_addenda(place, today)


def change_catalogue(place: Place, today: dt.date) -> None:
    """A label of the project's own, and a type that another one has replaced."""
    change_type(place.types[CAFE_TYPE], name=OWN_LABEL, by=place.by)
    former = offer_own_type(place.project, name=FORMER, by=place.by)
    ended = today - dt.timedelta(days=90)
    change_type(former, name=FORMER, closed_on=ended, replaced_by=place.types[SOCIAL], by=place.by)


def _offer_visits(place: Place) -> None:
    for national in NationalInterventionType.objects.filter(name__in=(CAFE_TYPE, CLOTHES)):
        place.types[national.name] = offer_type(place.project, national=national, by=place.by)


def _add_visits(place: Place, worker: User, today: dt.date) -> None:
    """Those who come to the café, some of whom were given clothes there."""
    cafe = place.organisations[CAFE]
    lately = {row.client.code for row in place.batch.of(Session) if row.held_on > today - 28 * DAY}
    given = [row for row in place.batch.of(Intervention) if row.provider == cafe and row.ends_on is None]
    guests = {row.client.code: row for row in given if row.client.code in lately and row.starts_on < today - 28 * DAY}
    for turn, former in enumerate(list(guests.values())[:VISITORS]):
        days = [today - dt.timedelta(days=7 * week + turn % 3) for week in range(4)]
        _visit(place, former, place.types[CAFE_TYPE], days, worker)
        if turn % 3 == 0:
            _visit(place, former, place.types[CLOTHES], days[-1:], worker)


def _visit(place: Place, former: Intervention, type: InterventionType, days: list[dt.date], worker: User) -> None:
    common = {"project": place.project, "client": former.client, "logged_for": former.provider}
    intervention = place.batch.add(Intervention(type=type, provider=former.provider, starts_on=min(days), **common))
    for day in days:
        session = place.batch.add(
            Session(intervention=intervention, held_on=day, kind=type.one_tap_kind, logged_by=worker, **common)
        )
        place.batch.add(SessionTopic(session=session, challenge=FocusArea.DAILY_ACTIVITIES))


def _tell_how_people_met(place: Place) -> None:
    """And each was logged on the day it was held, so that the older ones are locked."""
    now = timezone.now()
    for number, session in enumerate(place.batch.of(Session)):
        noon = timezone.make_aware(dt.datetime.combine(session.held_on, dt.time(12)))
        session.logged_at = min(noon, now)
        if not session.kind:
            kinds = KINDS if session.intervention.type.name == COUNSELLING else (SessionKind.INDIVIDUAL,)
            session.kind = kinds[number % len(kinds)]


def _gather_groups(place: Place) -> None:
    """The sessions of one day of a group are one meeting."""
    held = [row for row in place.batch.of(Session) if row.intervention.type.name == GROUP]
    for turn, (day, sessions) in enumerate(groupby(sorted(held, key=_day), key=_day)):
        members = list(sessions)
        group = place.batch.add(
            GroupSession(
                project=place.project, type=members[0].intervention.type, held_on=day, minutes=90,
                without_code=turn % 3, note=GROUP_NOTES[turn % len(GROUP_NOTES)], logged_by=members[0].logged_by,
                logged_for=members[0].logged_for, logged_at=members[0].logged_at,
            )
        )  # fmt: skip
        place.batch.add(GroupSessionTopic(group=group, challenge=FocusArea.NETWORK))
        for session in members:
            session.group, session.kind = group, SessionKind.GROUP


def _day(session: Session) -> dt.date:
    return session.held_on


def _add_addenda(place: Place, today: dt.date) -> None:
    """To every fifth note that is locked."""
    written = [row for row in place.batch.of(Session) if row.note and row.held_on + LATER * DAY < today]
    for session in written[::5]:
        place.batch.add(
            SessionAddendum(
                project=place.project, client=session.client, session=session, text=ADDENDUM,
                written_by=session.logged_by, written_at=session.logged_at + LATER * DAY,
            )
        )  # fmt: skip
