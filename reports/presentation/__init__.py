"""How a project's report is read: its sections, the chart of each table, the words between them, the paper."""

from reports.presentation.paper import project_paper
from reports.presentation.sections import report_sections

__all__ = ["project_paper", "report_sections"]
