"""Which chart belongs to which table. A chart shows its table's own cells, so what a table hides, it hides too."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext, pgettext

from documents.charts import Bar, Chart, Point, bar_chart, line_chart, score_thresholds
from documents.paper import Figure
from documents.tables import SUPPRESSED, Cell, Note, Row, Table
from reports.reports import Report, ReportProject

NONE_REGISTERED = "0"  # the row of interventions_per_citizen that is not about interventions
MONEY_BARS = ("framework", "granted_total", "paid_out")


def figure_of(table: Table, report: Report, width: int) -> Figure | None:
    """The figure that draws `table`; None for a table that has none, or that is withheld."""
    draw = DRAWN.get(table.id)
    if draw is None or table.is_withheld:
        return None
    chart = replace(draw(table, width), id=_chart_id(table, report))
    return Figure(chart, table.title, table.source, _base(table, report))


def _chart_id(table: Table, report: Report) -> str:
    """The only one on a page that shows several projects."""
    return f"{table.id}-{report.about.code.lower()}" if isinstance(report.about, ReportProject) else table.id


def shares(table: Table, width: int) -> Chart:
    """A bar per row as long as its count; both its share and its count stand at its end."""
    return bar_chart(table.id, table.title, [_share_bar(row) for row in table.rows], width=width)


def counts(table: Table, width: int) -> Chart:
    bars = [_count_bar(row) for row in table.rows]
    return bar_chart(table.id, table.title, bars, width=width)


def counts_with_none(table: Table, width: int) -> Chart:
    bars = [_count_bar(row, is_muted=row.key == NONE_REGISTERED) for row in table.rows]
    return bar_chart(table.id, table.title, bars, width=width)


def money(table: Table, width: int) -> Chart:
    """What is set aside, granted and paid; the lines that make up the total are in the table."""
    bars = [_money_bar(row) for row in table.rows if row.key in MONEY_BARS and row.cells["value"].value is not None]
    return bar_chart(table.id, table.title, bars, width=width)


def waves(table: Table, width: int) -> Chart:
    """The mean of each wave with its n beneath; a wave that is left out keeps its place and breaks the line."""
    shown = {int(row.key): row for row in table.rows}
    last = max(shown, default=0)
    return line_chart(
        table.id,
        table.title,
        [_wave_point(number, shown.get(number)) for number in range(1, last + 1)],
        thresholds=score_thresholds(),
        axis=gettext("Mean score (0–100)"),
        heads=(gettext("Wave"), "n"),
        width=width,
    )


DRAWN: dict[str, Callable[[Table, int], Chart]] = {
    "age_distribution": shares,
    "gender_distribution": shares,
    "citizens_by_intervention": counts,
    "interventions_per_citizen": counts_with_none,
    "citizens_by_challenge": counts,
    "who5_by_wave": waves,
    "referral_sources": shares,
    "status": counts,
    "economy": money,
}


def _share_bar(row: Row) -> Bar:
    share, count = row.cells["percent"], row.cells["count"]
    if count.is_suppressed or share.value is None:
        return Bar(row.label, count.value, count.display)
    display = pgettext("at the end of a bar", "%(percent)s per cent (%(count)s)")
    return Bar(row.label, count.value, display % {"percent": share.display, "count": count.display})


def _count_bar(row: Row, *, is_muted: bool = False) -> Bar:
    cell = row.cells["count"]
    return Bar(row.label, cell.value, cell.display, is_muted)


def _money_bar(row: Row) -> Bar:
    cell = row.cells["value"]
    return Bar(row.label, cell.value, gettext("%(amount)s kroner") % {"amount": cell.display})


def _wave_point(number: int, row: Row | None) -> Point:
    if row is None:
        return Point(number, None, gettext("left out"), (str(number), "–"))
    mean: Cell = row.cells["mean"]
    return Point(number, mean.value, mean.display, (str(number), row.cells["n"].display))


def _base(table: Table, report: Report) -> tuple[Note, ...]:
    """ "N = 78.": how many citizens the figure is about, where the report tells that."""
    if not table.count_columns:
        return ()
    cell = _base_cell(table, report)
    if cell.is_suppressed or not cell.value:
        return ()
    return (Note(f"N = {cell.display}."),)


def _base_cell(table: Table, report: Report) -> Cell:
    if table.total is not None:
        return table.total["count"]
    if table.id == "who5_by_wave":
        return table.rows[0].cells["n"] if table.rows else SUPPRESSED
    facts = report.table("citizen_facts")
    return SUPPRESSED if facts.is_withheld else facts.row("registered").cells["value"]
