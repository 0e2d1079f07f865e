"""Who is whose contact person in the running project, and a colleague who covers this week."""

import datetime as dt

from accounts.models import User
from clients.models import Assignment, Client, ClientLink, Cover, Enrolment
from exchange.demo.places import Place
from exchange.demo.running_plan import ADVICE, CAFE, HOST
from interventions.models import Intervention

WHEN_NAMED = dt.timedelta(days=60)
WHEN_CHANGED = dt.timedelta(days=9)
EVERY_CHANGE = 9  # of so many citizens, one has changed contact person
AWAY = (dt.timedelta(days=1), dt.timedelta(days=5))


def add_daily_work(place: Place, workers: dict[str, User], today: dt.date) -> None:
    """Each citizen who is enrolled has a contact person; the adviser is away, and the café's worker covers."""
    for turn, enrolment in enumerate(row for row in place.batch.of(Enrolment) if row.ends_on is None):
        _add_assignments(place, enrolment, workers, turn, today)
    first, last = today - AWAY[0], today + AWAY[1]
    place.batch.add(
        Cover(project=place.project, person=workers[ADVICE], colleague=workers[CAFE], starts_on=first, ends_on=last)
    )


def _add_assignments(place: Place, enrolment: Enrolment, workers: dict[str, User], turn: int, today: dt.date) -> None:
    worker = workers[_organisation(place, enrolment.client)]
    since = max(enrolment.starts_on, today - WHEN_NAMED)
    of = {"project": place.project, "client": enrolment.client}
    if turn % EVERY_CHANGE == 0 and since < today - WHEN_CHANGED:
        place.batch.add(Assignment(**of, worker=workers[HOST], since=since))
        since = today - WHEN_CHANGED
    reason = Assignment.Reason.CITIZEN if since == today - WHEN_CHANGED else ""
    backup = workers[HOST] if worker != workers[HOST] else None
    place.batch.add(Assignment(**of, worker=worker, backup=backup, since=since, reason=reason))


def _organisation(place: Place, client: Client) -> str:
    """Who has begun something latest; where a consent is withdrawn, that organisation's worker is still named."""
    names = {organisation: name for name, organisation in place.organisations.items()}
    links = [link for link in place.batch.of(ClientLink) if link.client is client]
    lost = [link.organisation for link in links if link.consent is not None and link.consent.withdrawn_on]
    if lost:
        return names[lost[0]]
    given = [row for row in place.batch.of(Intervention) if row.client is client]
    providers = [row.provider for row in sorted(given, key=lambda row: row.starts_on) if row.provider is not None]
    return names[providers[-1]] if providers else HOST
