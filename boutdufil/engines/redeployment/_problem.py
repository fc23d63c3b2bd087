"""What goes into the redeployment engine: people, posts, and what would come of each pair."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Goal(StrEnum):
    """What a plan aims at; a plan serves its goals strictly one after the other."""

    PLACED = "placed"  # most people with a proposal inside their own limits
    DAYS = "days"  # fewest days between the end of one contract and the start of the next
    TERMS = "terms"  # most contracts and pay kept
    FLOOR = "floor"  # fewest proposals below the person's floor of fit
    FIT = "fit"  # highest total fit
    PRIORITY = "priority"  # highest total of the declared criteria
    TIE = "tie"  # a lot drawn from the identifiers, always the last


DEFAULT_GOALS = (Goal.PLACED, Goal.DAYS, Goal.TERMS, Goal.FLOOR, Goal.FIT, Goal.PRIORITY)


class Fault(StrEnum):
    """What is wrong with a problem."""

    DUPLICATE_CANDIDATE = "duplicate candidate"
    DUPLICATE_OFFER = "duplicate offer"
    DUPLICATE_PAIR = "duplicate pair"
    UNKNOWN_CANDIDATE = "unknown candidate"
    UNKNOWN_OFFER = "unknown offer"
    NEGATIVE_PLACES = "negative places"
    FLOOR_OUTSIDE = "floor outside 0 to 1"
    FIT_OUTSIDE = "fit outside 0 to 1"
    DAYS_OUTSIDE = "gap_days outside 0 to 36500"
    PRIORITY_OUTSIDE = "priority outside -10000 to 10000"
    SETTLED_TOO_OFTEN = "more people settled than places"
    SETTLED_AND_REFUSED = "settled and refused"
    OTHER_PLAN = "the plan is of another problem"
    GOALS = "goals start with placed, each once, and never name tie"


class ProblemError(ValueError):
    """A problem that cannot be read: `fault` says what, `ids` whom it is about."""

    def __init__(self, fault: Fault, *ids: str) -> None:
        super().__init__(f"{fault.value}: {', '.join(ids)}" if ids else fault.value)
        self.fault = fault
        self.ids = ids


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person under a stable pseudonym; `floor` in [0, 1] is the fit below which it hurts."""

    id: str
    floor: float = 0.0


@dataclass(frozen=True, slots=True)
class Offer:
    """A vacancy and how many people it takes."""

    id: str
    places: int


@dataclass(frozen=True, slots=True)
class Pair:
    """What would come of one person on one post.

    `fit` in [0, 1], or None when it is not known: it then counts as 0 and as below any floor
    above 0. `gap_days` are days without a contract. `within_limits` is the person's own word
    (way, hours, pay): a pair outside is never proposed. `priority` is the sum of the criteria
    that were declared before anybody's name was read.
    """

    candidate: str
    offer: str
    fit: float | None
    gap_days: int = 0
    keeps_terms: bool = True
    within_limits: bool = True
    priority: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """People, posts and pairs; `settled` pairs stand, `refused` ones never come back.

    A settled person needs no pair: what somebody accepted stands, whatever was computed.
    """

    candidates: tuple[Candidate, ...]
    offers: tuple[Offer, ...]
    pairs: tuple[Pair, ...]
    settled: Mapping[str, str] = field(default_factory=dict)
    refused: frozenset[tuple[str, str]] = frozenset()
