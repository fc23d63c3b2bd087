"""Questions about places: which one is meant, how far, what is near."""

from collections.abc import Iterable
from dataclasses import dataclass

from boutdufil.kernel.territories.models import Commune
from boutdufil.lib.text import fold


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A commune as a person recognises it."""

    code: str
    name: str
    department_name: str
    postal_code: str
    label: str


def search_places(query: str, *, limit: int = 10) -> list[PlaceRow]:
    """Return the communes whose name starts with the words of `query`."""
    found = Commune.objects.filter(search__startswith=fold(query)).select_related("department")
    return _rows(found[:limit]) if fold(query) else []


def _rows(communes: Iterable[Commune]) -> list[PlaceRow]:
    return [
        PlaceRow(c.code, c.name, c.department.name, c.postal_codes[0], f"{c.name}")
        for c in communes
    ]
