"""The order of the answers of one day, where two citizens turn out to be one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from heapq import merge

from clients.models import Client
from wellbeing.models import WellbeingResponse

ASIDE = 10_000  # places that no answer has, taken while the real ones are dealt out


def interleave(first: Client, second: Client) -> None:
    """Number the answers that both gave on one day as they were registered, each one's own order kept; they can then
    lie together."""
    shared = _days(first) & _days(second)
    for day in sorted(shared):
        series = [list(_of_the_day(client, day)) for client in (first, second)]
        _deal(list(merge(*series, key=lambda answer: answer.recorded_at)))


def close_gaps(client: Client) -> None:
    """Number each day's answers 1, 2, …, in the order that they have."""
    days = WellbeingResponse.objects.current().filter(client=client, nth__gt=1).values_list("answered_on", flat=True)
    for day in sorted(set(days)):
        _deal(list(_of_the_day(client, day)))


def _days(client: Client) -> set[dt.date]:
    return set(WellbeingResponse.objects.current().filter(client=client).values_list("answered_on", flat=True))


def _of_the_day(client: Client, day: dt.date) -> Iterable[WellbeingResponse]:
    return WellbeingResponse.objects.current().filter(client=client, answered_on=day).order_by("nth")


def _deal(answers: Sequence[WellbeingResponse]) -> None:
    """Give the answers the places 1, 2, …; what they supersede goes with them."""
    if [answer.nth for answer in answers] == list(range(1, len(answers) + 1)):
        return
    for offset in (ASIDE, 0):
        for nth, answer in enumerate(answers, start=1):
            WellbeingResponse.objects.filter(pk=answer.pk).update(nth=nth + offset)
    for nth, answer in enumerate(answers, start=1):
        WellbeingResponse.objects.filter(pk__in=_superseded_by(answer)).update(nth=nth)


def _superseded_by(answer: WellbeingResponse) -> list[int]:
    """The keys of the earlier versions of `answer`, of which there are few."""
    found: list[int] = []
    last = [answer.pk]
    while last := list(WellbeingResponse.objects.filter(superseded_by__in=last).values_list("pk", flat=True)):
        found += last
    return found
