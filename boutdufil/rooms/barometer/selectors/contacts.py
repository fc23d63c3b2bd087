"""Who is written to, and for how many centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from boutdufil.rooms.barometer.models import RespondentContact

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody who answers for units of a survey."""

    id: int
    name: str
    email: str
    telephone: str
    position: str
    units: int
    has_refused: bool


def contact_page(
    survey_id: int, words: str, number: str
) -> tuple[Page[dict[str, Any]], list[ContactRow]]:
    """Return one page of the contacts of a survey."""
    own = Q(units__survey_id=survey_id)
    found = RespondentContact.objects.filter(own, ended_at=None)
    if words := words.strip():
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    counted = found.annotate(count=Count("units", filter=own, distinct=True))
    names = ("pk", "name", "email", "telephone", "position", "refused_at", "count")
    page = Paginator(counted.order_by("name", "pk").values(*names), PER_PAGE).get_page(number)
    rows = [
        ContactRow(
            id=one["pk"],
            name=one["name"],
            email=one["email"],
            telephone=one["telephone"],
            position=one["position"],
            units=one["count"],
            has_refused=one["refused_at"] is not None,
        )
        for one in page.object_list
    ]
    return page, rows


def has_contact(survey_id: int, contact_id: int) -> bool:
    """Tell whether somebody answers for a unit of a survey."""
    of = RespondentContact.objects.filter(pk=contact_id, units__survey_id=survey_id)
    return of.exists()
