"""What the other work adds up to.

Counselling about a citizen is left out: the reports count it with the citizen's interventions, and here it would say
something about people whom the reader may not see.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.numbers import number
from interventions.other_work.kinds import CONSULTATION, MEETING, OUTREACH, TRAINING, Kind
from interventions.other_work.listing import Chosen
from interventions.other_work.models import OutreachContact, ProfessionalTraining
from projects.models import Project

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class SumRow:
    """`times` is how many entries; None where a row has no such number."""

    label: str
    times: int | None
    people: int | None
    minutes: int | None

    @property
    def cells(self) -> tuple[str, str, str]:
        hours = None if self.minutes is None else Fraction(self.minutes, MINUTES_PER_HOUR)
        return number(self.times), number(self.people), number(hours, 1)


def sums(project: Project, chosen: Chosen) -> list[SumRow]:
    """The rows of the kinds asked for that hold anything, in one query a kind."""
    ways: Mapping[Kind, Any] = {
        OUTREACH: _outreach,
        TRAINING: _training,
        MEETING: _meetings,
        CONSULTATION: _consultations,
    }
    return [row for kind in chosen.kinds for row in ways[kind](chosen.of(kind, project).current().order_by())]


def total_minutes(rows: Iterable[SumRow]) -> SumRow:
    """All the time, in a row of its own; people of different kinds are not added up."""
    return SumRow(_("Time in all"), None, None, sum(row.minutes or 0 for row in rows))


def _outreach(entries: Any) -> Iterator[SumRow]:
    found = _grouped(entries, "channel", people=Sum("people"))
    for channel in OutreachContact.Channel:
        if group := found.get(channel.value):
            label = _("Outreach: %(channel)s") % {"channel": channel.label}
            yield SumRow(label, group["times"], group["people"], group["minutes"])


def _training(entries: Any) -> Iterator[SumRow]:
    found = _grouped(entries, "kind", people=Sum("professionals"), knowledge_persons=Sum("knowledge_persons"))
    for kind in ProfessionalTraining.Kind:
        if group := found.get(kind.value):
            label = _("%(kind)s for professionals") % {"kind": capfirst(str(kind.label))}
            yield SumRow(label, group["times"], group["people"], group["minutes"])
    if trained := sum(group["knowledge_persons"] for group in found.values()):
        yield SumRow(_("Knowledge persons among the professionals"), None, trained, None)


def _meetings(entries: Any) -> Iterator[SumRow]:
    yield from _one_row(entries, _("Network meetings"))


def _consultations(entries: Any) -> Iterator[SumRow]:
    yield from _one_row(entries.about_none(), _("Counselling of professionals about no citizen"))


def _one_row(entries: Any, label: str) -> Iterator[SumRow]:
    found = entries.aggregate(times=Count("pk"), minutes=Sum("minutes"))
    if found["times"]:
        yield SumRow(label, found["times"], None, found["minutes"])


def _grouped(entries: Any, by: str, **sums: Any) -> dict[str, dict[str, int]]:
    groups = entries.values(by).annotate(times=Count("pk"), minutes=Sum("minutes"), **sums)
    return {group[by]: group for group in groups}
