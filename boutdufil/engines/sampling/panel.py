"""From one wave to the next: a share of the last sample stays, the dead and the rest are replaced.

Within a cell, the units of one stratum that came from one stratum of the last frame (or were born
since), all have the same chance to be drawn: the last sample was drawn at random among them, who
stays is drawn among those, and the others among the rest. So each one stands for population over
size of its cell, and cells are the strata of the estimation.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from boutdufil.engines.sampling._faults import Fault, SamplingError
from boutdufil.engines.sampling.allocation import Stratum, proportional
from boutdufil.engines.sampling.draw import Unit, check_sizes, frame_digest, members
from boutdufil.lib.draws import draw_order

BORN = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a panel: where its units are now, where they were, who stays and who is new.

    `before` is empty for units born since the last wave.
    """

    stratum: str
    before: str
    population: int
    kept: tuple[str, ...]
    fresh: tuple[str, ...]

    @property
    def weight(self) -> Fraction:
        """Return for how many each one stands."""
        return Fraction(self.population, len(self.kept) + len(self.fresh))


@dataclass(frozen=True, slots=True)
class Panel:
    """The sample of a wave: its cells, who of the last one died, and who was let go."""

    seed: str
    frame: str
    cells: tuple[Cell, ...]
    dead: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def weights(self) -> dict[str, Fraction]:
        """Return the sampling weight of everybody drawn."""
        return {number: cell.weight for cell in self.cells for number in cell.kept + cell.fresh}


@dataclass(frozen=True, slots=True)
class LastWave:
    """The last wave: the stratum of every unit of its frame, and who was drawn."""

    strata: Mapping[str, str]
    drawn: Collection[str]


def renew(
    units: Iterable[Unit],
    last: LastWave,
    sizes: Mapping[str, int],
    *,
    keep: Fraction,
    seed: str,
) -> Panel:
    """Draw the next wave, `keep` of the last one's living units staying, to the nearest unit.

    Sizes of strata are kept and shared out to their cells by population, at least one each, since
    a unit that cannot be drawn could not be stood for. Who was let go comes back only where nobody
    else is left. Raises SamplingError as `draw` does, and for a stratum with more cells than units
    to draw.
    """
    if not 0 <= keep <= 1:
        raise SamplingError(Fault.SHARE, keep)
    frame = list(units)
    strata = members(frame)
    check_sizes({name: len(own) for name, own in strata.items()}, sizes)
    drawn = frozenset(last.drawn)
    turn = _Turn(drawn, keep, seed)
    cells = tuple(
        turn.cell(stratum, before, own, size)
        for stratum, numbers in sorted(strata.items())
        for before, own, size in _sized(stratum, numbers, last, sizes[stratum])
    )
    alive = {one.number for one in frame}
    taken = {number for cell in cells for number in cell.kept + cell.fresh}
    return Panel(
        seed=seed,
        frame=frame_digest(frame),
        cells=cells,
        dead=tuple(sorted(drawn - alive)),
        dropped=tuple(sorted((drawn & alive) - taken)),
    )


def _sized(
    stratum: str, numbers: Collection[str], last: LastWave, size: int
) -> list[tuple[str, list[str], int]]:
    """Return the cells of a stratum: where they were, who they are, how many to draw."""
    by_origin: dict[str, list[str]] = defaultdict(list)
    for number in numbers:
        by_origin[last.strata.get(number, BORN)].append(number)
    if size < len(by_origin):
        raise SamplingError(Fault.TOO_FEW, f"{stratum}: {size} of {len(by_origin)}")
    found = proportional([Stratum(name, len(own)) for name, own in by_origin.items()], size)
    return [(before, by_origin[before], count) for before, count in sorted(found.sizes.items())]


@dataclass(frozen=True, slots=True)
class _Turn:
    """What goes for all cells: who was drawn last, which share stays, the seed."""

    drawn: frozenset[str]
    keep: Fraction
    seed: str

    def cell(self, stratum: str, before: str, numbers: Collection[str], size: int) -> Cell:
        """Draw one cell: who stays among the drawn, then others, then who was let go."""
        known = draw_order(self.seed, self.drawn.intersection(numbers))
        others = draw_order(self.seed, [one for one in numbers if one not in self.drawn])
        staying = min(size, floor(self.keep * len(known) + Fraction(1, 2)))
        return Cell(
            stratum=stratum,
            before=before,
            population=len(numbers),
            kept=known[:staying],
            fresh=(*others, *known[staying:])[: size - staying],
        )
