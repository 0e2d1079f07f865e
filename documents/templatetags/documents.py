from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents.charts import Chart
from documents.renderers.html import table_context
from documents.tables import Table

register = template.Library()


@register.simple_tag
def chart(chart: Chart) -> SafeString:
    """The chart as SVG; a sentence where it has nothing to show."""
    name = "documents/charts/empty.html" if chart.is_empty else chart.template
    return render_to_string(name, {"chart": chart, "drawing": chart.drawing})


@register.inclusion_tag("documents/table.html")
def table(table: Table, number: int | None = None) -> dict[str, Any]:
    """The table with its caption, source and notes; `number` is its number in the document."""
    return table_context(table, number)
