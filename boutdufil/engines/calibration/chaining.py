"""One series out of several that were counted by different definitions.

Two definitions are linked over the periods that have figures by both (overlap; IMF, Quarterly
National Accounts Manual, 2017, chapter 8): the older level is multiplied by the mean of the newer
over the mean of the older. Within each definition growth stays what it was, exactly. Fractions and
whole numbers stay exact; floats are what floats are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from boutdufil.engines.calibration._refusals import EstimationError, Refusal

Number = Fraction | float
Series = Mapping[str, Number]
Figure = TypeVar("Figure", bound=Number)


@dataclass(frozen=True, slots=True)
class Link:
    """Where one definition follows another: its first period, the overlap, and the step up.

    `factor` is what the level of the older one is multiplied by to stand at that of the newer.
    """

    since: str
    overlap: tuple[str, ...]
    factor: Number


@dataclass(frozen=True)
class Linked:
    """Values by period at the level of one definition, and the links between definitions.

    `of` tells by which definition, counted from 0, each period was measured.
    """

    values: Series
    of: Mapping[str, int]
    links: tuple[Link, ...]

    def at_level_of(self, definition: int) -> "Linked":
        """Return the same growth at the level of another definition, counted from 0.

        >>> linked = chain([{"2024": 10, "2025": 12}, {"2025": 24, "2026": 30}])
        >>> dict(linked.at_level_of(0).values)
        {'2024': Fraction(10, 1), '2025': Fraction(12, 1), '2026': Fraction(15, 1)}
        """
        factor: Number = Fraction(1)
        for link in self.links[definition:]:
            factor = factor * link.factor
        return Linked(
            {period: value / factor for period, value in self.values.items()}, self.of, self.links
        )


def chain(series: Sequence[Series]) -> Linked:
    """Link series, the oldest definition first, at the level of the newest.

    Each one must share periods with the next; periods sort by their names. A period is told by the
    newest definition that has it. With an overlap of one period all growth is that of one
    definition; with several the mean over the overlap is kept: hand in an older series that ends
    with the first common period to link over that one alone. Raises EstimationError without an
    overlap, for no series, and where one sums to 0 over an overlap.

    >>> dict(chain([{"2024": 10, "2025": 12}, {"2025": 24, "2026": 30}]).values)
    {'2024': Fraction(20, 1), '2025': Fraction(24, 1), '2026': Fraction(30, 1)}
    """
    if not series:
        raise EstimationError(Refusal.NO_OVERLAP)
    exact = [{period: _exact(value) for period, value in one.items()} for one in series]
    links = tuple(_link(old, new) for old, new in pairwise(exact))
    values: dict[str, Number] = {}
    of: dict[str, int] = {}
    for place, one in enumerate(exact):
        factor = _product(links[place:])
        for period, value in one.items():
            values[period], of[period] = value * factor, place
    return Linked(dict(sorted(values.items())), dict(sorted(of.items())), links)


def growths(values: Series) -> dict[str, Number]:
    """Return each period's growth over the one before, as a share; not after a 0."""
    periods = sorted(values)
    return {
        later: values[later] / values[earlier] - 1
        for earlier, later in pairwise(periods)
        if values[earlier]
    }


def _link(old: Mapping[str, Number], new: Mapping[str, Number]) -> Link:
    overlap = tuple(sorted(old.keys() & new.keys()))
    if not overlap:
        raise EstimationError(Refusal.NO_OVERLAP, max(old, default=""), min(new, default=""))
    below, above = sum(old[one] for one in overlap), sum(new[one] for one in overlap)
    if not below or not above:
        raise EstimationError(Refusal.ZERO, *overlap)
    return Link(min(new), overlap, above / below)


def _product(links: Sequence[Link]) -> Number:
    factor: Number = Fraction(1)
    for link in links:
        factor = factor * link.factor
    return factor


def _exact(value: Number) -> Number:
    return Fraction(value) if isinstance(value, int) else value
