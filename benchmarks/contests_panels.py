"""Invented juries: who could read what, and what jurors of known severity would give."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.judging import File, Juror, Rating

SEED = 20261122
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Size:
    """How many there are, and the share of the pairs that must not meet."""

    files: int = 150
    jurors: int = 45
    regions: int = 5
    conflicts: float = 0.05


@dataclass(frozen=True)
class PanelWorld:
    """Files and jurors of several regions, and the pairs that must not meet."""

    files: tuple[File, ...]
    jurors: tuple[Juror, ...]
    conflicts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class JudgedWorld:
    """Ratings, and the truth they were drawn from, in logits; the region of each juror."""

    ratings: tuple[Rating, ...]
    ability: dict[str, float]
    severity: dict[str, float]
    panels: dict[str, str]


@dataclass(frozen=True)
class Scoring:
    """How jurors score: levels 0 to `highest` on each criterion; standard deviations in logits."""

    criteria: int = 5
    highest: int = 6
    severity: float = 0.8
    regions: float = 0.6


def panel_world(
    size: Size = Size(),
    *,
    seed: int = SEED,
    load: int | None = 10,
) -> PanelWorld:
    """Invent files and jurors of several regions, each juror with exactly `load` files."""
    rng = np.random.default_rng(seed)
    files = tuple(File(f"file-{at:03}", f"region-{at % size.regions}") for at in range(size.files))
    jurors = tuple(
        Juror(f"juror-{at:02}", f"region-{at % size.regions}", most=load, least=load or 0)
        for at in range(size.jurors)
    )
    barred = rng.random((size.files, size.jurors)) < size.conflicts
    conflicts = tuple((files[f].id, jurors[j].id) for f, j in np.argwhere(barred).tolist())
    return PanelWorld(files, jurors, conflicts)


def judged(
    world: PanelWorld, readings: Sequence[tuple[str, str]], scoring: Scoring, *, seed: int = SEED
) -> JudgedWorld:
    """Let every juror score what they read, by the many-facet Rasch model itself."""
    rng = np.random.default_rng(seed)
    names = sorted({one.region for one in world.files})
    shift = dict(zip(names, rng.normal(0, scoring.regions, len(names)).tolist(), strict=True))
    ability = {one.id: rng.normal() + shift[one.region] for one in world.files}
    severity = {one.id: rng.normal(0, scoring.severity) for one in world.jurors}
    difficulty = rng.normal(0, 0.3, scoring.criteria)
    thresholds = np.linspace(-1.5, 1.5, scoring.highest)
    ratings = []
    for file, juror in sorted(readings):
        for at in range(scoring.criteria):
            place = ability[file] - severity[juror] - difficulty[at]
            level = drawn_level(place, thresholds, float(rng.random()))
            ratings.append(Rating(juror, file, f"criterion-{at}", level))
    panels = {one.id: one.region for one in world.jurors}
    return JudgedWorld(tuple(ratings), ability, severity, panels)


def drawn_level(place: float, thresholds: Floats, luck: float) -> int:
    """Return the level that a number of 0 to 1 stands for."""
    worth = np.exp(np.concatenate(([0.0], np.cumsum(place - thresholds))))
    return int(np.searchsorted(np.cumsum(worth / worth.sum()), luck))
