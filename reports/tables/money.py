from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from documents.numbers import number, rounded
from documents.tables import Cell, Column, Note, Row, Table, percent
from projects.models import BudgetLine
from reports.figures.money import GRANTED_LINES, UNSPLIT, Economy, ProjectGrant
from reports.tables import parts

OERE = 100
BLANK = Cell(None, "")


def kroner_cell(oere: int | None) -> Cell:
    """Whole kroner, rounded half away from zero."""
    kroner = None if oere is None else int(rounded(Fraction(oere, OERE)))
    return Cell(kroner, number(kroner))


def economy(money: Economy) -> Table:
    """What was set aside, granted and paid by the day (source 000)."""
    rows = [
        ("framework", gettext("Framework"), money.framework),
        *((f"granted_{line.value}", _granted_label(line), money.granted_to(line)) for line in GRANTED_LINES),
        ("granted_total", gettext("Granted in total"), money.granted_total),
        ("paid_out", gettext("Paid out"), money.paid_out),
        ("not_granted", gettext("Not granted yet"), money.not_granted),
    ]
    return Table(
        id="economy",
        title=gettext("The money"),
        source=parts.source(parts.MONEY),
        row_label=gettext("Item"),
        columns=(Column("value", pgettext("table column", "Kroner")),),
        rows=tuple(Row(key, label, {"value": kroner_cell(oere)}) for key, label, oere in rows),
        notes=(*_unsplit(money), *_earmarks(money), *_shares(money)),
        count_columns=(),
    )


def grants(rows: Sequence[ProjectGrant]) -> Table:
    """Applicant, project title, grant; and their sum (source 002, Table 3)."""
    keys = _row_keys(rows)
    return Table(
        id="grants",
        title=gettext("Grants to the projects"),
        source=parts.source(parts.MONEY),
        row_label=gettext("Applicant"),
        columns=(
            Column("title", pgettext("table column", "Project title")),
            Column("grant", pgettext("table column", "Grant (kroner)")),
        ),
        rows=tuple(
            Row(key, one.applicant, {"title": Cell(None, one.title), "grant": kroner_cell(one.amount)})
            for key, one in zip(keys, rows, strict=True)
        ),
        total={"title": BLANK, "grant": kroner_cell(sum(one.amount for one in rows))},
        count_columns=(),
    )


def _row_keys(rows: Sequence[ProjectGrant]) -> list[str]:
    """The project's code; from its second applicant or title on followed by -2, -3, …"""
    seen: Counter[str] = Counter()
    keys = []
    for one in rows:
        seen[one.key] += 1
        keys.append(one.key if seen[one.key] == 1 else f"{one.key}-{seen[one.key]}")
    return keys


def _granted_label(line: BudgetLine) -> str:
    labels = {
        BudgetLine.MUNICIPAL: gettext("Granted to the municipal effort"),
        BudgetLine.NGO: gettext("Granted to the cooperation with NGOs"),
        BudgetLine.IMPLEMENTATION: gettext("Granted to implementation support"),
        BudgetLine.DISSEMINATION: gettext("Granted to dissemination of results"),
        BudgetLine.OTHER: gettext("Granted to other things"),
    }
    return labels[line]


def _unsplit(money: Economy) -> tuple[Note, ...]:
    if UNSPLIT not in money.granted:
        return ()
    text = gettext("%(amount)s kroner are granted without being split into lines.")
    return (Note(text % {"amount": kroner_cell(money.granted[UNSPLIT]).display}),)


def _earmarks(money: Economy) -> tuple[Note, ...]:
    """What was set aside for a line beside what was granted: the rest was not applied for (source 000)."""
    return tuple(Note(_earmark(line, oere, money.granted.get(line, 0))) for line, oere in money.earmarked.items())


def _earmark(line: str, oere: int, granted: int) -> str:
    facts = {"line": capfirst(BudgetLine(line).label), "earmarked": kroner_cell(oere).display}
    if line == BudgetLine.RESERVE:
        return gettext("%(line)s: %(earmarked)s kroner are set aside.") % facts
    text = gettext("%(line)s: %(earmarked)s kroner are earmarked, %(granted)s are granted.")
    return text % {**facts, "granted": kroner_cell(granted).display}


def _shares(money: Economy) -> tuple[Note, ...]:
    """Each share says of what it is: 12.2 million were 37 per cent of what was granted, 27 of the framework."""
    granted = percent(money.paid_out, money.granted_total)
    if granted is None:
        return (Note(gettext("No grant has been entered by the day.")),)
    of_framework = percent(money.paid_out, money.framework or 0)
    if of_framework is None:
        text = gettext("What is paid out is %(granted)s per cent of what is granted.")
        return (Note(text % {"granted": number(granted)}),)
    text = gettext(
        "What is paid out is %(granted)s per cent of what is granted and %(framework)s per cent of the framework."
    )
    return (Note(text % {"granted": number(granted), "framework": number(of_framework)}),)
