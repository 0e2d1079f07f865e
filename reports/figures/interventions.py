import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from interventions.models import Intervention, InterventionType, NationalInterventionType, Session, SessionTopic
from reports.figures.naming import danish_order, slug, unique_keys
from reports.figures.population import begun, registered

FOUR_OR_MORE = 4


@dataclass(frozen=True)
class TypeCount:
    """How many citizens received one type; `cases` is how often, for counselling of a professional only."""

    key: str
    name: str
    citizens: int
    cases: int | None
    is_material_help: bool


def received(project_id: int, day: dt.date) -> QuerySet[Intervention]:
    """Interventions begun by `day`, save those that have sessions by then of which none was attended.

    The inner query stands alone: it is made once, from one project's sessions, on every database.
    """
    held = Session.objects.filter(project_id=project_id, held_on__lte=day).order_by().values("intervention")
    attended = Count("pk", filter=Q(attendance=Session.Attendance.ATTENDED))
    missed = held.annotate(attended=attended).filter(attended=0).values("intervention")
    return Intervention.objects.filter(project_id=project_id, starts_on__lte=day).exclude(pk__in=missed)


def citizens_by_type(project_id: int, day: dt.date) -> tuple[TypeCount, ...]:
    """Every type that the project offers or has given, in the catalogue's order; own ones by name after it."""
    types = list(InterventionType.objects.filter(project_id=project_id).select_related("national").order_by("pk"))
    keys = _keys(types)
    groups = received(project_id, day).values_list("type").annotate(Count("client", distinct=True), Count("pk"))
    counts = {type_id: (citizens, cases) for type_id, citizens, cases in groups.order_by()}
    return tuple(
        TypeCount(
            key=keys[entry.pk],
            name=entry.name,
            citizens=counts.get(entry.pk, (0, 0))[0],
            cases=counts.get(entry.pk, (0, 0))[1] if entry.is_professional_counselling else None,
            is_material_help=entry.is_material_help,
        )
        for entry in sorted(types, key=lambda entry: (entry.order, danish_order(entry.name)))
    )


def _keys(types: list[InterventionType]) -> dict[int, str]:
    """The national key, else a slug of the name; no own type takes a key of the national catalogue."""
    reserved = NationalInterventionType.objects.order_by().values_list("key", flat=True)
    national = unique_keys((entry.pk, entry.national.key) for entry in types if entry.national)
    own = ((entry.pk, slug(entry.name)) for entry in types if not entry.national)
    return national | unique_keys(own, {*reserved, *national.values()})


def types_per_citizen(project_id: int, day: dt.date) -> Mapping[int, int]:
    """Registered citizens by how many different types they received, material help apart; 4 is four or more."""
    enrolled = begun(project_id, day).values("client")
    rows = received(project_id, day).filter(client__in=enrolled, type__is_material_help=False)
    by_citizen = rows.order_by().values("client").annotate(types=Count("type", distinct=True))
    counts = by_citizen.aggregate(
        **{f"with_{n}": Count("client", filter=Q(types=n)) for n in range(1, FOUR_OR_MORE)},
        with_4=Count("client", filter=Q(types__gte=FOUR_OR_MORE)),
    )
    some = {n: counts[f"with_{n}"] for n in range(1, FOUR_OR_MORE + 1)}
    return {0: registered(project_id, day).count() - sum(some.values())} | some


def citizens_by_challenge(project_id: int, day: dt.date) -> Mapping[str, int]:
    """Citizens with a session by `day` that they attended and that was about the challenge."""
    topics = SessionTopic.objects.filter(
        session__project_id=project_id, session__held_on__lte=day, session__attendance=Session.Attendance.ATTENDED
    )
    return dict(topics.order_by().values_list("challenge").annotate(Count("session__client", distinct=True)))
