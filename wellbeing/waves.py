import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from wellbeing.models import WellbeingResponse


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


def renumber(client_ids: Iterable[int], interval_days: int) -> int:
    """Store the wave numbers of these citizens' answers anew; returns how many rows changed."""
    answers = WellbeingResponse.objects.current().filter(client__in=list(client_ids), score__isnull=False)
    changed: list[WellbeingResponse] = []
    ordered = answers.only("client_id", "answered_on", "wave").order_by("client_id", "answered_on", "nth")
    for _client, group in groupby(ordered, key=attrgetter("client_id")):
        series = list(group)
        for answer, wave in zip(series, number_waves([a.answered_on for a in series], interval_days), strict=True):
            if answer.wave != wave:
                answer.wave = wave
                changed.append(answer)
    WellbeingResponse.objects.bulk_update(changed, ["wave"], batch_size=500)
    return len(changed)
