"""Vacancies that nobody published: drawn from real job cards and from communes by population.

Each asks some of the skills of one card, so that skills are rare and common as in ROME. Real
vacancies are written by people and would need their skills read out of French text: these flatter
every method alike.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.rome_files import rows

CHECKOUT = Path(__file__).resolve().parents[1]
COMMUNES = CHECKOUT / "boutdufil" / "kernel" / "territories" / "data" / "communes.csv"
BEHAVIOUR, KNOW_HOW, KNOWLEDGE = "2", "1", "3"
SKILLS_EACH = 13


@dataclass(frozen=True)
class Cards:
    """Job cards as arrays: ``asked[i]`` are places in ``skills`` of what ``codes[i]`` asks."""

    codes: tuple[str, ...]
    asked: tuple[NDArray[np.int32], ...]
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Towns:
    """Communes with a population, and the share of each in the country."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    latitudes: NDArray[np.float64]
    longitudes: NDArray[np.float64]
    shares: NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """Vacancies as arrays: a card and a town each, and ``asked`` of shape (n, skills each)."""

    cards: NDArray[np.int64]
    towns: NDArray[np.int64]
    asked: NDArray[np.int32]


def read_cards(rome: Path, *, counted: bool) -> Cards:
    """Read what every card asks; ``counted`` keeps know-how and knowledge, as the site does."""
    kinds = {row["code_ogr"]: row["code_rubrique"] for row in rows(rome, "item")}
    kept = {KNOW_HOW, KNOWLEDGE}
    asked: dict[str, set[str]] = {}
    for row in rows(rome, "coherence_item"):
        if not counted or kinds.get(row["code_ogr"]) in kept:
            asked.setdefault(row["code_rome"], set()).add(row["code_ogr"])
    skills = tuple(sorted({skill for uses in asked.values() for skill in uses}))
    place = {skill: at for at, skill in enumerate(skills)}
    codes = tuple(code for code in sorted(asked) if len(asked[code]) >= SKILLS_EACH)
    return Cards(
        codes,
        tuple(np.array(sorted(place[s] for s in asked[code]), dtype=np.int32) for code in codes),
        skills,
    )


def read_towns() -> Towns:
    """Read the communes and municipal arrondissements that have inhabitants."""
    with COMMUNES.open(encoding="utf-8", newline="") as lines:
        known = [row for row in csv.DictReader(lines) if row["population"]]
    # The arrondissements of a city and the city itself would count its people twice.
    parents = {row["parent"] for row in known if row["parent"]}
    found = [row for row in known if row["code"] not in parents]
    people = np.array([float(row["population"]) for row in found])
    return Towns(
        tuple(row["code"] for row in found),
        tuple(row["name"] for row in found),
        np.array([float(row["latitude"]) for row in found]),
        np.array([float(row["longitude"]) for row in found]),
        people / people.sum(),
    )


def draw(count: int, cards: Cards, towns: Towns, chance: np.random.Generator) -> Drawn:
    """Draw vacancies: a card each, some of its skills, and a town by population."""
    which = chance.integers(0, len(cards.codes), count)
    asked = np.empty((count, SKILLS_EACH), dtype=np.int32)
    for at, skills in enumerate(cards.asked):
        mine = np.flatnonzero(which == at)
        order = chance.random((len(mine), len(skills))).argpartition(SKILLS_EACH - 1, axis=1)
        asked[mine] = np.sort(skills[order[:, :SKILLS_EACH]], axis=1)
    return Drawn(which, chance.choice(len(towns.codes), count, p=towns.shares), asked)
