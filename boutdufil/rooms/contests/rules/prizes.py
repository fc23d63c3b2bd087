"""A prize of a team is shared in equal parts, to the cent."""

from __future__ import annotations

from boutdufil.lib.shares import share_out


def shares(cents: int, members: int) -> tuple[int, ...]:
    """Return what each member of a team receives, the larger parts first; nothing is lost.

    >>> shares(100_000, 3)
    (33334, 33333, 33333)
    >>> sum(shares(300_001, 4))
    300001
    """
    parts = share_out(cents, {f"{one:03d}": 1 for one in range(members)})
    return tuple(parts.values())
