"""Reading across rooms: the list of citizens."""

import datetime as dt
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import ExtractYear
from django.utils.timezone import localdate

from casework.due.contact import last_contact
from clients.assignments.querysets import with_worker
from clients.finding import with_own_names
from clients.models import Client, ClientLink, Enrolment
from cti.models import Course, Phase
from projects.models import Organisation, Project

# What the list can be ordered by, as the address names it.
ORDERS = {
    "code": "code",
    "newest": "created_at",
    "age": "age",
    "since": "enrolled_on",
    "course": "phase_number",
    "contact": "last_contact_on",
    "next": "next_appointment_on",
    "worker": "worker_name",
}
NEWEST = "-newest"
SOON = 30  # days before a consent's last day from which on the citizen's page says so


def listed_citizens(user: Any, project: Project) -> QuerySet[Client]:
    """The project's citizens within the person's reach, with what the list shows of each."""
    citizens = Client.objects.visible_to(user).filter(project=project)
    return with_worker(with_course(with_stays(with_own_names(citizens, user))))


def with_stays(citizens: QuerySet[Client]) -> QuerySet[Client]:
    """First and latest enrolment, `age` at the first (figures.md, "Age"), and the last attended session."""
    stays = Enrolment.objects.filter(client=OuterRef("pk"))
    latest = stays.order_by("-starts_on", "-pk")
    stayed = citizens.annotate(
        first_enrolled_on=Subquery(stays.order_by("starts_on").values("starts_on")[:1]),
        enrolled_on=Subquery(latest.values("starts_on")[:1]),
        ended_on=Subquery(latest.values("ends_on")[:1]),
        last_contact_on=last_contact(),
    )
    age = ExtractYear("first_enrolled_on") - F("birth_year")
    return stayed.annotate(age=ExpressionWrapper(age, IntegerField()))


def with_course(citizens: QuerySet[Client]) -> QuerySet[Client]:
    """Whether a course is open, since when it runs, and the number of the phase it has reached today."""
    running = Course.objects.filter(client=OuterRef("pk"), ends_on=None)
    reached = Phase.objects.filter(course__client=OuterRef("pk"), course__ends_on=None, starts_on__lte=localdate())
    return citizens.annotate(
        has_course=Exists(running),
        course_starts_on=Subquery(
            running.order_by(F("starts_on").desc(nulls_last=True)).values("starts_on")[:1],
        ),
        phase_number=Subquery(reached.order_by("-course__starts_on", "-number").values("number")[:1]),
    )


def accesses(client: Client) -> QuerySet[ClientLink]:
    """Every organisation's access to the citizen, `is_live` today or not; the live ones first. `ends_soon` marks a
    consent that ends within the month and has not been withdrawn."""
    today = localdate()
    is_live = Q(opens_on__lte=today) & (Q(closes_on=None) | Q(closes_on__gt=today))
    may_be_withdrawn = Q(consent__withdrawn_on=None, basis=ClientLink.Basis.CONSENT) & (
        Q(closes_on=None) | Q(closes_on__gt=today)
    )
    ends_soon = may_be_withdrawn & Q(closes_on__lte=today + dt.timedelta(days=SOON))
    links = ClientLink.objects.filter(client=client).select_related("organisation", "consent")
    return links.annotate(
        is_live=ExpressionWrapper(is_live, BooleanField()),
        may_be_withdrawn=ExpressionWrapper(may_be_withdrawn, BooleanField()),
        ends_soon=ExpressionWrapper(ends_soon, BooleanField()),
    ).order_by("-is_live", "opens_on", "pk")


def without_access(client: Client) -> QuerySet[Organisation]:
    """The project's organisations that have no access to the citizen, now or to come."""
    today = localdate()
    links = ClientLink.objects.filter(client=client, organisation=OuterRef("pk"))
    has_access = Exists(links.filter(Q(closes_on=None) | Q(closes_on__gt=today)))
    return Organisation.objects.taking_part_in(client.project, today).exclude(has_access).order_by("name")


def with_status(citizens: QuerySet[Client], status: str) -> QuerySet[Client]:
    """`enrolled`: a stay is open; `ended`: none is; anything else: all."""
    is_open = Exists(Enrolment.objects.filter(client=OuterRef("pk"), ends_on=None))
    return {"enrolled": citizens.filter(is_open), "ended": citizens.filter(~is_open)}.get(status, citizens)


def in_phase(citizens: QuerySet[Any], phase: str) -> QuerySet[Any]:
    """Those whose running course has reached the phase of that number; `contact`: in a contact period; `none`:
    without a course; anything else: all. Of citizens `with_course`."""
    if phase.isascii() and phase.isdigit():
        return citizens.filter(phase_number=int(phase[:4]))
    narrowed = {
        "contact": citizens.filter(has_course=True, course_starts_on=None),
        "none": citizens.filter(has_course=False),
    }
    return narrowed.get(phase, citizens)


def ordered_by(citizens: QuerySet[Client], order: str) -> QuerySet[Client]:
    """Ordered by a name of ORDERS (with `-`: falling), unknown values last; newest first by default."""
    name = order.removeprefix("-")
    if name not in ORDERS:
        return ordered_by(citizens, NEWEST)
    field = F(ORDERS[name])
    falls = order.startswith("-")
    return citizens.order_by(field.desc(nulls_last=True) if falls else field.asc(nulls_last=True), "-pk")
