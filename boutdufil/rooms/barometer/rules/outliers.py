"""Values worth a look: changes since the last wave, unusual ratios, answers that weigh too much.

Nothing here says that a value is wrong. Each rule says what is usual among like centres, and how
much of the total the value makes (docs/explanation/editing.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import exp, inf, log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# What makes a median absolute deviation a standard deviation under the normal law.
NORMAL = 1.4826
CHANGES = ("heads_end", "fte_end", "hires", "exits")
RATIOS = (("fte_end", "heads_end"), ("exits", "heads_end"), ("hires", "heads_end"))


class Rule(StrEnum):
    """Why a value is shown."""

    CHANGE = "change"
    RATIO = "ratio"
    INFLUENCE = "influence"


@dataclass(frozen=True, slots=True)
class Reach:
    """What is declared beforehand: how far is far.

    ``power``, ``floor`` and ``effect`` are U, A and C of Hidiroglou and Berthelot (1986); ``score``
    the resistant z; ``share`` of a weighted total, and ``times`` an equal share of it: of seven
    centres each makes a seventh; ``least`` centres in a fine class, ``fewest`` in
    a coarse one; a change or ratio within ``narrow`` (relative) of the usual is never shown.
    """

    power: float = 0.5
    floor: float = 0.05
    effect: float = 5.0
    score: float = 3.5
    share: float = 0.05
    times: float = 3.0
    least: int = 10
    fewest: int = 5
    narrow: float = 0.05


@dataclass(frozen=True, slots=True)
class Observed:
    """A centre that answered: its classes, weight, answers now and in the last wave, by code."""

    key: int
    centre_type: str
    size: str
    weight: float
    values: Mapping[str, float]
    before: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flag:
    """A value to look at: the rule, what it is compared with, the range usual in its class.

    ``against`` is the last wave's value or the denominator's code; bounds are in the unit of
    ``value``; None where the rule has none. ``influence`` is its share (0–1) of the weighted total.
    """

    key: int
    code: str
    rule: Rule
    value: float
    against: float | str | None
    low: float | None
    high: float | None
    influence: float
    within: tuple[str, ...]


Class = tuple[str, ...]
Told = tuple[float, float, float]


def flags(centres: Sequence[Observed], reach: Reach | None = None) -> list[Flag]:
    """Return every value worth a look, the most influential first; the order is always the same."""
    reach = reach or Reach()
    found = [
        *(one for code in CHANGES for one in changes(centres, code, reach)),
        *(one for top, under in RATIOS for one in ratios(centres, top, under, reach)),
        *(one for code in CHANGES for one in heavy(centres, code, reach)),
    ]
    return sorted(found, key=lambda one: (-one.influence, one.key, one.code, one.rule))


def changes(centres: Sequence[Observed], code: str, reach: Reach) -> Iterator[Flag]:
    """Give the changes wave on wave whose effect is beyond the class's bounds.

    Source: Hidiroglou and Berthelot, Survey Methodology 12 (1986), 73–83.
    """
    pairs = [one for one in centres if one.values.get(code, 0) > 0 and one.before.get(code, 0) > 0]
    shares = influences(centres, code)
    for one, within, peers in _classes(pairs, reach, _by_type):
        now, before = one.values[code], one.before[code]
        middle, low, high = effect_bounds(
            [(peer.values[code], peer.before[code]) for peer in peers], reach
        )
        size = max(now, before) ** reach.power
        change = _change(now / before, middle)
        if low <= change * size <= high or abs(change) <= reach.narrow:
            continue
        yield Flag(
            one.key,
            code,
            Rule.CHANGE,
            now,
            before,
            before * _ratio_at(low / size, middle),
            before * _ratio_at(high / size, middle),
            shares.get(one.key, 0.0),
            within,
        )


def effect_bounds(pairs: Sequence[tuple[float, float]], reach: Reach) -> Told:
    """Return the median ratio of (now, before) pairs and the bounds of their effects."""
    told = np.asarray(pairs, dtype=np.float64)
    ratio = told[:, 0] / told[:, 1]
    middle = float(np.median(ratio))
    change = np.where(ratio < middle, 1 - middle / ratio, ratio / middle - 1)
    effects = change * told.max(axis=1) ** reach.power
    first, half, third = (float(one) for one in np.percentile(effects, (25, 50, 75)))
    least = abs(reach.floor * half)
    low = half - reach.effect * max(half - first, least)
    high = half + reach.effect * max(third - half, least)
    return middle, low, high


def ratios(centres: Sequence[Observed], top: str, under: str, reach: Reach) -> Iterator[Flag]:
    """Give the ratios far from their class's median, by a resistant z of their logarithm."""
    usable = [one for one in centres if one.values.get(top, 0) > 0 and one.values.get(under, 0) > 0]
    shares = influences(centres, top)
    for one, within, peers in _classes(usable, reach, _by_type_and_size):
        middle, spread = _resistant([log(peer.values[top] / peer.values[under]) for peer in peers])
        away = max(reach.score * spread, reach.narrow)
        value, base = one.values[top], one.values[under]
        if abs(log(value / base) - middle) <= away:
            continue
        low, high = base * exp(middle - away), base * exp(middle + away)
        yield Flag(
            one.key, top, Rule.RATIO, value, under, low, high, shares.get(one.key, 0.0), within
        )


def heavy(centres: Sequence[Observed], code: str, reach: Reach) -> Iterator[Flag]:
    """Give the answers that make more of the weighted total than the declared share."""
    shares = influences(centres, code)
    for one in centres:
        share = shares.get(one.key, 0.0)
        if share > max(reach.share, reach.times / len(shares) if shares else 0.0):
            yield Flag(one.key, code, Rule.INFLUENCE, one.values[code], None, None, None, share, ())


def influences(centres: Sequence[Observed], code: str) -> dict[int, float]:
    """Return the share (0–1) each centre makes of the weighted total of a variable."""
    amounts = {one.key: one.weight * abs(one.values[code]) for one in centres if code in one.values}
    # Sorted: a sum of floats depends on its order, a flag must not.
    whole = sum(sorted(amounts.values()))
    return {key: amount / whole for key, amount in amounts.items()} if whole else {}


def _by_type(one: Observed) -> tuple[Class, ...]:
    return ((one.centre_type,), ())


def _by_type_and_size(one: Observed) -> tuple[Class, ...]:
    return ((one.centre_type, one.size), (one.centre_type,))


def _classes(
    centres: Sequence[Observed], reach: Reach, classes_of: Callable[[Observed], tuple[Class, ...]]
) -> Iterator[tuple[Observed, Class, Sequence[Observed]]]:
    """Give each centre with its class: the fine one when large enough, else the coarse one."""
    members: dict[Hashable, list[Observed]] = defaultdict(list)
    for one in centres:
        for name in classes_of(one):
            members[name].append(one)
    for one in centres:
        fine, coarse = classes_of(one)
        if len(members[fine]) >= reach.least:
            yield one, fine, members[fine]
        elif len(members[coarse]) >= reach.fewest:
            yield one, coarse, members[coarse]


def _resistant(logs: Sequence[float]) -> tuple[float, float]:
    told = np.asarray(logs, dtype=np.float64)
    middle = float(np.median(told))
    return middle, NORMAL * float(np.median(np.abs(told - middle)))


def _change(ratio: float, middle: float) -> float:
    return 1 - middle / ratio if ratio < middle else ratio / middle - 1


def _ratio_at(change: float, middle: float) -> float:
    """Return the ratio whose change is given: the inverse of ``_change``."""
    if change >= 0:
        return middle * (1 + change)
    return middle / (1 - change) if change > -inf else 0.0
