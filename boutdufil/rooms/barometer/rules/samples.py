"""Samples: how many of each stratum, who is drawn, for how many each one stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import pstdev

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.engines.sampling import (
    Fault,
    LastWave,
    SamplingError,
    Stratum,
    Unit,
    draw,
    neyman,
    proportional,
    renew,
)
from boutdufil.rooms.barometer.enums import Allocation

# Groups and ordering companies are few, and each is asked.
COMPANIES = "companies"
PROBLEMS: Mapping[Fault, Promise] = {
    Fault.TOO_FEW: _(
        "Il y a plus de strates, une fois compté le minimum de chacune, que d’unités à tirer : "
        "tirez-en plus, ou triez moins finement."
    ),
    Fault.TOO_MANY: _("Il y a moins d’unités en vie que vous n’en demandez."),
}
UNDRAWABLE = _("Cette base ne permet pas ce tirage : revoyez la taille et les strates.")


@dataclass(frozen=True, slots=True)
class FrameUnit:
    """A unit that can be drawn: ``number`` stands for it in the draw, and never changes."""

    id: int
    number: str
    stratum: str
    headcount: int | None


@dataclass(frozen=True, slots=True)
class Ask:
    """What a wave asks of its sample."""

    size: int
    least: int
    allocation: Allocation
    keep: Decimal
    seed: str


@dataclass(frozen=True, slots=True)
class PlannedStratum:
    """A stratum before the draw: its units, how many of them, the deviation that was used."""

    key: str
    population: int
    allocated: int
    deviation: float | None
    takes_all: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A drawn unit and the cell it stands for: so many units, of which so many drawn."""

    number: str
    population: int
    allocated: int
    is_panel: bool


def plan_strata(units: Sequence[FrameUnit], ask: Ask) -> tuple[PlannedStratum, ...]:
    """Return how many of each stratum are drawn.

    :raises SamplingError: the strata leave no room for that many.
    """
    deviations = _deviations(units) if ask.allocation == Allocation.NEYMAN else {}
    by_stratum = _members(units)
    strata = [
        Stratum(
            name=key,
            population=len(own),
            spread=deviations.get(key, 1.0),
            minimum=ask.least,
            whole=len(own) <= ask.least,
        )
        for key, own in by_stratum.items()
        if key != COMPANIES
    ]
    share = neyman if ask.allocation == Allocation.NEYMAN else proportional
    sizes = dict(share(strata, ask.size).sizes)
    sizes |= {key: len(own) for key, own in by_stratum.items() if key == COMPANIES}
    return tuple(
        PlannedStratum(
            key=key,
            population=len(own),
            allocated=sizes[key],
            deviation=deviations.get(key),
            takes_all=sizes[key] == len(own),
        )
        for key, own in sorted(by_stratum.items())
    )


def draw_units(
    units: Sequence[FrameUnit],
    strata: Sequence[PlannedStratum],
    last: LastWave | None,
    ask: Ask,
) -> tuple[Taken, ...]:
    """Return who is drawn; a share of the last wave's living units stays when one is asked for.

    :raises SamplingError: as the engine does.
    """
    frame = [Unit(one.number, one.stratum) for one in units]
    sizes = {one.key: one.allocated for one in strata}
    if last is None or not ask.keep:
        drawn = draw(frame, sizes, ask.seed)
        return tuple(
            Taken(number, one.population, len(one.drawn), is_panel=False)
            for one in drawn.strata
            for number in one.drawn
        )
    panel = renew(frame, last, sizes, keep=Fraction(ask.keep), seed=ask.seed)
    return tuple(
        Taken(number, cell.population, len(cell.kept) + len(cell.fresh), is_panel)
        for cell in panel.cells
        for numbers, is_panel in ((cell.kept, True), (cell.fresh, False))
        for number in numbers
    )


def problem_of(error: SamplingError) -> Promise:
    """Return what to do about a sample that cannot be drawn."""
    return PROBLEMS.get(error.fault, UNDRAWABLE)


def _members(units: Sequence[FrameUnit]) -> dict[str, list[FrameUnit]]:
    found: dict[str, list[FrameUnit]] = defaultdict(list)
    for one in units:
        found[one.stratum].append(one)
    return dict(found)


def _deviations(units: Sequence[FrameUnit]) -> dict[str, float]:
    """Return the standard deviation of the known sizes of each stratum, in people.

    A stratum of which fewer than two sizes are known has that of the whole frame.
    """
    known = [float(one.headcount) for one in units if one.headcount is not None]
    whole = pstdev(known) if len(known) > 1 else 1.0
    found = {}
    for key, own in _members(units).items():
        sizes = [float(one.headcount) for one in own if one.headcount is not None]
        found[key] = (pstdev(sizes) if len(sizes) > 1 else whole) or 1.0
    return found
