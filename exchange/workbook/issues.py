"""What is wrong, or worth knowing, in a workbook: where it stands and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Issue:
    """`row` is the spreadsheet's own number, None where the issue is about no row of the file; `column` is
    the heading. `message` never repeats what stands in the cell."""

    sheet: str
    row: int | None
    column: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "message": self.message}


def in_reading_order(issues: Iterable[Issue], sheets: Iterable[str]) -> list[Issue]:
    """Sheet by sheet and row by row, as somebody correcting the file comes to them; rows of no file last."""
    order = {name: place for place, name in enumerate(sheets)}
    return sorted(issues, key=lambda issue: (order.get(issue.sheet, -1), issue.row is None, issue.row or 0))
