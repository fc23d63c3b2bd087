"""The search: all beginnings of tours day by day, those that cannot become the best left out.

Two beginnings with the same stops that end in the same city go on alike, so that only the shorter
one is kept (dynamic programming over subsets: Bellman 1962, Held & Karp 1962). A beginning is left
out when neither what its next stops would add at most (reach is submodular: Nemhauser, Wolsey &
Fisher 1978) nor the prices of `_ceiling` let it come up to the best tour known. Where too many
are left, those of the highest bound are kept, and the bound of the others is remembered: it is
then what the answer is proven against.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from boutdufil.engines.itinerary._ceiling import NEVER, Ceiling, find_ceiling
from boutdufil.engines.itinerary._ground import Bools, Floats, Ground, Ints
from boutdufil.engines.itinerary._states import (
    Children,
    States,
    empty_state,
    grown,
    joined,
    without_longer,
)

Progress = Callable[[int, int], None]

# Beginnings kept a day: a quick pass gives a tour to beat, the last one mostly proves it.
WIDTHS = (200, 5_000, 100_000)
# Entries of a table (beginnings x candidates, or x groups) that are held at once.
CHUNK = 2_000_000
ROOM = 40_000_000
# Products (beginnings x candidates x groups) that all days of a pass may take.
WORK = 20_000_000_000


@dataclass(frozen=True)
class Found:
    """The best tour found, its value and metres, and what no tour can surpass.

    No path and a bound: nothing was found, though something there may be. No path and no bound
    (NEVER): there is no tour. `shortest` tells that no tour of the same value is shorter.
    """

    path: tuple[int, ...] = ()
    value: int = -1
    metres: int = 0
    bound: int = NEVER
    shortest: bool = True

    @property
    def exists(self) -> bool:
        """Whether there is a tour."""
        return bool(self.path)


def search(ground: Ground, *, any_will_do: bool = False, progress: Progress | None = None) -> Found:
    """Return the best tour, or any at all; `progress` is called with (days done, days in all)."""
    task = _Task(ground, find_ceiling(ground))
    found = Found(bound=task.ceiling.total)
    if found.bound == NEVER:
        return found
    tell = progress or (lambda _done, _days: None)
    for number, width in enumerate(WIDTHS):
        steps = _steps(ground, number, tell)
        found = task.one_pass(found, task.narrowed(width), steps)
        if (any_will_do and found.exists) or found.shortest:
            break
    tell(1, 1)
    return found


def _steps(ground: Ground, number: int, tell: Progress) -> Callable[[int], None]:
    total = ground.days * len(WIDTHS)
    return lambda day: tell(number * ground.days + day, total)


@dataclass(frozen=True)
class _Task:
    ground: Ground
    ceiling: Ceiling

    def narrowed(self, width: int) -> int:
        """Return a width that memory allows."""
        names, groups = len(self.ground.names), max(len(self.ground.points), 1)
        by_memory = ROOM // max(names, groups)
        by_work = WORK // (self.ground.days * names * groups)
        return max(WIDTHS[0], min(width, by_memory, by_work))

    def one_pass(self, found: Found, width: int, tell: Callable[[int], None]) -> Found:
        """Go through the days once, keeping at most `width` beginnings a day."""
        ground, dropped = self.ground, NEVER
        states = empty_state(ground, self.ceiling.total)
        for day in range(ground.days):
            children = joined(list(_expanded(self, states, day, found)))
            if day < ground.days - 1:
                children = without_longer(states, children)
                children, lost = self._cut(children, day, width)
                dropped = max(dropped, lost)
                states = grown(ground, states, children)
            tell(day + 1)
        if len(children):
            found = _better(found, states, children)
        return _proven(found, dropped)

    def _cut(self, children: Children, day: int, width: int) -> tuple[Children, int]:
        """Keep in turn the highest bound and the highest value; return the most that is lost.

        By bounds alone a pass would keep many beginnings that promise and hold nothing yet.
        """
        if len(children) <= width:
            return children, NEVER
        way = children.metres + self.ceiling.shortest[day][children.stop]
        by_bound = np.lexsort((way, -children.value, -children.bound))
        by_value = np.lexsort((way, -children.bound, -children.value))
        turn = np.minimum(_ranks(by_bound), _ranks(by_value))
        kept = np.zeros(len(children), dtype=np.bool_)
        kept[np.argsort(turn, kind="stable")[:width]] = True
        return children.chosen(np.flatnonzero(kept)), int(children.bound[~kept].max())


def _ranks(order: Ints) -> Ints:
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    return ranks


def _better(found: Found, states: States, children: Children) -> Found:
    """Return the best of the whole tours: most reached, then shortest, then first by name."""
    first = int(np.lexsort((children.metres, -children.value))[0])
    value, metres = int(children.value[first]), int(children.metres[first])
    path = (*states.paths[children.parent[first]].tolist(), int(children.stop[first]))
    better = (value, -metres) > (found.value, -found.metres) or not found.exists
    same = (value, metres) == (found.value, found.metres)
    if better or (same and path < found.path):
        return replace(found, path=path, value=value, metres=metres)
    return found


def _proven(found: Found, dropped: int) -> Found:
    """Say what a pass has proven: what it left out is at most worth `dropped`."""
    bound = (
        min(found.bound, max(found.value, dropped)) if found.exists else min(found.bound, dropped)
    )
    return replace(found, bound=bound, shortest=dropped == NEVER or dropped < found.value)


def _expanded(task: _Task, states: States, day: int, found: Found) -> Iterator[Children]:
    """Yield the children of all beginnings that may still become the best tour."""
    look = _Look(task.ground, task.ceiling, day, found)
    wide = max(len(task.ground.names), len(task.ground.points), 1)
    rows = max(1, CHUNK // wide)
    for start in range(0, max(len(states), 1), rows):
        part = look.children(states.part(slice(start, start + rows)))
        yield replace(part, parent=part.parent + start)


class _Look:
    """What one day needs to be looked at, computed once for all beginnings."""

    def __init__(self, ground: Ground, ceiling: Ceiling, day: int, found: Found) -> None:
        self._ground, self._ceiling, self._found = ground, ceiling, found
        self._day, self._left, self._unit = day, ground.days - 1 - day, ground.unit
        cover = ground.cover.T.astype(np.float64)
        # Sums stay below 2**53: floats are exact, and their products much quicker.
        self._worth = cover * ground.points[:, None]
        self._priced = cover * ceiling.prices[:, None]
        self._linked = within_legs(ground.near, self._left + 1)
        must = np.flatnonzero(ground.must)
        out_of_reach = ~within_legs(ground.near, self._left)[:, must]
        self._must, self._too_far = must, out_of_reach.T.astype(np.float64)

    def children(self, states: States) -> Children:
        ground, day = self._ground, self._day
        visited = states.visited(len(ground.names))
        uncovered = (~states.covered).astype(np.float64)
        gains = (uncovered @ self._worth).astype(np.int64)
        value = states.value[:, None] + gains
        bound = self._bound(states, visited, uncovered, gains)
        metres = states.metres[:, None] + self._legs(states)
        kept = self._open(states) & ~visited & ground.allowed[day] & self._keeps_musts(visited)
        kept &= self._may_win(bound, metres)
        parent, stop = np.nonzero(kept)
        return Children(parent, stop, value[kept], metres[kept], bound[kept])

    def _open(self, states: States) -> Bools:
        """Tell which legs may be driven."""
        if not self._day:
            return np.ones((len(states), len(self._ground.names)), dtype=np.bool_)
        return self._ground.near[states.paths[:, -1]]

    def _legs(self, states: States) -> Ints:
        if not self._day:
            return np.zeros((len(states), len(self._ground.names)), dtype=np.int64)
        return self._ground.metres[states.paths[:, -1]]

    def _bound(self, states: States, visited: Bools, uncovered: Floats, gains: Ints) -> Ints:
        """Return what no tour with this next stop can surpass: the least of three bounds."""
        prices = (states.covered.astype(np.float64) @ self._ceiling.prices).astype(np.int64)
        added = (uncovered @ self._priced).astype(np.int64)
        by_prices = self._ceiling.rest + prices[:, None] + added + self._ceiling.ahead[self._day]
        by_prices -= by_prices % self._unit
        before, after = self._most(states, visited, gains)
        by_gains = states.value[:, None] + np.minimum(after[:, None], gains + before[:, None])
        lowest: Ints = np.minimum(np.minimum(by_prices, by_gains), states.bound[:, None])
        return lowest

    def _most(self, states: States, visited: Bools, gains: Ints) -> tuple[Ints, Ints]:
        """Return the sums of the largest gains that are left: of the days to come, and one more."""
        out = visited if not self._day else visited | ~self._linked[states.paths[:, -1]]
        open_gains = np.where(out, 0, gains)
        count = min(self._left + 1, open_gains.shape[1])
        largest = -np.sort(np.partition(-open_gains, count - 1, axis=1)[:, :count], axis=1)
        return largest[:, : self._left].sum(axis=1), largest.sum(axis=1)

    def _keeps_musts(self, visited: Bools) -> Bools:
        """Tell after which next stop all that must be visited still can be."""
        if not len(self._must):
            return np.ones(visited.shape, dtype=np.bool_)
        missing = ~visited[:, self._must]
        too_far = missing.astype(np.float64) @ self._too_far
        still = missing.sum(axis=1)[:, None] - self._ground.must
        kept: Bools = (too_far == 0) & (still <= self._left)
        return kept

    def _may_win(self, bound: Ints, metres: Ints) -> Bools:
        possible = self._ceiling.ahead[self._day] > NEVER // 2
        found = self._found
        if not found.exists:
            return np.broadcast_to(possible, bound.shape)
        ways = metres + self._ceiling.shortest[self._day]
        ties = (bound == found.value) & (ways <= found.metres)
        hopeful: Bools = ((bound > found.value) | ties) & possible
        return hopeful


def within_legs(near: Bools, legs: int) -> Bools:
    """Tell who is at most so many legs away from whom (n, n); everybody is no leg from itself."""
    reached = np.eye(len(near), dtype=np.bool_)
    step = (near | reached).astype(np.float64)
    for _ in range(legs):
        wider = (reached @ step) > 0
        if (wider == reached).all():
            break
        reached = wider
    return reached
