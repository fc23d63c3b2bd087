"""``{% load illico_console %}``: small readings of a console's page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template

register = template.Library()


@register.filter
def of(mapping: Mapping[str, Any], call_id: UUID) -> Any:
    """Return what belongs to a call; empty when nothing does."""
    return mapping.get(str(call_id), "")


@register.filter
def lasting(seconds: int) -> str:
    """Write a duration in hours and minutes: "1 h 05", "12 min".

    >>> lasting(3900), lasting(700), lasting(9)
    ('1\u202fh\u202f05', '11\u202fmin', '9\u202fs')
    """
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours}\u202fh\u202f{minutes:02}"
    return f"{minutes}\u202fmin" if minutes else f"{seconds}\u202fs"
