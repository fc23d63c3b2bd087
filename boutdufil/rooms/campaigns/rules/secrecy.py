"""Which figures of a report are hidden, so that nobody is recognised in a small one.

Figures are tied by sums: a total and its parts (`Family`). A stop is the sum of its companies, the
campaign the sum of its stops, and of its origins too. Whoever reads what is shown knows each sum
and that no count is negative; `bounds` says how closely that lets them guess. It is exact because
the sums hang together without a circle (every count is in one total at most, besides being one).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

# Fewer people than this are hidden, and a hidden figure stays this uncertain.
SMALLEST = 5

Bounds = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Family:
    """A figure that is the sum of others."""

    total: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


def hidden_figures(
    counts: Mapping[str, int], families: Sequence[Family], public: Collection[str] = ()
) -> frozenset[str]:
    """Return the figures to hide: 1 to 4 people, and those that would give them back.

    ``public`` are read elsewhere by everybody already and stay shown. Nothing is nobody's: a zero
    is shown, unless hiding all else does not suffice. A small figure all of whose neighbours are
    hidden, and whose total is public, is bounded by that total and no closer.
    """
    small = [key for key, count in counts.items() if 0 < count < SMALLEST and key not in public]
    hidden, waiting = set(small), sorted(small)
    while exposed := _first_exposed(waiting, bounds(counts, families, hidden)):
        more = _next_to_hide(exposed, counts, families, hidden, public)
        if more is None:
            waiting.remove(exposed)
        else:
            hidden.add(more)
    return frozenset(hidden)


def bounds(
    counts: Mapping[str, int], families: Sequence[Family], hidden: Collection[str]
) -> Bounds:
    """Return the least and the most each figure can be for whoever reads what is shown."""
    known: Bounds = {
        key: (0, inf) if key in hidden else (count, count) for key, count in counts.items()
    }
    moved = True
    while moved:
        moved = any(_narrow(known, family) for family in families)
    return known


def _narrow(known: Bounds, family: Family) -> bool:
    """Draw from one sum what it says of each of its members; tell whether it said anything new."""
    before = [known[key] for key in family.members]
    lows = sum(known[part][0] for part in family.parts)
    highs = sum(known[part][1] for part in family.parts if known[part][1] < inf)
    endless = sum(known[part][1] == inf for part in family.parts)
    known[family.total] = _both(known[family.total], (lows, inf if endless else highs))
    low, high = known[family.total]
    for part in family.parts:
        least, most = known[part]
        rest = inf if endless > (most == inf) else highs - (most if most < inf else 0)
        known[part] = _both(known[part], (low - rest, high - (lows - least)))
    return before != [known[key] for key in family.members]


def _both(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return max(one[0], other[0]), min(one[1], other[1])


def _first_exposed(keys: Iterable[str], known: Bounds) -> str | None:
    """Return a small figure that can be guessed too closely, None when all are safe."""
    return next((key for key in keys if known[key][1] - known[key][0] < SMALLEST), None)


def _next_to_hide(
    exposed: str,
    counts: Mapping[str, int],
    families: Sequence[Family],
    hidden: Collection[str],
    public: Collection[str],
) -> str | None:
    """Return the shown figure that tells least among those tied to an exposed one."""
    totals = {family.total for family in families}
    near = {key for family in _tied(exposed, families, hidden) for key in family.members}
    shown = [key for key in near if key not in hidden and key not in public]
    if not shown:
        return None
    # A zero gives no shelter where something else does, and a total tells the most.
    return min(shown, key=lambda key: (counts[key] == 0, key in totals, counts[key], key))


def _tied(exposed: str, families: Sequence[Family], hidden: Collection[str]) -> list[Family]:
    """Return the sums an exposed figure hangs on, through hidden ones alone."""
    reached, found = {exposed}, list[Family]()
    while True:
        more = [one for one in families if one not in found and reached & set(one.members)]
        if not more:
            return found
        found += more
        reached |= {key for one in more for key in one.members if key in hidden}
