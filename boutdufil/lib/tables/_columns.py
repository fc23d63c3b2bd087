"""Which column is which, by its heading."""

from collections.abc import Collection, Mapping, Sequence

from boutdufil.lib.tables._model import Row
from boutdufil.lib.text import fold


def match_columns(header: Sequence[str], aliases: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Return the place of each known field in the header; fields nobody named are left out.

    Accents, case, hyphens and underscores do not matter. The whole heading must be a name of the
    field; what stands in brackets is left aside ("Salaire (brut)"). A column serves one field.

    >>> match_columns(["Réf.", "INTITULÉ DU POSTE"], {"title": ["Intitulé du poste"]})
    {'title': 1}
    """
    headings = [_names(heading) for heading in header]
    found: dict[str, int] = {}
    for field, names in aliases.items():
        wanted = {_folded(name) for name in (field, *names)}
        for place, heading in enumerate(headings):
            if place not in found.values() and wanted & heading:
                found[field] = place
                break
    return found


def cell_of(row: Row, places: Mapping[str, int], field: str) -> str:
    """Return what a row says of a field; nothing where the table has no such column."""
    place = places.get(field)
    return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def _names(heading: str) -> set[str]:
    return {_folded(heading), _folded(heading.partition("(")[0])} - {""}


def _folded(name: str) -> str:
    return fold(name.replace("_", " "))
