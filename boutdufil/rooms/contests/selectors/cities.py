"""The city and the region somebody competes in."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.kernel.territories.models import Commune


@dataclass(frozen=True, slots=True)
class City:
    """A commune (INSEE) and its region's code; an arrondissement counts as its whole city."""

    code: str
    region: str


def city_of(code: str) -> City | None:
    """Return where a commune counts; None for an unknown code."""
    found = Commune.objects.filter(pk=code).values_list("parent_id", "department__region_id")
    one = found.first()
    return City(one[0] or code, one[1]) if one else None
