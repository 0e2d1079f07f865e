"""Charts as geometry: Python says where everything stands, an SVG template draws it. See `{% chart %}`."""

from documents.charts.bars import Bar, bar_chart
from documents.charts.frame import NARROW, WIDE, Chart
from documents.charts.lines import Point, Threshold, line_chart
from documents.charts.scores import score_curve, score_thresholds
from documents.charts.weeks import Stretch, week_chart

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "Chart",
    "Point",
    "Stretch",
    "Threshold",
    "bar_chart",
    "line_chart",
    "score_curve",
    "score_thresholds",
    "week_chart",
]
