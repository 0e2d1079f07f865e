import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import (
    Count,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, ExtractYear, Least

from clients.models import Client, Enrolment
from documents.numbers import DAYS_PER_MONTH
from reports.figures.days import Days


@dataclass(frozen=True)
class Participation:
    """`days` are those of the citizens who took part for a day or more."""

    registered: int
    under_one_day: int
    days: int

    @property
    def mean_months(self) -> Fraction | None:
        longer = self.registered - self.under_one_day
        return self.days / DAYS_PER_MONTH / longer if longer else None


@dataclass(frozen=True)
class Ages:
    """How many registered citizens were of which age at their first enrolment's start."""

    counts: Mapping[int, int]
    unknown: int

    @property
    def known(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> Fraction | None:
        return Fraction(sum(age * count for age, count in self.counts.items()), self.known) if self.known else None

    def between(self, lowest: int, highest: int) -> int:
        return sum(count for age, count in self.counts.items() if lowest <= age <= highest)


@dataclass(frozen=True)
class Genders:
    counts: Mapping[str, int]
    unknown: int


def registered(project_id: int, day: dt.date) -> QuerySet[Client]:
    """The project's citizens with an enrolment that starts on or before `day`."""
    return Client.objects.filter(project_id=project_id, pk__in=begun(project_id, day).values("client"))


def begun(project_id: int, day: dt.date) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(project_id=project_id, starts_on__lte=day).order_by()


def participation(project_id: int, day: dt.date) -> Participation:
    """Each enrolment lasts from its start to its end, or to `day` while it is open then; all of a citizen's add up.

    No enrolment has fewer than 0 days, so a citizen took part for less than one when none has any, and those
    citizens add nothing to the sum.
    """
    today = Value(day, output_field=DateField())
    until = Least(Coalesce("ends_on", today), today)
    sums = begun(project_id, day).aggregate(
        registered=Count("client", distinct=True),
        longer=Count("client", distinct=True, filter=Q(starts_on__lt=until)),
        days=Sum(Days(until, F("starts_on"))),
    )
    return Participation(sums["registered"], sums["registered"] - sums["longer"], sums["days"] or 0)


def ages(project_id: int, day: dt.date) -> Ages:
    """Age = year of the first enrolment's start − birth year (figures.md, "Age")."""
    first = Enrolment.objects.filter(client=OuterRef("pk")).order_by("starts_on").values("starts_on")[:1]
    age = ExpressionWrapper(ExtractYear(Subquery(first)) - F("birth_year"), output_field=IntegerField())
    groups = registered(project_id, day).annotate(age=age).values_list("age").annotate(count=Count("pk")).order_by()
    counts = dict(groups)
    unknown = counts.pop(None, 0)
    return Ages({int(years): count for years, count in counts.items()}, unknown)


def genders(project_id: int, day: dt.date) -> Genders:
    groups = registered(project_id, day).values_list("gender").annotate(count=Count("pk")).order_by()
    counts = dict(groups)
    return Genders(unknown=counts.pop("", 0), counts=counts)
