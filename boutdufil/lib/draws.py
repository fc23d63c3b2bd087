"""Draws that anybody can do again: no generator, only a seed and a hash."""

from collections.abc import Iterable
from hashlib import sha256


def draw_mark(seed: str, number: str) -> str:
    """Return the drawn number of somebody: SHA-256 of "seed:number", in hexadecimal.

    Anybody can do it again: ``printf '%s' 'SEED:NUMBER' | sha256sum``.

    >>> draw_mark("2026", "17")[:12]
    '971b626954a9'
    """
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def draw_order(seed: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """Return numbers in the order drawn: by `draw_mark`, the lowest first."""
    return tuple(sorted(numbers, key=lambda number: (draw_mark(seed, number), number)))
