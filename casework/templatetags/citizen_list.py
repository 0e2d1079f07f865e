from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

ARIA = {True: "descending", False: "ascending"}


@register.simple_tag(takes_context=True)
def sort_heading(context: dict[str, Any], name: str, label: str, sort: str) -> SafeString:
    """A column's heading that orders by it; chosen once more, the other way round."""
    is_chosen, falls = sort.removeprefix("-") == name, sort.startswith("-")
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{name}" if is_chosen and not falls else name
    address = f"{context['request'].path}?{query.urlencode()}"
    state = format_html(' aria-sort="{}"', ARIA[falls]) if is_chosen else ""
    mark = SafeString('<span aria-hidden="true"> {}</span>'.format("▾" if falls else "▴")) if is_chosen else ""
    return format_html('<th scope="col"{}><a href="{}">{}{}</a></th>', state, address, label, mark)
