import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from clients.models import OnwardReferral, ReferralSource
from reports.figures.naming import danish_order, slug, unique_keys
from reports.figures.population import registered


@dataclass(frozen=True)
class SourceCount:
    key: str
    name: str
    citizens: int


@dataclass(frozen=True)
class Sources:
    sources: tuple[SourceCount, ...]
    unknown: int


def sources(project_id: int, day: dt.date) -> Sources:
    """Registered citizens by where they came from: every source of the project, by name."""
    names = dict(ReferralSource.objects.filter(project_id=project_id).order_by().values_list("pk", "name"))
    keys = unique_keys((source_id, slug(name)) for source_id, name in names.items())
    counts = dict(registered(project_id, day).values_list("source").annotate(Count("pk")).order_by())
    ordered = sorted(names, key=lambda source_id: danish_order(names[source_id]))
    rows = tuple(SourceCount(keys[one], names[one], counts.get(one, 0)) for one in ordered)
    return Sources(rows, unknown=counts.get(None, 0))


def onward(project_id: int, day: dt.date) -> Mapping[str, int]:
    """Citizens by what they were referred on to by `day`."""
    rows = OnwardReferral.objects.filter(project_id=project_id, referred_on__lte=day)
    return dict(rows.order_by().values_list("kind").annotate(Count("client", distinct=True)))
