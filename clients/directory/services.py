"""The lead's directory of offers and rules of routing. They tell of no citizen."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audit.models import Action
from audit.services import record
from clients.directory.models import Offer, RoutingRule
from projects.models import Organisation, Project


@transaction.atomic
def add_offer(
    project: Project,
    *,
    name: str,
    purpose: str = "",
    contact: str = "",
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    by: Any,
) -> Offer:
    """An offer of the project's own. Raises ValidationError where it has one of that name."""
    offer = Offer(
        project=project, name=name.strip(), purpose=purpose, contact=contact, starts_on=starts_on, ends_on=ends_on
    )
    offer.full_clean()
    offer.save()
    record(Action.CREATED, offer, by=by)
    return offer


@transaction.atomic
def change_offer(offer: Offer, *, by: Any, **facts: Any) -> Offer:
    """Set the named facts. A last day takes the offer out of the choices; what was referred to it stays."""
    for name, value in facts.items():
        setattr(offer, name, value)
    offer.full_clean()
    offer.save()
    record(Action.CHANGED, offer, by=by, fields=sorted(facts))
    return offer


@transaction.atomic
def add_routing_rule(
    project: Project, *, organisation: Organisation, age_from: int, age_to: int, by: Any
) -> RoutingRule:
    """Propose the organisation for citizens of these ages, both included.

    Raises ValidationError where the organisation takes no part in the project or the ages have a rule already.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    if not Organisation.objects.taking_part_in(project, localdate()).filter(pk=organisation.pk).exists():
        raise ValidationError({"organisation": _("The organisation takes no part in the project.")})
    rule = RoutingRule(project=project, organisation=organisation, age_from=age_from, age_to=age_to)
    rule.full_clean()
    rule.save()
    record(Action.CREATED, rule, by=by)
    return rule


@transaction.atomic
def remove_routing_rule(rule: RoutingRule, *, by: Any) -> None:
    """Nothing is proposed for those ages any more; referrals that were sent stay as they are."""
    record(Action.ENDED, rule, by=by)
    rule.delete()
