"""The home municipality, and what it has agreed to where it is not the project's own.

A municipal CTI course for somebody who lives elsewhere needs the home municipality's agreement (source 000); what an
NGO gives is open to everybody (source 002). A home that nobody knows never stands in the way.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.anonymity import AGREEMENT, check_not_anonymous
from clients.models import Client
from clients.records import HomeAgreement
from clients.services import change_facts
from documents.numbers import long_date
from projects.base import write
from projects.models import Municipality, Organisation


def lives_elsewhere(client: Client) -> bool:
    """Whether the home municipality is known, and another than the project's."""
    home = client.home_municipality_id
    return home is not None and home != client.project.municipality_id


def valid_agreement(client: Client, day: dt.date) -> HomeAgreement | None:
    """The agreement with the present home municipality that holds on `day` and has a place for the citizen."""
    lasting = client.home_agreements.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    return lasting.filter(municipality=client.home_municipality_id, has_capacity=True).first()


def check_home(client: Client, provider: Organisation, day: dt.date) -> None:
    """Raises ValidationError where `provider` is a municipality, the citizen lives in another one than the project's,
    and no agreement with it holds on `day`."""
    if provider.kind != Organisation.Kind.MUNICIPALITY or not lives_elsewhere(client):
        return
    if client.is_anonymous:
        raise ValidationError(_anonymous_elsewhere(client))
    if valid_agreement(client, day) is None:
        raise ValidationError(_without_agreement(client, day))


def _without_agreement(client: Client, day: dt.date) -> str:
    message = _(
        "The citizen lives in %(home)s. A municipal course needs an agreement with that municipality which holds on "
        "%(day)s and has a place for the citizen. Record the agreement on the citizen's page. Until then the contact "
        "period can be used, and what an NGO offers needs no agreement."
    )
    return message % {"home": client.home_municipality, "day": long_date(day)}


def _anonymous_elsewhere(client: Client) -> str:
    message = _(
        "The citizen lives in %(home)s and takes part anonymously. A municipal course would need an agreement with "
        "that municipality, which would have to know the citizen. An NGO can run the course without one, or the "
        "citizen can choose an ordinary participation."
    )
    return message % {"home": client.home_municipality}


@transaction.atomic
def change_home(client: Client, *, home_municipality: Municipality | None, by: Any) -> Client:
    """Where the citizen lives, or None where nobody knows."""
    return change_facts(client, home_municipality=home_municipality, by=by)


@transaction.atomic
def agree_with_home(client: Client, *, by: Any, **terms: Any) -> HomeAgreement:
    """A new agreement with the present home municipality.

    Raises ValidationError for an anonymous citizen, or one who lives in the project's municipality or nobody knows
    where.
    """
    check_not_anonymous(client, AGREEMENT)
    if not lives_elsewhere(client):
        message = _("An agreement is needed only where the citizen lives in another municipality. Record that first.")
        raise ValidationError(message)
    agreement = HomeAgreement(
        project=client.project, client=client, municipality=client.home_municipality, **terms
    )  # fmt: skip
    record(Action.CREATED, write(agreement), by=by)
    return agreement


@transaction.atomic
def change_agreement(agreement: HomeAgreement, *, by: Any, **terms: Any) -> HomeAgreement:
    """Set the named terms (approved_by, starts_on, ends_on, payment_terms, has_capacity)."""
    for name, value in terms.items():
        setattr(agreement, name, value)
    record(Action.CHANGED, write(agreement), by=by, fields=sorted(terms))
    return agreement
