"""Reading rows of money. `current()` is what counts today; a correction therefore applies backwards, also to the
figures of an earlier day: the row that it replaced was wrong then, too."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q


class MoneyQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """The rows that are neither replaced nor removed."""
        return self.filter(replaced_by=None, removed_at=None)

    def by(self, day: dt.date) -> Self:
        """Those dated `day` or earlier."""
        return self.filter(**{f"{self.model.dated}__lte": day})

    def newest_first(self) -> Self:
        return self.order_by(f"-{self.model.dated}", "-pk")

    def total(self) -> int:
        """The sum in øre; 0 where there is no row."""
        return self.aggregate(total=models.Sum("amount_oere"))["total"] or 0


class DecisionQuerySet(MoneyQuerySet):
    """Frameworks and earmarks: a decision holds from its day until a later one of the same kind."""

    def valid_on(self, day: dt.date) -> Self:
        """The newest current decision of each programme (of an earmark: of each line, too) by `day`."""
        until = self.model._default_manager.current().by(day)
        later = until.filter(**{name: OuterRef(name) for name in self.model.decided_once_for}).filter(
            Q(decided_on__gt=OuterRef("decided_on")) | Q(decided_on=OuterRef("decided_on"), pk__gt=OuterRef("pk"))
        )
        return self.filter(pk__in=until.filter(~Exists(later)).values("pk"))
