"""What the running project keeps beside the citizens' facts: an anonymous one, baselines, grounds, homes and consents.

They are few and go through the services that people use, after the batch is written.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from casework.baseline.models import Danish, Housing, Income, Known, Motivation, PaidSex, Setting
from casework.baseline.services import save_baseline
from clients.given import GivenHow
from clients.homes import agree_with_home, change_home
from clients.legal import state_legal_basis
from clients.models import Client, ClientReference
from clients.records import LegalBasis
from cti.models import Course
from exchange.demo.places import Place
from exchange.demo.plans import Citizen
from exchange.demo.running_plan import CAFE, HOST
from projects.models import Municipality
from wellbeing.consents import say_yes

# By the alias of the citizen in a course.
BASELINES: dict[str, dict[str, Any]] = {
    "Cikorie": {
        "settings": [Setting.PRIVATE], "income": Income.SOCIAL_ASSISTANCE, "debt": Known.YES, "danish": Danish.GOOD,
        "housing": Housing.WITH_OTHERS, "children": Known.UNKNOWN, "paid_sex": PaidSex.NOT_SAID,
        "motivation": Motivation.TO_BE_MOTIVATED,
    },
    "Dild": {
        "settings": [Setting.ESCORT, Setting.GREY_ZONE], "income": Income.EDUCATION_GRANT, "debt": Known.YES,
        "danish": Danish.GOOD, "interpreter": Known.NO, "housing": Housing.OWN, "children": Known.NO,
        "paid_sex": PaidSex.YES, "motivation": Motivation.MOTIVATED, "motivation_words": "Jeg vil kunne sove.",
    },
    "Engkarse": {
        "settings": [Setting.CLINIC], "danish": Danish.SOME, "language": "Thai", "interpreter": Known.YES,
        "paid_sex": PaidSex.UNKNOWN,
    },
}  # fmt: skip
# Both have a municipal course; the second moved while it ran, so its page warns.
LIVES_ELSEWHERE = {"Cikorie": "0791", "Guldregn": "0710"}
AGREED = ("Cikorie",)


def anonymous_number(citizens: list[Citizen]) -> int:
    """The first citizen who is here and has received nothing that others gave: the anonymous one."""
    return next(
        number for number, each in enumerate(citizens) if not (each.given or each.ends_on or each.onward_on)
    )  # fmt: skip


def add_records(place: Place, today: dt.date) -> None:
    """In the caller's transaction, after the batch has been written."""
    references = ClientReference.objects.filter(project=place.project).select_related("client__project")
    known = {each.alias: each.client for each in references}
    for alias, facts in BASELINES.items():
        _add_baseline(place, known[alias], facts)
    for alias, code in LIVES_ELSEWHERE.items():
        _add_home(place, known[alias], code, is_agreed=alias in AGREED)
    _add_consents(place, (known[alias] for alias in BASELINES), today)


def _add_baseline(place: Place, client: Client, facts: dict[str, Any]) -> None:
    course = Course.objects.get(client=client)
    save_baseline(course, informed_on=course.begins_on, by=place.by, **facts)


def _add_home(place: Place, client: Client, code: str, *, is_agreed: bool) -> None:
    client = change_home(client, home_municipality=Municipality.objects.get(code=code), by=place.by)
    if is_agreed:
        agree_with_home(
            client, approved_by="Afdelingslederen for voksensocialområdet", payment_terms="Taksten for et forløb",
            starts_on=Course.objects.get(client=client).begins_on, has_capacity=True, by=place.by,
        )  # fmt: skip


def _add_consents(place: Place, clients: Iterable[Client], today: dt.date) -> None:
    """Legal bases of those with a baseline, and their yes to the questionnaire."""
    for client in clients:
        since = client.enrolments.earliest("starts_on").starts_on
        live = set(client.links.live(today).values_list("organisation__name", flat=True))
        if HOST in live:
            law = {"kind": LegalBasis.Kind.LAW, "act": LegalBasis.Act.SOCIAL_SERVICES}
            state_legal_basis(client, place.organisations[HOST], since=since, by=place.by, **law)
        if CAFE in live:
            consent = {"kind": LegalBasis.Kind.CONSENT}
            state_legal_basis(client, place.organisations[CAFE], since=since, by=place.by, **consent)
        say_yes(client, given_on=since, given_how=GivenHow.SPOKEN, by=place.by)
