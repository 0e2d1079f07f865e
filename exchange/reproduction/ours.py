"""Our own numbers, read from our reports by the addresses of published.json."""

import datetime as dt
from fractions import Fraction

from django.utils import translation

from documents.numbers import number
from documents.tables import Cell, count_cell
from exchange.reproduction.published import Printed, ReportAsked, Shown, published
from projects.models import Programme, Project
from reports.figures import money
from reports.printing import LANGUAGE
from reports.reports import Report, report_of
from wellbeing.instrument import CLINICALLY_SIGNIFICANT, FACTOR, HIGH_RISK_TO, POPULATION_MEAN, RISK_TO

RULES, EARMARK, UNKNOWN, TOTAL = "rules", "earmark", "unknown", "total"
OERE = 100


def our_numbers() -> dict[str, list[str]]:
    """By exhibit, one for each number that it prints, as our reports display them; in Danish, as the sources are."""
    with translation.override(LANGUAGE):
        reader = Reader()
        return {
            exhibit.id: [reader.displayed(one) for one in exhibit.numbers]
            for exhibit in published().exhibits
            if exhibit.numbers
        }


class Reader:
    """The reports that the addresses name; each is made once."""

    def __init__(self) -> None:
        self.reports = {code: _report(code, asked) for code, asked in published().reports.items()}

    def displayed(self, printed: Printed) -> str:
        cells = [(self.cell(address.removeprefix("-")), address.startswith("-")) for address in printed.ours]
        if len(cells) == 1 and printed.shown is None:
            return cells[0][0].display
        values = [-Fraction(cell.value or 0) if is_less else Fraction(cell.value or 0) for cell, is_less in cells]
        return _written(sum(values, start=Fraction(0)), printed.shown or Shown("{}"))

    def cell(self, address: str) -> Cell:
        """Raises KeyError or StopIteration for a report, table, row or column that does not exist."""
        code, table_id, *rest = address.split()
        if code == RULES:
            return count_cell(rules()[table_id])
        if table_id == EARMARK:
            return self._earmark(code, *rest)
        table = self.reports[code].table(table_id)
        if rest == [UNKNOWN]:
            return count_cell(table.unknown)
        row, column = rest
        return (table.total or {})[column] if row == TOTAL else table.row(row).cells[column]

    def _earmark(self, code: str, line: str) -> Cell:
        """What stands in a note of the economy table, in kroner."""
        report = self.reports[code]
        return count_cell(money.of_programme(report.about.id, report.as_of).earmarked[line] // OERE)


def rules() -> dict[str, int]:
    """The settings and constants that a source also prints."""
    programme = Programme()
    return {
        "population_mean": POPULATION_MEAN,
        "high_risk_to": HIGH_RISK_TO,
        "risk_to": RISK_TO,
        "factor": FACTOR,
        "significant": CLINICALLY_SIGNIFICANT,
        "minimum": programme.who5_minimum,
        "course_months": programme.phases * programme.months_per_phase,
    }


def _report(code: str, asked: ReportAsked) -> Report:
    model = Project if asked.kind == "project" else Programme
    return report_of(asked.kind, model.objects.get(code=code), as_of=dt.date.fromisoformat(asked.as_of))


def _written(value: Fraction, shown: Shown) -> str:
    return shown.text.format(number(value / shown.divided_by, shown.decimals))
