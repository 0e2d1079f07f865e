from typing import Any

from django.conf import settings
from django.http import HttpRequest

from projects.access import Permission, has_permission, memberships_today


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows: the neutral name, the project, and what the person may open there."""
    context: dict[str, Any] = {"site_name": settings.SITE_NAME, "project": getattr(request, "project", None)}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    own = {m.project.pk: m.project for m in memberships_today(user) if m.project is not None}
    return context | {
        "own_projects": list(own.values()),
        "may": {p.value: has_permission(user, p, context["project"]) for p in Permission},
    }
