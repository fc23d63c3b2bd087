"""Calls to practise, and how calls travel here: ``{% load practice %}``."""

from typing import Any

from django import template
from django.conf import settings

from boutdufil.kernel.calls.selectors import scenario_near, scenarios_for_door

register = template.Library()


@register.inclusion_tag("calls/_try_links.html")
def practice_links(code: str) -> dict[str, Any]:
    """Lead to the practised calls of a trade, or to one of a near trade that says it is of another.

    Asks no database.
    """
    return {"scenarios": scenarios_for_door(code), "near": scenario_near(code)}


@register.inclusion_tag("calls/_media_way.html")
def media_way() -> dict[str, Any]:
    """Say whether calls go through a relay here, or from browser to browser."""
    return {"is_direct": settings.BOUTDUFIL_MEDIA == "direct"}
