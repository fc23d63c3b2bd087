"""``{% load organisations %}``: a SIRET as it is printed."""

from django import template

from boutdufil.lib.siret import spaced

register = template.Library()


@register.filter
def siret(digits: str) -> str:
    """Return 14 digits by threes and a five."""
    return spaced(digits)
