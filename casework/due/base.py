"""What a kind of due thing is made of. The definitions stand beside this, each once for pages, lists and mails."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value

from clients.models import Client, Enrolment
from documents.numbers import long_date
from projects.access import Permission
from projects.models import Project

NO_TARGET = Value(None, output_field=BigIntegerField())  # of a kind that leads to the citizen, and to no other row


@dataclass(frozen=True)
class Asked:
    """Who asks, of which project, on which day."""

    user: Any
    project: Project
    today: dt.date

    def days_ago(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=days)


class Kind:
    """One kind of due thing: a citizen, and the day it is counted from.

    `among` narrows citizens to those for whom something of the kind is due today, each with `counted_from`
    (a day, or null) and `target` (the key of the row that `address` leads to, or null). The due day lies
    `days` after `counted_from`. `permission` is what the thing to do needs: whoever may not do it is not
    told that it is due.
    """

    key: ClassVar[str]
    title: ClassVar[Any]
    tag: ClassVar[Any]  # in a word or two, in a list of citizens
    verb: ClassVar[Any]
    route: ClassVar[str]
    permission: ClassVar[Permission]
    anchor: ClassVar[str] = ""
    takes_target: ClassVar[bool] = False

    def among(self, citizens: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        raise NotImplementedError

    def days(self, project: Project) -> int:
        return 0

    def words(self, counted_from: dt.date | None, due_on: dt.date | None) -> str:
        """The words beside the citizen: what is due and since when."""
        raise NotImplementedError


def on_day(words: str, day: dt.date | None) -> str:
    """`words` with the day in its place."""
    return words % {"day": long_date(day) if day else "–"}


def within_reach(kind: Kind, asked: Asked) -> QuerySet[Any]:
    """The enrolled citizens with whom the person may do what the kind asks for, narrowed to those it is due for."""
    reached = Client.objects.visible_to(asked.user, kind.permission).filter(project=asked.project)
    stays = Enrolment.objects.filter(client=OuterRef("pk"), starts_on__lte=asked.today)
    enrolled = Exists(stays.filter(Q(ends_on=None) | Q(ends_on__gt=asked.today)))
    return kind.among(reached.filter(enrolled), asked)
