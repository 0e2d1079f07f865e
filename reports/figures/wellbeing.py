import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Max, Q, Sum

from reports.figures.grouping import Ids, counted, for_each
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

    Whoever answered wave k answered every one before it, so that all who answered wave k are also its pairs: those
    whose last wave is k or a later one.
    """
    first = _first_scores(_counted(projects, day))
    groups = _counted(projects, day).values_list("project", "wave").annotate(Count("client"), Sum("score"))
    found: dict[int, tuple[Wave, ...]] = {}
    for project, number, n, total in groups.order_by("project", "wave"):
        wave = Wave(number, n, total, first_total=_since(first[project], number).total)
        found[project] = (*found.get(project, ()), wave)
    return for_each(projects, found, ())


def attrition(projects: Ids, day: dt.date) -> dict[int, Attrition]:
    first = _first_scores(_counted(projects, day).filter(wave__lte=2))
    nobody = Sample(0, 0, 0)
    return {
        one: Attrition(single=first.get(one, {}).get(1, nobody), repeated=_since(first.get(one, {}), 2))
        for one in projects
    }


def _first_scores(answers: WellbeingResponseQuerySet) -> dict[int, dict[int, Sample]]:
    """{project: {wave: first scores of those whose last of these answers is that wave's}}.

    Each citizen's answers are looked at together and once: a subquery for each answer's first took four times as long.
    """
    citizens = answers.values("project", "client")
    score = Max("score", filter=Q(wave=1))
    rows = counted(citizens.annotate(last=Max("wave"), first=score, square=score * score), "project", "last",
                   sums=("first", "square"))  # fmt: skip
    found: dict[int, dict[int, Sample]] = {}
    for project, last, *sums in rows:
        found.setdefault(project, {})[last] = Sample(*map(int, sums))
    return found


def _since(samples: Mapping[int, Sample], wave: int) -> Sample:
    """Those whose last wave is `wave` or a later one, together."""
    later = [sample for last, sample in samples.items() if last >= wave]
    return Sample(
        n=sum(one.n for one in later), total=sum(one.total for one in later), squares=sum(one.squares for one in later)
    )


def answers(projects: Ids, day: dt.date) -> dict[int, Answers]:
    current = WellbeingResponse.objects.current().filter(project__in=projects, answered_on__lte=day).order_by()
    groups = current.values_list("project").annotate(number=Count("pk"), scoreless=Count("pk", filter=Q(score=None)))
    return for_each(projects, {project: Answers(*counts) for project, *counts in groups}, Answers(0, 0))
