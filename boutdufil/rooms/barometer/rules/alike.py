"""Which units of a frame look alike, and why: the same number, or the same name nearby."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from boutdufil.lib.siret import SIREN_LENGTH
from boutdufil.lib.text import fold

# A name borne by more than these is a name of its trade, and pairs of it tell nothing.
MOST_NAMESAKES = 12
LEGAL = frozenset({"sa", "sas", "sarl", "sasu", "eurl", "sci", "scop", "societe", "ste"})


class Likeness(StrEnum):
    """Why two units look alike."""

    SIRET = "siret"
    NAME_AND_COMMUNE = "name_and_commune"
    NAME_AND_COMPANY = "name_and_company"


@dataclass(frozen=True, slots=True)
class Described:
    """What is compared of a unit."""

    id: int
    name: str
    siret: str
    commune: str


def alike(units: Iterable[Described]) -> dict[tuple[int, int], tuple[Likeness, ...]]:
    """Return the pairs of ids (lower first) that look alike, with every reason.

    Only units that share a key are compared, so that the time grows with the frame, not with its
    square.
    """
    found: dict[tuple[int, int], list[Likeness]] = defaultdict(list)
    buckets: dict[tuple[Likeness, Hashable], list[int]] = defaultdict(list)
    for unit in units:
        for key in _keys(unit):
            buckets[key].append(unit.id)
    for (why, _key), ids in buckets.items():
        if len(ids) <= MOST_NAMESAKES or why == Likeness.SIRET:
            for pair in combinations(sorted(ids), 2):
                found[pair].append(why)
    return {pair: tuple(sorted(whys)) for pair, whys in found.items()}


def bare_name(name: str) -> str:
    """Return a name without accents, case, signs and legal forms.

    >>> bare_name("Société Alpha-Contact S.A.S."), bare_name("ALPHA CONTACT")
    ('alpha contact', 'alpha contact')
    """
    text = fold(name.replace(".", ""))
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return " ".join(word for word in words if word not in LEGAL)


def _keys(unit: Described) -> Iterator[tuple[Likeness, Hashable]]:
    if unit.siret:
        yield Likeness.SIRET, unit.siret
    name = bare_name(unit.name)
    if name and unit.commune:
        yield Likeness.NAME_AND_COMMUNE, (name, unit.commune)
    if name and unit.siret and unit.commune:
        # One centre registered twice under one company, in the same place under two numbers.
        yield Likeness.NAME_AND_COMPANY, (name, unit.siret[:SIREN_LENGTH], unit.commune)
