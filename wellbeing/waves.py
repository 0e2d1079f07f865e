import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter, itemgetter

from wellbeing.models import WellbeingResponse

BATCH = 1000


def number_waves(days: Iterable[dt.date], interval_days: int) -> list[int | None]:
    """The wave of each of one citizen's complete answers, given in order; None for those in between.

    The first answer is wave 1; the next wave is the first answer at least `interval_days` after the last
    one counted (figures.md, "WHO-5").
    """
    waves: list[int | None] = []
    last: dt.date | None = None
    wave = 0
    for day in days:
        counts = last is None or (day - last).days >= interval_days
        if counts:
            wave, last = wave + 1, day
        waves.append(wave if counts else None)
    return waves


def number_new(answers: Iterable[WellbeingResponse], interval_days: int) -> None:
    """Set the waves of answers that are still to be stored, of citizens who have no others; `client` is set."""
    complete = [answer for answer in answers if answer.score is not None]
    series: dict[int, list[WellbeingResponse]] = defaultdict(list)
    for answer in sorted(complete, key=attrgetter("answered_on", "nth")):
        series[id(answer.client)].append(answer)
    for own in series.values():
        for answer, wave in zip(own, number_waves([a.answered_on for a in own], interval_days), strict=True):
            answer.wave = wave


def renumber(client_ids: Iterable[int], interval_days: int) -> int:
    """Store the wave numbers of these citizens' answers anew; returns how many rows changed."""
    answers = WellbeingResponse.objects.current().filter(client__in=list(client_ids), score__isnull=False)
    changed: dict[int | None, list[int]] = defaultdict(list)
    ordered = answers.order_by("client_id", "answered_on", "nth").values_list("client_id", "answered_on", "wave", "pk")
    for _client, group in groupby(ordered, key=itemgetter(0)):
        series = list(group)
        waves = number_waves([day for _client, day, _wave, _key in series], interval_days)
        for (_client, _day, former, key), wave in zip(series, waves, strict=True):
            if former != wave:
                changed[wave].append(key)
    for wave, keys in changed.items():
        for first in range(0, len(keys), BATCH):
            WellbeingResponse.objects.filter(pk__in=keys[first : first + BATCH]).update(wave=wave)
    return sum(map(len, changed.values()))
