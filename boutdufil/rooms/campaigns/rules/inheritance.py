"""What a node does not say, the nearest above it says; what is locked above stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boutdufil.rooms.campaigns.enums import Trait


@dataclass(frozen=True, slots=True)
class Generation:
    """One node of a line: what it says (nothing: absent or None) and what it locks beneath it."""

    node_id: int
    said: Mapping[Trait, Any]
    locks: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A value and the node that says it."""

    value: Any
    node_id: int


def resolve(line: Sequence[Generation]) -> dict[Trait, Told]:
    """Return what holds for the last of a line, root first; nobody's saying is left out."""
    found: dict[Trait, Told] = {}
    for generation in line:
        for trait, value in generation.said.items():
            if value is not None:
                found[trait] = Told(value, generation.node_id)
    return found


def locks_above(line: Sequence[Generation]) -> dict[Trait, int]:
    """Return what the last of a line may not change, and which node says so, the highest one."""
    found: dict[Trait, int] = {}
    for generation in line[:-1]:
        for name in generation.locks:
            found.setdefault(Trait(name), generation.node_id)
    return found


def refused(
    line: Sequence[Generation], wanted: Mapping[Trait, Any], changed: Iterable[Trait] = Trait
) -> dict[Trait, int]:
    """Return the traits a change may not touch, and who locked them; a same value is no change."""
    said, locked = line[-1].said, locks_above(line)
    return {
        trait: locked[trait]
        for trait in changed
        if trait in locked and wanted.get(trait) != said.get(trait)
    }
