"""The reports by name, as commands and pages ask for them."""

import datetime as dt
from collections.abc import Callable

from projects.models import Programme, Project
from reports.reports.base import Audience, Report
from reports.reports.overview import programme_overview
from reports.reports.project import project_report
from reports.reports.status import programme_status, project_status

KINDS: dict[str, dict[type[Project | Programme], Callable[..., Report]]] = {
    "project": {Project: project_report},
    "overview": {Programme: programme_overview},
    "status": {Project: project_status, Programme: programme_status},
}


def report_of(
    kind: str, subject: Project | Programme, *, as_of: dt.date | None = None, audience: Audience = "internal"
) -> Report:
    """Raises KeyError for a kind that `subject` has no report of, AsOfInFuture for a day to come."""
    return KINDS[kind][type(subject)](subject, as_of=as_of, audience=audience)
