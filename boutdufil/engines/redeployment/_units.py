"""Several goals in one sum of integers, without one ever outweighing an earlier one."""

from collections.abc import Sequence

import numpy as np

from boutdufil.engines.redeployment._instance import Ints


def longest_exchange(candidates: int, offers: int) -> int:
    """Return the most pairs that one exchange between two plans can touch.

    Two plans differ by circles and chains of moves; each passes an offer at most once, by one
    pair left and one taken, and the same for each candidate.
    """
    return 2 * (min(candidates, offers) + 1)


def units(largest: Sequence[int], exchange: int, limit: int) -> tuple[int, ...]:
    """Return the units of the leading goals that fit below `limit` together, at least one.

    `largest` is the highest absolute value of each goal. A goal's unit is more than all later
    goals can change in one exchange, so the best sum is best goal after goal.
    """
    count = next(
        count
        for count in range(len(largest), 0, -1)
        if count == 1 or _magnitude(largest[:count], exchange) < limit
    )
    return _units(largest[:count], exchange)


def _units(largest: Sequence[int], exchange: int) -> tuple[int, ...]:
    found: list[int] = []
    below = 0
    for top in reversed(largest):
        unit = exchange * below + 1
        found.append(unit)
        below += unit * top
    return tuple(reversed(found))


def _magnitude(largest: Sequence[int], exchange: int) -> int:
    found = _units(largest, exchange)
    return sum(unit * top for unit, top in zip(found, largest, strict=True))


def largest_value(values: Ints) -> int:
    """Return the highest absolute value, 0 for none."""
    return int(np.abs(values).max(initial=0))
