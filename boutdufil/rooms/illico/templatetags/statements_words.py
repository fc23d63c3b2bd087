"""How money is written on pages: ``{% load statements_words %}``."""

from django import template

from boutdufil.rooms.illico.services.statements import euros, free_text, units_text

register = template.Library()
register.filter("cents", euros)
register.filter("units", units_text)
register.filter("free_parts", free_text)


@register.filter
def clock_seconds(seconds: int) -> str:
    """Write a time: "45 s", "2 min 05 s", "26 h 57 min"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}\u00a0h {minutes:02}\u00a0min"
    return f"{minutes}\u00a0min {rest:02}\u00a0s" if minutes else f"{rest}\u00a0s"
