"""The vacancies of a job within reach, and the way to them: ``{% load vacancies_near %}``."""

from typing import Any

from django import template

from boutdufil.rooms.mobility.selectors.search import NearOffers

register = template.Library()


@register.inclusion_tag("mobility/search/_near_offers.html", takes_context=True)
def near_offers(context: template.Context, code: str, label: str = "") -> dict[str, Any]:
    """Link to the vacancies of a job, counted by the page; nothing where it counted none."""
    offers: NearOffers | None = context.get("near_offers")
    known = offers is not None and code in offers.counts
    count = offers.counts[code] if offers and known else 0
    return {"offers": offers if known else None, "count": count, "code": code, "label": label}
