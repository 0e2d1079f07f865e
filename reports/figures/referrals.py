import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from clients.models import OnwardReferral, ReferralSource
from reports.figures.grouping import Ids, for_each, nested
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


def sources(projects: Ids, day: dt.date) -> dict[int, Sources]:
    """Registered citizens by where they came from: every source of the project, by name."""
    names: dict[int, dict[int, str]] = {}
    rows = ReferralSource.objects.filter(project__in=projects).order_by().values_list("project", "pk", "name")
    for project, source, name in rows:
        names.setdefault(project, {})[source] = name
    groups = registered(projects, day).values_list("project", "source").annotate(Count("pk")).order_by()
    counts: dict[int, dict[int | None, int]] = nested(groups)
    return {one: _sources(names.get(one, {}), counts.get(one, {})) for one in projects}


def _sources(names: Mapping[int, str], counts: Mapping[int | None, int]) -> Sources:
    keys = unique_keys((source_id, slug(name)) for source_id, name in names.items())
    ordered = sorted(names, key=lambda source_id: danish_order(names[source_id]))
    rows = tuple(SourceCount(keys[one], names[one], counts.get(one, 0)) for one in ordered)
    return Sources(rows, unknown=counts.get(None, 0))


def onward(projects: Ids, day: dt.date) -> dict[int, Mapping[str, int]]:
    """Citizens by what they were referred on to by `day`."""
    rows = OnwardReferral.objects.filter(project__in=projects, referred_on__lte=day)
    groups = rows.order_by().values_list("project", "kind").annotate(Count("client", distinct=True))
    return for_each(projects, nested(groups), {})
