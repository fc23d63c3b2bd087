"""A large restructuring, invented on real ground: job cards, towns and the way between them.

People come from six trades that shrink, vacancies from the sixty nearest job cards of each and its
official targets. How well a post fits is the share of its skills held and the way to it; both are
shared by everybody of a trade and a town, as in life. Costs drawn independently for each pair
would flatter any optimum by a factor of five.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.rome_files import Referential, read_rome
from boutdufil.engines.matching import Card, MatchingIndex, Profile, SkillUse
from boutdufil.engines.redeployment import Candidate, Instance, Offer, Pair, Problem
from boutdufil.lib.geo import travel_minutes

TRADES = ("D1408", "D1401", "N1103", "N1105", "M1602", "M1607")
NEAREST = 60
DRAWN_PAIRS = 48  # about 43 are left when the same vacancy is drawn once
AT_HOME = 0.8
PEOPLE_A_TOWN = 500
REACH_KM = 25.0
LONGEST_WAY = 60.0  # minutes; a longer way counts as this
SKILLS_WEIGH, WAY_WEIGHS = 0.7, 0.3

PACKAGE = Path(__file__).resolve().parent.parent / "boutdufil"
GUIDE = PACKAGE / "kernel" / "occupations" / "data" / "guide"
COMMUNES = PACKAGE / "kernel" / "territories" / "data" / "communes.csv"


@dataclass(frozen=True)
class Trades:
    """How much of each job (columns) each trade (rows) holds, 0 to 1, and where it is from."""

    shares: NDArray[np.float64]
    jobs: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Ground:
    """Where people and vacancies are: town, kilometres east and north."""

    town: NDArray[np.int64]
    east: NDArray[np.float64]
    north: NDArray[np.float64]


def read_trades(rome: Path | None) -> Trades:
    """Read shares from an official release, or from our guide when there is none."""
    referential = read_rome(rome) if rome else read_guide()
    index = MatchingIndex.build(referential.cards, referential.labels)
    profiles = {
        card.code: Profile(frozenset(use.skill for use in card.skills), (card.code,))
        for card in referential.cards
    }
    jobs: set[str] = set()
    for trade in TRADES:
        jobs |= {match.code for match in index.rank(profiles[trade])[:NEAREST]}
        jobs |= set(referential.links.get(trade, ()))
    known = tuple(sorted(jobs & set(profiles)))
    shares = [[_share(index, profiles[trade], job) for job in known] for trade in TRADES]
    return Trades(np.array(shares), known, rome.name if rome else "guide")


def _share(index: MatchingIndex, profile: Profile, job: str) -> float:
    match = index.explain(profile, job)
    return match.share if match else 0.0


def read_guide() -> Referential:
    """Read our guide's cards, labels and official links."""
    skills = json.loads((GUIDE / "skills.json").read_text("utf-8"))
    cards = [
        _card(card, skills)
        for path in sorted((GUIDE / "cards").glob("*.json"))
        for card in json.loads(path.read_text("utf-8"))
    ]
    labels = {key: skill["label"] for key, skill in skills.items()}
    links = json.loads((GUIDE / "official_links.json").read_text("utf-8"))["links"]
    return Referential(tuple(cards), labels, {code: tuple(to) for code, to in links.items()})


def _card(card: Mapping[str, object], skills: Mapping[str, Mapping[str, str]]) -> Card:
    uses = [use for use in card["skills"] if skills[use["key"]]["kind"] in COUNTED]  # type: ignore
    asked = tuple(SkillUse(use["key"], use.get("core", False)) for use in uses)
    text = "\n".join([card["label"], *card["titles"], card["definition"]])  # type: ignore
    return Card(str(card["code"]), asked, text, tuple(card["titles"]))  # type: ignore


COUNTED = {"know_how", "knowledge"}


def restructuring(people: int, trades: Trades, seed: int) -> Instance:
    """Return people / 5 vacancies of 1 to 9 places, and some 43 pairs a person in one instance.

    Four pairs in five are around the person's own town, one anywhere in the country.
    """
    chance = np.random.default_rng(seed)
    vacancies = people // 5
    towns = max(1, people // PEOPLE_A_TOWN)
    homes, sites = settle(people, towns, chance), settle(vacancies, towns, chance)
    trade = chance.integers(0, len(TRADES), people)
    job = chance.integers(0, len(trades.jobs), vacancies)
    person, vacancy = draw_pairs(homes, sites, chance)
    way = _way(homes, sites, person, vacancy)
    held = np.sqrt(trades.shares[trade[person], job[vacancy]])
    fit = 1 - SKILLS_WEIGH * (1 - held) - WAY_WEIGHS * way
    return Instance(
        candidates=people,
        places=chance.integers(1, 10, vacancies),
        candidate=person.astype(np.int32),
        offer=vacancy.astype(np.int32),
        fit=fit,
    )


def with_terms(instance: Instance, seed: int) -> Instance:
    """Add starts, pay and floors: each vacancy starts when it starts, whoever comes."""
    chance = np.random.default_rng(seed)
    ends = chance.integers(0, 6, instance.candidates) * 15
    starts = chance.integers(0, 10, instance.offers) * 15
    pay = chance.normal(0, 1, instance.candidates), chance.normal(0.3, 1, instance.offers)
    return replace(
        instance,
        gap_days=np.maximum(0, starts[instance.offer] - ends[instance.candidate]),
        keeps_terms=pay[1][instance.offer] >= pay[0][instance.candidate],
        below_floor=instance.fit < 0.4,
    )


def in_identifiers(instance: Instance) -> Problem:
    """Return the same people, posts and terms as a page hands them to the engine."""
    rows = zip(
        instance.candidate.tolist(),
        instance.offer.tolist(),
        instance.fit.tolist(),
        instance.gap_days.tolist(),
        instance.keeps_terms.tolist(),
        strict=True,
    )
    return Problem(
        tuple(Candidate(f"p{at:04}", 0.4) for at in range(instance.candidates)),
        tuple(Offer(f"o{at:04}", places) for at, places in enumerate(instance.places.tolist())),
        tuple(Pair(f"p{c:04}", f"o{o:04}", *facts) for c, o, *facts in rows),
    )


def settle(count: int, towns: int, chance: np.random.Generator) -> Ground:
    """Spread homes or sites over the communes around the largest towns, by population."""
    town = chance.integers(0, towns, count)
    population, east, north = communes()
    centres = spread_centres(towns, population, east, north)
    at = np.empty(count, dtype=np.int64)
    for number, centre in enumerate(centres):
        near = np.hypot(east - east[centre], north - north[centre]) <= REACH_KM
        mine = np.flatnonzero(town == number)
        around = np.flatnonzero(near)
        weights = population[around] / population[around].sum()
        at[mine] = chance.choice(around, len(mine), p=weights)
    return Ground(town, east[at], north[at])


def communes() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Population and kilometres east and north of the communes of mainland France."""
    with COMMUNES.open(encoding="utf-8", newline="") as lines:
        rows = [
            (float(row["population"]), float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(lines)
            if row["population"] and not row["parent"] and 41 < float(row["latitude"]) < 52
        ]
    population, latitude, longitude = np.array(rows).T
    return population, longitude * 111.32 * np.cos(np.radians(46.5)), latitude * 110.57


def spread_centres(
    towns: int,
    population: NDArray[np.float64],
    east: NDArray[np.float64],
    north: NDArray[np.float64],
) -> list[int]:
    """Return the largest communes, each outside the reach of a larger one."""
    found: list[int] = []
    for at in np.argsort(-population, kind="stable").tolist():
        apart = np.hypot(east[found] - east[at], north[found] - north[at])
        if not found or apart.min() > REACH_KM:
            found.append(at)
        if len(found) == towns:
            break
    return found


def draw_pairs(
    homes: Ground, sites: Ground, chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw the pairs, in the order of person and vacancy, each once."""
    people, vacancies = len(homes.town), len(sites.town)
    person = np.repeat(np.arange(people), DRAWN_PAIRS)
    by_town = np.argsort(sites.town, kind="stable")
    counts = np.bincount(sites.town, minlength=homes.town.max() + 1)
    starts = np.cumsum(counts) - counts
    town = homes.town[person]
    inside = by_town[
        np.minimum(
            starts[town] + (chance.random(len(person)) * counts[town]).astype(np.int64),
            vacancies - 1,
        )
    ]
    anywhere = chance.integers(0, vacancies, len(person))
    at_home = (chance.random(len(person)) < AT_HOME) & (counts[town] > 0)
    vacancy = np.where(at_home, inside, anywhere)
    numbers = np.unique(person * vacancies + vacancy)
    return numbers // vacancies, numbers % vacancies


def _way(
    homes: Ground, sites: Ground, person: NDArray[np.int64], vacancy: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the estimated time of the way as a share of the longest that counts."""
    km = np.hypot(
        homes.east[person] - sites.east[vacancy], homes.north[person] - sites.north[vacancy]
    )
    knots = np.concatenate((np.linspace(0.01, 40, 400), [100.0]))
    minutes = np.interp(km, knots, [travel_minutes(float(knot)) for knot in knots])
    return np.asarray(np.minimum(minutes, LONGEST_WAY) / LONGEST_WAY)
