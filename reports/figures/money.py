"""Money in whole øre: what had been decided, granted and paid by a day, as the rows say that are current now.

A correction applies backwards (docs/decisions/0018): a wrong amount was never right.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from projects.models import BudgetLine, Disbursement, Earmark, Framework, Grant

UNSPLIT = ""
GRANTED_LINES = tuple(line for line in BudgetLine if line is not BudgetLine.RESERVE)  # a reserve is granted to nobody


@dataclass(frozen=True)
class Economy:
    """`granted` by line; UNSPLIT is what was granted without saying for what. `framework` is a programme's alone."""

    granted: Mapping[str, int]
    paid_out: int
    framework: int | None = None
    earmarked: Mapping[str, int] = field(default_factory=dict)
    is_of_project: bool = False

    @property
    def granted_total(self) -> int:
        return sum(self.granted.values())

    @property
    def not_granted(self) -> int | None:
        return None if self.framework is None else self.framework - self.granted_total

    def granted_to(self, line: str) -> int | None:
        """None where nobody has said how much: a project that was not split into it, or money that was not split."""
        unknown = self.is_of_project or UNSPLIT in self.granted
        return self.granted.get(line, None if unknown else 0)


@dataclass(frozen=True)
class ProjectGrant:
    """What one applicant was granted for one project title, all lines together."""

    key: str
    applicant: str
    title: str
    amount: int


def of_project(project_id: int, day: dt.date) -> Economy:
    grants = Grant.objects.current().by(day).filter(project=project_id)
    payments = Disbursement.objects.current().by(day).filter(project=project_id)
    return Economy(_by_line(grants), payments.total(), is_of_project=True)


def of_programme(programme_id: int, day: dt.date) -> Economy:
    grants = Grant.objects.current().by(day).filter(programme=programme_id)
    payments = Disbursement.objects.current().by(day).filter(programme=programme_id)
    framework = Framework.objects.valid_on(day).filter(programme=programme_id)
    earmarks = Earmark.objects.valid_on(day).filter(programme=programme_id)
    return Economy(
        granted=_by_line(grants),
        paid_out=payments.total(),
        framework=framework.values_list("amount_oere", flat=True).first(),
        earmarked=dict(earmarks.order_by("line").values_list("line", "amount_oere")),
    )


def project_grants(programme_id: int, day: dt.date) -> tuple[ProjectGrant, ...]:
    """The grants to a programme's projects, in the order of the projects' codes (source 002, Table 3)."""
    grants = Grant.objects.current().by(day).filter(programme=programme_id, project__isnull=False)
    groups = grants.order_by().values_list("project__code", "applicant", "title").annotate(Sum("amount_oere"))
    found = [ProjectGrant(*group) for group in groups]
    # In Python: a Danish collation sorts AAR after ODE, as if it were ÅR.
    return tuple(sorted(found, key=lambda one: (one.key, one.applicant, one.title)))


def _by_line(grants: QuerySet[Grant]) -> dict[str, int]:
    return dict(grants.order_by().values_list("line").annotate(Sum("amount_oere")))
