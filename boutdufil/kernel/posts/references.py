"""What rooms call their things in the ledger: "campaign:12" is the campaigns room's.

A room registers, from its ``apps.ready``, how to name one of its things to anybody; what it does
not name to the public is never counted in public.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Reference:
    """Something of a room, as a reader knows it; ``url`` may be empty."""

    ref: str
    label: str
    url: str = ""


Resolver = Callable[[int], Reference | None]
Finder = Callable[[str], int | None]

_resolvers: dict[str, Resolver] = {}
_finders: dict[str, Finder] = {}


def register_references(kind: str, resolver: Resolver, finder: Finder | None = None) -> None:
    """Have references "kind:number" named by ``resolver``, which returns None for the public.

    ``finder`` returns the number of what stands at a path of this site, or None.
    """
    _resolvers[kind] = resolver
    if finder is not None:
        _finders[kind] = finder


def forget_references(kind: str) -> None:
    """Take a kind out again (tests register invented rooms)."""
    _resolvers.pop(kind, None)
    _finders.pop(kind, None)


def named_reference(ref: str) -> Reference | None:
    """Name a reference to the public, or return None when it is unknown or not public."""
    kind, _colon, number = ref.partition(":")
    resolver = _resolvers.get(kind)
    if resolver is None or not number.isdecimal() or len(number) > 18:
        return None
    return resolver(int(number))


def reference_at(address: str) -> Reference | None:
    """Name what stands at an address of this site to the public; None where no room knows it.

    The host is not looked at: people paste what they see, with it or without.
    """
    path = urlsplit(address.strip()).path
    for kind, finder in _finders.items():
        number = finder(path)
        if number is not None:
            return named_reference(f"{kind}:{number}")
    return None
