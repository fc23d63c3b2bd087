"""A stratified random draw, its log and its replay.

Every unit has a mark, SHA-256 of "seed:number"; in each stratum the lowest marks are drawn. That is
a simple random sample in each, without any generator, and the order of the list changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from boutdufil.engines.sampling._faults import Fault, SamplingError
from boutdufil.lib.draws import draw_order


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the frame: its number, which never changes, and its stratum."""

    number: str
    stratum: str


@dataclass(frozen=True, slots=True)
class DrawnStratum:
    """Who was drawn in a stratum, lowest mark first."""

    name: str
    population: int
    drawn: tuple[str, ...]

    @property
    def weight(self) -> Fraction | None:
        """Return for how many each one stands; None where nobody was drawn."""
        return Fraction(self.population, len(self.drawn)) if self.drawn else None


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw and all that it takes to do it again: seed, frame, sizes."""

    seed: str
    frame: str
    strata: tuple[DrawnStratum, ...]

    @property
    def sizes(self) -> dict[str, int]:
        """Return how many were drawn by stratum."""
        return {one.name: len(one.drawn) for one in self.strata}

    @property
    def weights(self) -> dict[str, Fraction]:
        """Return the sampling weight of everybody drawn."""
        return {
            number: Fraction(one.population, len(one.drawn))
            for one in self.strata
            for number in one.drawn
        }


@dataclass(frozen=True, slots=True)
class Replay:
    """What a second draw says of a log: is the frame the same, and who differs."""

    frame_is_same: bool
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the log tells the draw that seed, frame and sizes give."""
        return self.frame_is_same and not self.missing and not self.unexpected


def draw(units: Iterable[Unit], sizes: Mapping[str, int], seed: str) -> Draw:
    """Draw so many of each stratum. The order of the units changes nothing.

    Raises SamplingError for a number that comes twice, a stratum without a size or unknown, and a
    size below 0 or above what there is.
    """
    frame = list(units)
    by_stratum = members(frame)
    check_sizes({name: len(own) for name, own in by_stratum.items()}, sizes)
    return Draw(
        seed=seed,
        frame=frame_digest(frame),
        strata=tuple(
            DrawnStratum(name, len(own), draw_order(seed, own)[: sizes[name]])
            for name, own in sorted(by_stratum.items())
        ),
    )


def replay(log: Draw, units: Iterable[Unit]) -> Replay:
    """Draw again from a frame and tell what differs from a log. Raises SamplingError as `draw`."""
    frame = list(units)
    again = draw(frame, log.sizes, log.seed)
    told, found = set(log.weights), set(again.weights)
    return Replay(
        frame_is_same=again.frame == log.frame,
        missing=tuple(sorted(found - told)),
        unexpected=tuple(sorted(told - found)),
    )


def frame_digest(units: Iterable[Unit]) -> str:
    """Return the SHA-256 of a frame: lines "stratum, tab, number", sorted."""
    lines = sorted(f"{one.stratum}\t{one.number}\n" for one in units)
    return sha256("".join(lines).encode()).hexdigest()


def members(units: Iterable[Unit]) -> dict[str, list[str]]:
    """Return the numbers of each stratum. Raises SamplingError for one that comes twice."""
    seen: set[str] = set()
    found: dict[str, list[str]] = defaultdict(list)
    for one in units:
        if one.number in seen:
            raise SamplingError(Fault.DUPLICATE, one.number)
        seen.add(one.number)
        found[one.stratum].append(one.number)
    return dict(found)


def check_sizes(populations: Mapping[str, int], sizes: Mapping[str, int]) -> None:
    """Refuse sizes that a frame cannot give. Raises SamplingError."""
    for name in sorted(sizes.keys() - populations.keys()):
        if sizes[name]:
            raise SamplingError(Fault.UNKNOWN, name)
    for name, population in sorted(populations.items()):
        if name not in sizes:
            raise SamplingError(Fault.NO_SIZE, name)
        if sizes[name] < 0:
            raise SamplingError(Fault.NEGATIVE, name)
        if sizes[name] > population:
            raise SamplingError(Fault.TOO_MANY, f"{name}: {sizes[name]} of {population}")
