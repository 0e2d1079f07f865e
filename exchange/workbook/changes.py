"""What an import would do: rows to create, change, remove and supersede, gathered before anything is written."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from clients.models import Client
from exchange.workbook.issues import Issue
from wellbeing.models import WellbeingResponse

KINDS = ("citizens", "interventions", "answers", "courses", "referral_sources", "intervention_types")


@dataclass
class Changes:
    """`gone` are stored rows that the file no longer has; they are listed and left."""

    created: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[type[models.Model], dict[Any, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    removed: list[models.Model] = field(default_factory=list)
    superseded: dict[WellbeingResponse, WellbeingResponse] = field(default_factory=dict)
    created_count: Counter[str] = field(default_factory=Counter)
    updated_count: Counter[str] = field(default_factory=Counter)
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    gone: list[Issue] = field(default_factory=list)
    gone_clients: set[int] = field(default_factory=set)

    def create(self, *rows: models.Model) -> None:
        for row in rows:
            self.created[type(row)].append(row)

    def set(self, row: models.Model, **values: Any) -> dict[str, Any]:
        """Give a stored `row` these values; returns the former values of the fields that differed."""
        former = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
        for name in former:
            setattr(row, name, values[name])
        if former:
            self.changed[type(row)].setdefault(row, set()).update(former)
        return former

    def clients_changed(self) -> frozenset[int]:
        """Ids of the stored citizens of whom the file says something else than what is stored."""
        rows = [*(row for rows in self.changed.values() for row in rows), *self.removed, *self.superseded]
        keys = {row.pk if isinstance(row, Client) else getattr(row, "client_id", None) for row in rows}
        return frozenset(key for key in keys if key is not None)

    def list_gone(self, client_id: int, issue: Issue) -> None:
        self.gone.append(issue)
        self.gone_clients.add(client_id)

    def warn_emptied(self, sheet: str, row: int, former: dict[str, Any], now: Any, headings: dict[str, str]) -> None:
        """The file's row rules, also where its cell is empty; what that erases is said beforehand."""
        for name, heading in headings.items():
            if former.get(name) not in (None, "") and getattr(now, name) in (None, ""):
                message = _("The cell is empty, but something is stored. The import empties it.")
                self.warnings.append(Issue(sheet, row, heading, message))
