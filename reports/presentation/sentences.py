"""A sentence or two per section, from cells that the report shows: what is withheld or hidden is not told here."""

from django.utils.translation import gettext, ngettext

from documents.numbers import number
from documents.tables import Cell, Table
from reports.figures.status import IN_COURSE_EXIT, IN_COURSE_IMPROVE
from reports.reports import OverviewReport, Report
from wellbeing.instrument import RiskGroup


def citizens(report: Report) -> list[str]:
    facts = report.table("citizen_facts")
    registered = _shown(facts, "registered", "value")
    if registered is None:
        return []
    count = int(registered.value or 0)
    if count == 0:
        return [gettext("The project has not registered any citizens yet.")]
    text = ngettext(
        "The project has registered %(count)s citizen.", "The project has registered %(count)s citizens.", count
    )
    sentences = [text % {"count": registered.display}]
    months, age = _shown(facts, "mean_participation_months", "value"), _shown(facts, "mean_age_years", "value")
    if months is not None:
        sentences.append(gettext("On average they have taken part for %(months)s.") % {"months": months.display})
    if age is not None:
        sentences.append(gettext("Their mean age is %(years)s.") % {"years": age.display})
    return sentences


def interventions(report: Report) -> list[str]:
    types, sentences = report.table("citizens_by_intervention"), []
    most = _most(types)
    if most is not None:
        label, cell = most
        text = gettext("The intervention that most citizens have received is %(type)s (%(count)s citizens).")
        sentences.append(text % {"type": label, "count": cell.display})
    per_citizen = report.table("interventions_per_citizen")
    none = _shown(per_citizen, "0", "count")
    if none is not None and none.value:
        text = ngettext(
            "For %(count)s citizen no intervention is registered.",
            "For %(count)s citizens no intervention is registered.",
            int(none.value),
        )
        sentences.append(text % {"count": none.display})
    return sentences or [gettext("No interventions are registered.")] * (not types.is_withheld)


def wellbeing(report: Report) -> list[str]:
    waves, changes = report.table("who5_by_wave"), report.table("who5_change")
    sentences = []
    if not waves.is_withheld:
        sentences.append(_first_wave(waves))
    if changes.rows:
        sentences.append(_last_change(changes))
    return sentences


def _first_wave(waves: Table) -> str:
    if not waves.rows:
        return gettext("There are not enough WHO-5 answers to show a mean yet.")
    first = waves.rows[0]
    text = gettext("In wave %(wave)s the mean score of the %(n)s citizens who answered is %(mean)s: %(risk)s.")
    return text % {
        "wave": first.key,
        "n": first.cells["n"].display,
        "mean": first.cells["mean"].display,
        "risk": RiskGroup(waves.extra["risk"][first.key]).label,
    }


def _last_change(changes: Table) -> str:
    """From the first wave to the last one shown, for the citizens who answered both (source 002 §3.1)."""
    last = changes.rows[-1]
    if changes.extra["significant"][last.key]:
        text = gettext(
            "From wave 1 to wave %(wave)s the mean score of the %(n)s citizens who answered both changes by "
            "%(change)s points. The rise is clinically significant."
        )
    else:
        text = gettext(
            "From wave 1 to wave %(wave)s the mean score of the %(n)s citizens who answered both changes by "
            "%(change)s points. It is not a clinically significant rise."
        )
    return text % {"wave": last.key, "n": last.cells["n"].display, "change": last.cells["change"].display}


def referrals(report: Report) -> list[str]:
    most = _most(report.table("referral_sources"))
    if most is None:
        return []
    text = gettext("The most frequent source is %(source)s (%(count)s citizens).")
    return [text % {"source": most[0], "count": most[1].display}]


def projects(report: Report) -> list[str]:
    if not isinstance(report, OverviewReport) or not report.projects:
        return [gettext("The programme has no projects yet.")]
    count = len(report.projects)
    text = ngettext("The programme has %(count)s project.", "The programme has %(count)s projects.", count)
    return [text % {"count": count}]


def grants(report: Report) -> list[str]:
    total = (report.table("grants").total or {})["grant"]
    if not total.value:
        return [gettext("No grant has been entered by the day.")]
    return [gettext("The projects have been granted %(amount)s kroner in total.") % {"amount": total.display}]


def status(report: Report) -> list[str]:
    """As the minister told it: how many are in a course, to which end, and how many have had help (source 000)."""
    table = report.table("status")
    if table.is_withheld or table.total is None:
        return []
    total = table.total["count"]
    if not total.value:
        return [gettext("No citizens have been registered by the day.")]
    leave, improve = (table.row(key).cells["count"] for key in (IN_COURSE_EXIT, IN_COURSE_IMPROVE))
    text = gettext(
        "In total, %(total)s citizens have been helped. %(running)s are in a CTI course: %(leave)s towards leaving "
        "prostitution and %(improve)s towards a better life situation."
    )
    running = number(int(leave.value or 0) + int(improve.value or 0))
    return [text % {"total": total.display, "running": running, "leave": leave.display, "improve": improve.display}]


def economy(report: Report) -> list[str]:
    table = report.table("economy")
    framework, granted, paid = (_shown(table, key, "value") for key in ("framework", "granted_total", "paid_out"))
    if granted is None or paid is None or not granted.value:
        return [gettext("No grant has been entered by the day.")]
    amounts = {"granted": granted.display, "paid": paid.display, "framework": framework.display if framework else ""}
    if framework is None:
        return [gettext("%(granted)s kroner are granted, of which %(paid)s are paid out.") % amounts]
    text = gettext("Of the framework of %(framework)s kroner, %(granted)s are granted; %(paid)s of these are paid out.")
    return [text % amounts]


def _shown(table: Table, key: str, column: str) -> Cell | None:
    """The cell, where the report shows a value in it."""
    if table.is_withheld:
        return None
    cell = table.row(key).cells[column]
    return None if cell.value is None else cell


def _most(table: Table) -> tuple[str, Cell] | None:
    """The one row with the largest count above one; None where two share it, or a count is hidden."""
    cells = [(row.label, row.cells["count"]) for row in table.rows]
    values = sorted((int(cell.value or 0) for _label, cell in cells), reverse=True)
    if any(cell.is_suppressed for _label, cell in cells) or not values or values[0] < 2 or values[0] in values[1:]:
        return None
    return next((label, cell) for label, cell in cells if cell.value == values[0])
