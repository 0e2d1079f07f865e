import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.models import CourseIntervention
from clients.homes import check_home
from clients.models import Client
from cti import services as cti
from cti.models import Course
from interventions.models import InterventionType, NationalInterventionType
from interventions.services import end_intervention, log_intervention
from projects.models import Organisation


@transaction.atomic
def start_course(
    client: Client,
    *,
    goal: str = "",
    starts_on: dt.date,
    course: Course | None = None,
    runs_as: InterventionType | NationalInterventionType,
    provider: Organisation,
    by: Any,
) -> Course:
    """Start a CTI course and the intervention it runs as, which is what the intervention tables count.

    Raises ValidationError for a type that no course runs as, and where a municipal course needs an agreement with
    the citizen's home municipality that is not there (clients/homes.py).
    """
    if not runs_as.is_course:
        raise ValidationError({"runs_as": _("A course cannot run as this type of intervention.")})
    check_home(client, provider, starts_on)
    course = cti.start_course(client, goal=goal, starts_on=starts_on, course=course, by=by)
    intervention = log_intervention(
        client=client, type=runs_as, starts_on=starts_on, provider=provider, logged_for=provider, by=by
    )
    CourseIntervention.objects.create(course=course, intervention=intervention)
    return course


@transaction.atomic
def end_course(course: Course, *, ends_on: dt.date, end_reason: str, by: Any) -> Course:
    """End the course and, where it is open, the intervention it runs as."""
    course = cti.end_course(course, ends_on=ends_on, end_reason=end_reason, by=by)
    link = CourseIntervention.objects.filter(course=course).select_related("intervention").first()
    if link is not None and link.intervention.ends_on is None:
        end_intervention(link.intervention, ends_on=ends_on, by=by)
    return course
