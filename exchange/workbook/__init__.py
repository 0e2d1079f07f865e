"""Taking over from Excel: the registration workbook of figures.md, read, checked, compared and written."""

from exchange.workbook.planning import Plan, apply, host_of, import_workbook, plan, record_preview

__all__ = ["Plan", "apply", "host_of", "import_workbook", "plan", "record_preview"]
