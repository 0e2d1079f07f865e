import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, DateField, ExpressionWrapper, F, IntegerField, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, ExtractYear, Least

from clients.models import Client, Enrolment
from documents.numbers import DAYS_PER_MONTH
from reports.figures.days import Days
from reports.figures.grouping import Ids, counted, for_each, nested


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


def registered(projects: Ids, day: dt.date) -> QuerySet[Client]:
    """The projects' citizens with an enrolment that starts on or before `day`."""
    return Client.objects.filter(project__in=projects, pk__in=begun(projects, day).values("client"))


def begun(projects: Ids, day: dt.date) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(project__in=projects, starts_on__lte=day).order_by()


def participation(projects: Ids, day: dt.date) -> dict[int, Participation]:
    """Each enrolment lasts from its start to its end, or to `day` while it is open then; all of a citizen's add up.

    No enrolment has fewer than 0 days, so a citizen took part for less than one when none has any, and those
    citizens add nothing to the sum.
    """
    today = Value(day, output_field=DateField())
    until = Least(Coalesce("ends_on", today), today)
    groups = (
        begun(projects, day)
        .values_list("project")
        .annotate(
            registered=Count("client", distinct=True),
            longer=Count("client", distinct=True, filter=Q(starts_on__lt=until)),
            days=Sum(Days(until, F("starts_on"))),
        )
    )
    sums = {one: Participation(number, number - longer, days) for one, number, longer, days in groups}
    return for_each(projects, sums, Participation(0, 0, 0))


def ages(projects: Ids, day: dt.date) -> dict[int, Ages]:
    """Age = year of the first enrolment's start − birth year (figures.md, "Age")."""
    age = ExpressionWrapper(ExtractYear(Min("starts_on")) - F("client__birth_year"), output_field=IntegerField())
    citizens = begun(projects, day).values("project", "client").annotate(age=age)
    found: dict[int, dict[int | None, int]] = nested(counted(citizens, "project", "age"))
    return for_each(projects, {one: _ages(counts) for one, counts in found.items()}, Ages({}, 0))


def _ages(counts: Mapping[int | None, int]) -> Ages:
    known = {int(years): count for years, count in counts.items() if years is not None}
    return Ages(known, unknown=counts.get(None, 0))


def genders(projects: Ids, day: dt.date) -> dict[int, Genders]:
    groups = registered(projects, day).values_list("project", "gender").annotate(count=Count("pk")).order_by()
    found: dict[int, dict[str, int]] = nested(groups)
    return for_each(projects, {one: _genders(counts) for one, counts in found.items()}, Genders({}, 0))


def _genders(counts: Mapping[str, int]) -> Genders:
    return Genders({key: count for key, count in counts.items() if key}, unknown=counts.get("", 0))
