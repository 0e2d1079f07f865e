"""The WHO-5 scale as a chart: 0–100 with the lines that source 002 §5.3 reads it by."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext

from documents.charts.frame import NARROW, Chart
from documents.charts.lines import Point, Threshold, line_chart
from documents.numbers import short_date

HIGH_RISK_TO = 35
RISK_TO = 50
POPULATION_MEAN = 68
DATE_ROOM = 76  # units that a date such as 18.03.2014 takes


def score_thresholds() -> list[Threshold]:
    return [
        Threshold(HIGH_RISK_TO, gettext("High risk up to %(score)d") % {"score": HIGH_RISK_TO}),
        Threshold(RISK_TO, gettext("Risk up to %(score)d") % {"score": RISK_TO}),
        Threshold(POPULATION_MEAN, gettext("Population mean %(score)d") % {"score": POPULATION_MEAN}),
    ]


def score_curve(
    points: Sequence[tuple[dt.date, int]],
    *,
    id: str = "score_curve",
    width: int = NARROW,
) -> Chart:
    """One citizen's own scores over time, in the order of their dates. Empty without scores."""
    drawn = [Point(day.toordinal(), score, str(score), (short_date(day),)) for day, score in sorted(points)]
    return line_chart(
        id,
        gettext("WHO-5 score over time"),
        drawn,
        thresholds=score_thresholds(),
        axis=gettext("Score (0–100)"),
        heads=("",),
        room=DATE_ROOM,
        width=width,
    )
