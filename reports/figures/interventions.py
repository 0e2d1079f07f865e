import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Least

from interventions.models import Intervention, InterventionType, NationalInterventionType, Session, SessionTopic
from interventions.other_work.models import ProfessionalConsultation
from reports.figures.grouping import Ids, counted, for_each, nested
from reports.figures.naming import danish_order, slug, unique_keys
from reports.figures.population import begun

FOUR_OR_MORE = 4


@dataclass(frozen=True)
class TypeCount:
    """How many citizens received one type; `cases` is how often, for counselling of a professional only, those about
    no citizen included."""

    key: str
    name: str
    citizens: int
    cases: int | None
    is_material_help: bool


def received(projects: Ids, day: dt.date) -> QuerySet[Intervention]:
    """Interventions begun by `day`, save those that have sessions by then of which none was attended.

    The inner query stands alone: it is made once, from the projects' sessions, on every database.
    """
    held = Session.objects.filter(project__in=projects, held_on__lte=day).order_by().values("intervention")
    attended = Count("pk", filter=Q(attendance=Session.Attendance.ATTENDED))
    missed = held.annotate(attended=attended).filter(attended=0).values("intervention")
    return Intervention.objects.filter(project__in=projects, starts_on__lte=day).exclude(pk__in=missed)


def citizens_by_type(projects: Ids, day: dt.date) -> dict[int, tuple[TypeCount, ...]]:
    """Every type that the project offers or has given, in the catalogue's order; own ones by name after it."""
    types: dict[int, list[InterventionType]] = {}
    for entry in InterventionType.objects.filter(project__in=projects).select_related("national").order_by("pk"):
        types.setdefault(entry.project_id, []).append(entry)
    groups = received(projects, day).values("type").annotate(citizens=Count("client", distinct=True), cases=Count("pk"))
    found = list(groups.order_by())
    citizens = {each["type"]: each["citizens"] for each in found}
    cases = Counter({each["type"]: each["cases"] for each in found}) + cases_about_none(projects, day)
    reserved = set(NationalInterventionType.objects.order_by().values_list("key", flat=True))
    return for_each(projects, {one: _counts(own, citizens, cases, reserved) for one, own in types.items()}, ())


def cases_about_none(projects: Ids, day: dt.date) -> Counter[int]:
    """How often a professional was counselled about no citizen by `day`, by the type that it counts under.

    Counselling about a citizen is an intervention of that type already.
    """
    entries = ProfessionalConsultation.objects.current().about_none().filter(project__in=projects)
    return Counter(dict(entries.between(None, day).order_by().values_list("type").annotate(Count("pk"))))


def _counts(
    types: Sequence[InterventionType], citizens: Mapping[int, int], cases: Mapping[int, int], reserved: set[str]
) -> tuple[TypeCount, ...]:
    keys = _keys(types, reserved)
    return tuple(
        TypeCount(
            key=keys[entry.pk],
            name=entry.name,
            citizens=citizens.get(entry.pk, 0),
            cases=cases.get(entry.pk, 0) if entry.is_professional_counselling else None,
            is_material_help=entry.is_material_help,
        )
        for entry in sorted(types, key=lambda entry: (entry.order, danish_order(entry.name)))
    )


def _keys(types: Sequence[InterventionType], reserved: set[str]) -> dict[int, str]:
    """The national key, else a slug of the name; no own type takes a key of the national catalogue."""
    national = unique_keys((entry.pk, entry.national.key) for entry in types if entry.national)
    own = ((entry.pk, slug(entry.name)) for entry in types if not entry.national)
    return national | unique_keys(own, {*reserved, *national.values()})


def types_per_citizen(projects: Ids, day: dt.date) -> dict[int, Mapping[int, int]]:
    """Registered citizens by how many different types they received, material help apart; 4 is four or more."""
    enrolled = begun(projects, day).values("client")
    rows = received(projects, day).filter(client__in=enrolled, type__is_material_help=False)
    types = Least(Count("type", distinct=True), Value(FOUR_OR_MORE))
    found: dict[int, dict[int, int]] = nested(
        counted(rows.values("project", "client").annotate(types=types), "project", "types")
    )
    everyone = dict(begun(projects, day).values_list("project").annotate(Count("client", distinct=True)))
    return {one: _with_none(found.get(one, {}), everyone.get(one, 0)) for one in projects}


def _with_none(some: Mapping[int, int], everyone: int) -> dict[int, int]:
    """The rest of the registered citizens received none."""
    return {0: everyone - sum(some.values())} | {n: some.get(n, 0) for n in range(1, FOUR_OR_MORE + 1)}


def citizens_by_challenge(projects: Ids, day: dt.date) -> dict[int, Mapping[str, int]]:
    """Citizens with a session by `day` that they attended and that was about the challenge."""
    topics = SessionTopic.objects.filter(
        session__project__in=projects, session__held_on__lte=day, session__attendance=Session.Attendance.ATTENDED
    )
    groups = topics.order_by().values_list("session__project", "challenge")
    return for_each(projects, nested(groups.annotate(Count("session__client", distinct=True))), {})
