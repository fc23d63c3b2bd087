"""What ties one measure to another: heads at the end are those at the start, hires less exits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boutdufil.engines.secrecy._cells import CellTable, TableRefused
from boutdufil.engines.secrecy._checks import near
from boutdufil.engines.secrecy._insiders import Identity

Terms = tuple[tuple[Identity, float], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A sum over measures that is nothing in every cell, as every reader knows.

    `terms` has a factor a measure: {"end": 1, "start": -1, "hires": -1, "exits": 1}.
    """

    terms: Mapping[str, float]


def related_cells(tables: Sequence[CellTable], relations: Sequence[Relation]) -> list[Terms]:
    """Return each relation in each place. Raises TableRefused ("relation") where it is not true.

    A measure that has no cell in a place has nobody there; where the others do not add up without
    it, it was not tabulated and nothing can be concluded.
    """
    values = {
        (table.measure, table.place(cell)): value
        for table in tables
        for cell, value in table.values.items()
    }
    found: list[Terms] = []
    for relation in relations:
        for place in sorted({place for measure, place in values if measure in relation.terms}):
            terms = tuple(
                ((measure, place), factor)
                for measure, factor in sorted(relation.terms.items())
                if (measure, place) in values
            )
            if _holds(terms, values):
                found.append(terms)
            elif len(terms) == len(relation.terms):
                raise TableRefused("relation", tuple(name for name, _factor in terms))
    return found


def _holds(terms: Terms, values: Mapping[Identity, float]) -> bool:
    parts = [factor * values[name] for name, factor in terms]
    return near(sum(part for part in parts if part > 0), -sum(part for part in parts if part < 0))
