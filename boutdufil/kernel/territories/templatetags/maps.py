"""``{% load maps %}``: a map, drawn with nothing from another host."""

from typing import Any

from django import template

from boutdufil.kernel.territories.selectors.maps import PlaceMap

register = template.Library()


@register.inclusion_tag("territories/_map.html")
def draw_map(drawn: PlaceMap, caption: str = "") -> dict[str, Any]:
    """Draw a map for the eye; what it shows must also stand in words on the page.

    The page links `territories/map.css` in its head.
    """
    return {"map": drawn, "caption": caption}
