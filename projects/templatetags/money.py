from django import template

from projects.money import amounts

register = template.Library()


@register.filter
def kroner(oere: int | None) -> str:
    """7.630.963 kr.; an en dash where there is no amount."""
    return "–" if oere is None else amounts.kroner(oere)
