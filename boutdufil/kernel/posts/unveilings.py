"""What rooms unveil at the things of another: the results of a contest at an event of a campaign.

A room registers, from its ``apps.ready``, how to find what it unveils at a reference; the room
that holds the thing asks for it by its own reference ("campaign:12") and knows no other room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unveiled:
    """What everybody may know: lines once it is public, until then ``told`` says when."""

    title: str
    url: str
    lines: tuple[str, ...]
    told: str = ""


Finder = Callable[[str], list[Unveiled]]

_finders: dict[str, Finder] = {}


def register_unveilings(name: str, finder: Finder) -> None:
    """Have a room tell what it unveils at a reference."""
    _finders[name] = finder


def unveiled_at(ref: str) -> tuple[Unveiled, ...]:
    """Return what all rooms unveil at a reference."""
    return tuple(one for finder in _finders.values() for one in finder(ref))
