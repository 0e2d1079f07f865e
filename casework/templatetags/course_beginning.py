from typing import Any

from django import template

from casework.baseline.models import ASKED
from casework.baseline.querysets import answered, baseline_of, sees_baseline
from casework.people.homes import home_warning
from cti.models import Course

register = template.Library()


@register.inclusion_tag("casework/course_beginning.html", takes_context=True)
def course_beginning(context: dict[str, Any], course: Course) -> dict[str, Any]:
    """On the course's page: how far its baseline is, for those who may see it, and what the home municipality lacks."""
    may_see = sees_baseline(context["user"], course)
    baseline = baseline_of(course) if may_see else None
    return {
        "course": course,
        "client": context["client"],
        "project": context["project"],
        "may_see": may_see,
        "baseline": baseline,
        "answered": answered(baseline),
        "asked": len(ASKED) + 1,
        "warning": home_warning(course.client),
    }
