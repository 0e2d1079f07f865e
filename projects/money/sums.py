"""What the pages of money add up, of the rows that count today. The report's figures are in `reports/figures`."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from projects.models import BudgetLine, Disbursement, Earmark, Framework, Grant, Programme, Project
from projects.money.querysets import MoneyQuerySet


@dataclass(frozen=True)
class Sums:
    """In øre."""

    granted: int
    paid_out: int

    @property
    def left(self) -> int:
        return self.granted - self.paid_out

    @property
    def is_overpaid(self) -> bool:
        return self.paid_out > self.granted


def sums_of(**place: object) -> Sums:
    """Of a project, or of a programme with all its projects."""
    granted, paid = (rows.current().filter(**place).total() for rows in (Grant.objects, Disbursement.objects))
    return Sums(granted=granted, paid_out=paid)


@dataclass(frozen=True)
class ProgrammeSums:
    """In øre; `framework` is None before the first decision."""

    framework: int | None
    money: Sums

    @property
    def not_granted(self) -> int | None:
        return None if self.framework is None else self.framework - self.money.granted


def sums_of_programme(programme: Programme) -> ProgrammeSums:
    framework = Framework.objects.filter(programme=programme).valid_on(localdate()).first()
    return ProgrammeSums(framework and framework.amount_oere, sums_of(programme=programme))


@dataclass(frozen=True)
class Line:
    """One budget line, in øre; `earmarked` is None where nothing is set aside for it."""

    key: str
    label: str
    earmarked: int | None
    granted: int

    @property
    def not_applied_for(self) -> int | None:
        """What is earmarked and not granted; below 0 where more is granted. A reserve is not for applicants."""
        if self.earmarked is None or self.key == BudgetLine.RESERVE:
            return None
        return self.earmarked - self.granted


def lines_of_programme(programme: Programme) -> list[Line]:
    """With what is earmarked, and what is granted to the projects and to no project."""
    earmarks = Earmark.objects.filter(programme=programme).valid_on(localdate())
    earmarked = {row.line: row.amount_oere for row in earmarks}
    return _lines(Grant.objects.filter(programme=programme), earmarked)


def lines_of_project(project: Project) -> list[Line]:
    return _lines(Grant.objects.filter(project=project), {})


def _lines(grants: MoneyQuerySet, earmarked: dict[str, int]) -> list[Line]:
    """The lines that hold anything, in the order of `BudgetLine`; the grants that are not split come last."""
    labels = [*((line.value, str(line.label)) for line in BudgetLine), ("", _("not split"))]
    granted: dict[str, int] = dict(
        grants.current().values("line").annotate(total=Sum("amount_oere")).values_list("line", "total")
    )
    lines = [Line(key, label, earmarked.get(key), granted.get(key, 0)) for key, label in labels]
    return [line for line in lines if line.granted or line.earmarked is not None]
