"""What no tour can surpass: prices that share out each place among the stops that reach it.

With a price between 0 and its worth for each group of places, a tour reaches at most

    sum of (worth - price) + sum over its stops of the prices of all they reach,

for a place reached twice pays its price twice. Without the rule "no city twice" the best right
side is a longest walk, day after day under the leg limit, which is quickly computed. The prices
that make it least are searched by subgradients (Held & Karp, "The traveling-salesman problem and
minimum spanning trees: part II", Mathematical Programming 1, 1971; step length of Polyak, 1969).
Any prices prove a bound: the search can be short without being wrong.
"""

from dataclasses import dataclass

import numpy as np

from boutdufil.engines.itinerary._ground import Bools, Floats, Ground, Ints

# What cannot be continued to the last day; far below any sum, far above the least integer.
NEVER = -(1 << 60)
FAR = 1 << 60

ROUNDS = 300
# Elementary steps for all rounds together, so that a thousand cities do not take minutes.
WORK = 200_000_000
LEAST_ROUNDS = 30
# Rounds without a lower bound after which steps are halved.
PATIENCE = 10


@dataclass(frozen=True)
class Ceiling:
    """Prices by group, and what stands at them: all integers, in thousandths and metres.

    `rest` is what remains for everybody; `ahead` (days, n) the most that the days after this one
    can add in prices from each stop, NEVER where the tour cannot be ended; `shortest` (days, n)
    the least metres left; `total` what no tour can surpass, NEVER when there is no tour.
    """

    prices: Ints
    rest: int
    ahead: Ints
    shortest: Ints
    total: int


def find_ceiling(ground: Ground) -> Ceiling:
    """Return the lowest ceiling that some hundred rounds find."""
    points = ground.points.astype(np.float64)
    prices = np.rint(_search(ground, points)).astype(np.int64)
    prices = np.clip(prices, 0, ground.points)
    worth = ground.cover.astype(np.int64) @ prices
    ahead = _longest(ground, worth)
    rest = int((ground.points - prices).sum())
    best = int(np.where(ground.allowed[0], worth + ahead[0], NEVER).max(initial=NEVER))
    total = NEVER if best < 0 else (rest + best) // ground.unit * ground.unit
    return Ceiling(prices, rest, ahead, _shortest(ground), total)


def _search(ground: Ground, points: Floats) -> Floats:
    """Lower the ceiling round by round; the prices of the lowest one."""
    prices, best_prices = points.copy(), points
    lowest, reached, step, patience = np.inf, 0.0, 1.0, PATIENCE
    for _ in range(_rounds(ground)):
        stops, bound = _walk(ground, prices, points)
        if not len(stops):
            break
        times = ground.cover[stops].sum(axis=0)
        reached = max(reached, float(points[times > 0].sum()))
        patience -= 1
        if bound < lowest:
            lowest, best_prices, patience = bound, prices, PATIENCE
        if not patience:
            step, patience = step / 2, PATIENCE
        push = _push(times - 1.0, prices, points)
        length = float((push**2 * points).sum())
        if not length or bound <= reached:
            break
        moved = prices - step * (bound - reached) / length * push * points
        prices = np.clip(moved, 0, points)
    return best_prices


def _rounds(ground: Ground) -> int:
    each = max(1, ground.days * len(ground.names) ** 2)
    return int(np.clip(WORK // each, LEAST_ROUNDS, ROUNDS))


def _push(slope: Floats, prices: Floats, points: Floats) -> Floats:
    """Leave out the prices that cannot go where the slope sends them."""
    stuck = ((prices <= 0) & (slope > 0)) | ((prices >= points) & (slope < 0))
    return np.where(stuck, 0.0, slope)


def _walk(ground: Ground, prices: Floats, points: Floats) -> tuple[Ints, float]:
    """Return a best walk at these prices, and its bound; no stops when there is no walk."""
    worth = ground.cover.astype(np.float64) @ prices
    ahead = worth * 0
    chosen = []
    for day in range(ground.days - 1, 0, -1):
        values = np.where(ground.near & ground.allowed[day], worth + ahead, -np.inf)
        chosen.append(values.argmax(axis=1))
        ahead = values.max(axis=1, initial=-np.inf)
    first = np.where(ground.allowed[0], worth + ahead, -np.inf)
    if not np.isfinite(first.max(initial=-np.inf)):
        return np.zeros(0, dtype=np.int64), 0.0
    stops = [int(first.argmax())]
    for table in reversed(chosen):
        stops.append(int(table[stops[-1]]))
    return np.array(stops), float((points - prices).sum() + first.max())


def _longest(ground: Ground, worth: Ints) -> Ints:
    """Return the most that can be added after each day from each stop (days, n)."""
    ahead = np.zeros(ground.allowed.shape, dtype=np.int64)
    for day in range(ground.days - 1, 0, -1):
        open_legs = ground.near & (ground.allowed[day] & (ahead[day] > NEVER // 2))
        values = np.where(open_legs, worth + ahead[day], NEVER)
        ahead[day - 1] = values.max(axis=1, initial=NEVER)
    return ahead


def _shortest(ground: Ground) -> Ints:
    """Return the least metres after each day from each stop (days, n)."""
    left = np.zeros(ground.allowed.shape, dtype=np.int64)
    for day in range(ground.days - 1, 0, -1):
        open_legs: Bools = ground.near & (ground.allowed[day] & (left[day] < FAR // 2))
        values = np.where(open_legs, ground.metres + left[day], FAR)
        left[day - 1] = values.min(axis=1, initial=FAR)
    return left
