from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_link(context: dict[str, Any], name: str, label: str, *args: Any) -> SafeString:
    """A link of the main menu; the one that leads to the page's own part is marked as current."""
    address = reverse(name, args=args)
    return _link(address, label, is_current=context["request"].path.startswith(address))


@register.simple_tag(takes_context=True)
def tab_link(context: dict[str, Any], name: str, label: str, *args: Any) -> SafeString:
    """A link between pages that belong together; the page's own is marked as current."""
    address = reverse(name, args=args)
    return _link(address, label, is_current=context["request"].path == address)


def _link(address: str, label: str, *, is_current: bool) -> SafeString:
    current = SafeString(' aria-current="page"' if is_current else "")
    return format_html('<a href="{}"{}>{}</a>', address, current, label)
