import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from reports.figures.grouping import Ids, for_each
from reports.figures.welch import Sample, Welch, welch
from wellbeing.models import WellbeingResponse, WellbeingResponseQuerySet


@dataclass(frozen=True)
class Wave:
    """The answers of one wave; `first_total` sums the same citizens' first scores."""

    number: int
    n: int
    total: int
    first_total: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.total, self.n)

    @property
    def mean_first(self) -> Fraction:
        return Fraction(self.first_total, self.n)

    @property
    def change(self) -> Fraction:
        return Fraction(self.total - self.first_total, self.n)


@dataclass(frozen=True)
class Attrition:
    """First scores of those with one counted answer, and of those with more."""

    single: Sample
    repeated: Sample

    @property
    def test(self) -> Welch | None:
        return welch(self.single, self.repeated)


@dataclass(frozen=True)
class Answers:
    """All current answers, and how many of them have no score because an item is missing."""

    number: int
    without_score: int


def _counted(projects: Ids, day: dt.date) -> WellbeingResponseQuerySet:
    """Answers with a wave. No superseded one has any: a constraint says so, and a second condition would only
    lead SQLite to the index of what is not superseded, which is nearly everything."""
    rows = WellbeingResponse.objects.filter(project__in=projects, wave__isnull=False, answered_on__lte=day)
    return rows.order_by()


def waves(projects: Ids, day: dt.date) -> dict[int, tuple[Wave, ...]]:
    """Every wave that a citizen has answered.

    Whoever answered wave k answered wave 1 before it, so that all who answered wave k are also its pairs.
    """
    first = WellbeingResponse.objects.filter(client=OuterRef("client"), wave=1).order_by().values("score")
    groups = (
        _counted(projects, day)
        .annotate(first=Subquery(first[:1]))
        .values_list("project", "wave")
        .annotate(Count("client"), Sum("score"), Sum("first"))
    )
    found: dict[int, tuple[Wave, ...]] = {}
    for project, *wave in groups.order_by("project", "wave"):
        found[project] = (*found.get(project, ()), Wave(*wave))
    return for_each(projects, found, ())


def attrition(projects: Ids, day: dt.date) -> dict[int, Attrition]:
    again = WellbeingResponse.objects.filter(client=OuterRef("client"), wave=2, answered_on__lte=day)
    first = _counted(projects, day).filter(wave=1).annotate(came_back=Exists(again))
    groups = first.values_list("project", "came_back").annotate(
        Count("pk"), Sum("score"), squares=Sum(F("score") * F("score"))
    )
    samples = {(project, bool(came_back)): Sample(*sums) for project, came_back, *sums in groups}
    nobody = Sample(0, 0, 0)
    return {
        one: Attrition(single=samples.get((one, False), nobody), repeated=samples.get((one, True), nobody))
        for one in projects
    }


def answers(projects: Ids, day: dt.date) -> dict[int, Answers]:
    current = WellbeingResponse.objects.current().filter(project__in=projects, answered_on__lte=day).order_by()
    groups = current.values_list("project").annotate(number=Count("pk"), scoreless=Count("pk", filter=Q(score=None)))
    return for_each(projects, {project: Answers(*counts) for project, *counts in groups}, Answers(0, 0))
