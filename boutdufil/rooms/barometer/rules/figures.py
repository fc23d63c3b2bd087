"""How figures of others are written, and compared by head."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from boutdufil.kernel.ui.numbers import format_number


@dataclass(frozen=True, slots=True)
class PerHead:
    """How many people of the trade a country has, of all who are engaged there."""

    area: str
    period: str
    people: Decimal
    engaged: int
    source: str

    @property
    def percent(self) -> float:
        """Return the share, in per cent."""
        return float(100 * self.people / self.engaged)


def area_name(area: str) -> str:
    """Return the name of a place; a region of a country after it."""
    names = {
        "FR": _("France"),
        "DE": _("Allemagne"),
        "GB": _("Royaume-Uni"),
        "Europe": _("Europe"),
        "MA-TN": _("Maroc et Tunisie"),
    }
    if area in names:
        return names[area]
    return area.removeprefix("FR-")


def written(value: Decimal, high: Decimal | None, qualifier: str) -> str:
    """Return a figure as its source says it.

    >>> written(Decimal("20.0000"), None, "au plus")
    'au plus 20'
    """
    figure = _plain(value)
    if high is not None:
        told = _("de %(low)s à %(high)s") % {"low": figure, "high": _plain(high)}
    else:
        told = figure
    return f"{qualifier} {told}" if qualifier else told


def _plain(value: Decimal) -> str:
    return format_number(float(value))
