from typing import Any

from django.db.models import Q

from casework.baseline.models import ASKED, Baseline
from casework.models import CourseIntervention
from clients.models import ClientLink
from cti.models import Course
from projects.access import Permission


def sees_baseline(user: Any, course: Course, permission: Permission = Permission.COURSE_RUN) -> bool:
    """Whether the course's baseline is for `user`: through a live link of the organisation that made the intake, of
    the one that runs the course, or of one that the citizen's consent lets read notes (docs/decisions/0023)."""
    runs = CourseIntervention.objects.filter(course=course).values("intervention__provider")
    narrower = (
        Q(basis=ClientLink.Basis.INTAKE) | Q(consent__covers_notes=True) | Q(organisation__in=runs)
    )  # fmt: skip
    return ClientLink.objects.reaching(user, permission).filter(narrower, client=course.client_id).exists()


def baseline_of(course: Course) -> Baseline | None:
    found = Baseline.objects.filter(course=course).select_related("informed_by")
    return found.prefetch_related("settings").first()


def answered(baseline: Baseline | None) -> int:
    """How many of the facts that are asked for have an answer, "not known" being one; the forms count as one."""
    if baseline is None:
        return 0
    return sum(bool(getattr(baseline, name)) for name in ASKED) + bool(baseline.settings.all())
