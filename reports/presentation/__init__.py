"""How a report is read: its sections, the chart of each table, the words between them, the paper."""

from reports.presentation.paper import report_paper
from reports.presentation.sections import report_sections

__all__ = ["report_paper", "report_sections"]
