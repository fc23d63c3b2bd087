"""The jobs next to a job: those that ask what it asks, and those ROME links officially."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from boutdufil.engines.matching import MatchingIndex, Profile
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.models import OfficialLink
from boutdufil.kernel.occupations.selectors.ruling import cards_in_force
from boutdufil.kernel.posts.selectors.search.job_cards import card_labels, cards_index

MOST_NEIGHBOURS, SKILLS_TOLD = 8, 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A job near another: how many skills both ask (of its own), and whether ROME links them."""

    code: str
    of: str
    shared: tuple[str, ...]
    asked: int
    official: bool


@dataclass(frozen=True, slots=True)
class Kinship:
    """The same in words: labels, and the first shared skills."""

    label: str
    of: str
    shared: int
    skills: tuple[str, ...]
    official: bool


def neighbours(codes: tuple[str, ...]) -> dict[str, Neighbour]:
    """Return the neighbours of some jobs by code, each with the first job it is near to."""
    index = cards_index()
    found: dict[str, Neighbour] = {}
    for code in codes:
        for near in _neighbours_of(index, code):
            if near.code not in codes:
                found.setdefault(near.code, near)
    return found


@lru_cache(maxsize=4096)
def _neighbours_of(index: MatchingIndex, code: str) -> tuple[Neighbour, ...]:
    """Return the nearest cards, then the official targets that are not among them."""
    official = _official_codes(index).get(code, frozenset())
    profile = Profile(index.asked_skills(code), past=(code,))
    near = index.rank(profile, limit=MOST_NEIGHBOURS, also=official)
    return tuple(
        Neighbour(
            code=match.code,
            of=code,
            shared=index.shared_skills(code, match.code),
            asked=match.asked,
            official=match.code in official,
        )
        for match in near
    )


@lru_cache(maxsize=1)
def _official_codes(index: MatchingIndex) -> dict[str, frozenset[str]]:
    """Return where ROME itself leads from each job, asked once for the cards of an index.

    The index knows which targets are in force.
    """
    links = OfficialLink.objects.filter(card__in=cards_in_force().values("pk"))
    targets: dict[str, set[str]] = defaultdict(set)
    for code, target in links.values_list("card__code", "target_code"):
        targets[code].add(target)
    return {code: frozenset(found) for code, found in targets.items()}


def learn_all() -> None:
    """Read once what every search for neighbours wants, before anybody asks."""
    _official_codes(cards_index())


def kinships(near: dict[str, Neighbour], shown: set[str]) -> dict[str, Kinship]:
    """Put words on the neighbours shown, in at most two questions whatever their number."""
    told = {code: near[code] for code in sorted(shown) if code in near}
    cards = card_labels({*told, *(row.of for row in told.values())})
    first = {code: row.shared[:SKILLS_TOLD] for code, row in told.items()}
    labels = occupations.skills({skill for skills in first.values() for skill in skills})
    return {
        code: Kinship(
            label=cards[code],
            of=cards.get(row.of, row.of),
            shared=len(row.shared),
            skills=tuple(labels[skill].label for skill in first[code] if skill in labels),
            official=row.official,
        )
        for code, row in told.items()
        if code in cards
    }
