"""Search before create: citizens who may be the one that is about to be registered, within the searcher's reach."""

import datetime as dt
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import localdate

from casework.querysets import listed_citizens
from clients.finding import found_by
from clients.models import Client, Enrolment, ReferralSource
from projects.models import Project

AGE_BANDS = {"18-25": (0, 25), "26-30": (26, 30), "31-35": (31, 35), "36-45": (36, 45), "46+": (46, 200)}
DAYS_ALIKE = 30
MOST = 25


def found_by_words(user: Any, project: Project, words: str) -> QuerySet[Client]:
    """By code, own reference or own alias; the newest first."""
    return found_by(listed_citizens(user, project), user, words).order_by("-created_at", "-pk")


def found_by_facts(
    user: Any, project: Project, *, age_band: str = "", gender: str = "", source: ReferralSource | None = None,
    month: dt.date | None = None,
) -> QuerySet[Client]:  # fmt: skip
    """Citizens whom none of the given facts rules out and at least one fits; those whom most fit come first.

    A fact that is not stated of a citizen rules nobody out. The age band is that of today or of the first
    enrolment; `month` is any day of the month in which an enrolment began.
    """
    citizens = listed_citizens(user, project)
    facts = [_age(age_band)] if age_band else []
    facts += [(Q(gender=gender), Q(gender=""))] if gender else []
    facts += [(Q(source=source), Q(source=None))] if source else []
    facts += [(_began_in(month), Q(pk__in=[]))] if month else []
    for fits, is_unknown in facts:
        citizens = citizens.filter(fits | is_unknown)
    fitting = sum((Case(When(fits, then=1), default=0) for fits, _unknown in facts), start=Value(0))
    ranked = citizens.annotate(fitting=fitting if facts else Value(0, IntegerField()))
    return ranked.filter(fitting__gt=0).order_by("-fitting", "-created_at", "-pk")


def _age(age_band: str) -> tuple[Q, Q]:
    youngest, oldest = AGE_BANDS[age_band]
    year = localdate().year
    today = Q(
        birth_year__gte=year - oldest - 1, birth_year__lte=year - youngest
    )  # before or after this year's birthday
    return today | Q(age__gte=youngest, age__lte=oldest), Q(birth_year=None)


def _began_in(month: dt.date) -> Any:
    first = month.replace(day=1)
    next_month = (first + dt.timedelta(days=32)).replace(day=1)
    stays = Enrolment.objects.filter(client=OuterRef("pk"), starts_on__gte=first, starts_on__lt=next_month)
    return Q(Exists(stays))


def alike(
    user: Any, project: Project, *, starts_on: dt.date, birth_year: int | None, gender: str, source: Any
) -> QuerySet[Client]:
    """Citizens with the same birth year, gender and source who were enrolled within 30 days; none without a birth
    year, for then too many are alike."""
    within = dt.timedelta(days=DAYS_ALIKE)
    near = Enrolment.objects.filter(
        client=OuterRef("pk"), starts_on__gte=starts_on - within, starts_on__lte=starts_on + within
    )
    same = listed_citizens(user, project).filter(Exists(near), birth_year=birth_year, gender=gender, source=source)
    return same.order_by(F("enrolled_on").desc(), "-pk") if birth_year else same.none()
