"""What goes into the slotting engine: recruiters, candidates, who wishes to meet whom, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a problem."""

    DUPLICATE_RECRUITER = "duplicate recruiter"
    DUPLICATE_CANDIDATE = "duplicate candidate"
    DUPLICATE_WISH = "duplicate wish"
    UNKNOWN_RECRUITER = "unknown recruiter"
    UNKNOWN_CANDIDATE = "unknown candidate"
    UNKNOWN_POST = "a wish for a post the recruiter does not bring"
    SLOT_OUTSIDE = "slot outside the day"
    FIT_OUTSIDE = "fit outside 0 to 1"
    NEGATIVE_MOST = "negative most"
    CLASH = "infeasible because meetings that should stand clash"
    UNKNOWN_MEETING = "the meeting is not in the plan"


class ProblemError(ValueError):
    """A problem that cannot be read: `fault` says what, `about` what it is about, in words."""

    def __init__(self, fault: Fault, *about: object) -> None:
        words = "; ".join(str(one) for one in about)
        super().__init__(f"{fault.value}: {words}" if words else fault.value)
        self.fault = fault
        self.about = about


@dataclass(frozen=True, slots=True)
class Recruiter:
    """One table where one candidate sits at a time, under a stable identifier.

    `slots` are the slots somebody is there, counted from 0; `breaks` those of them kept free.
    `posts` are the identifiers of the posts they recruit for, for wishes to name.
    """

    id: str
    slots: frozenset[int]
    breaks: frozenset[int] = frozenset()
    posts: tuple[str, ...] = ()

    @property
    def open(self) -> frozenset[int]:
        """Return the slots in which a meeting may be held."""
        return self.slots - self.breaks


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person under a stable pseudonym: the slots they can come, and how many meetings at most."""

    id: str
    slots: frozenset[int]
    most: int = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """A meeting that would make sense, and its fit in [0, 1]; `post` is what it is about.

    One pair may have one wish a post: the plan takes the post of best fit, for a pair meets once.
    """

    candidate: str
    recruiter: str
    fit: float
    post: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """One candidate at the table of one recruiter in one slot."""

    slot: int
    recruiter: str
    candidate: str

    def __str__(self) -> str:
        return f"{self.candidate} at {self.recruiter}, slot {self.slot}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A day of `slots` slots of equal length; `kept` meetings stand, whatever else is planned.

    A kept meeting needs no wish. It must not clash with another one, a break, or an absence.
    """

    slots: int
    recruiters: tuple[Recruiter, ...]
    candidates: tuple[Candidate, ...]
    wishes: tuple[Wish, ...]
    kept: frozenset[Meeting] = frozenset()


def best_wishes(wishes: Iterable[Wish]) -> dict[tuple[str, str], Wish]:
    """Return the wish of best fit of each pair; between equal ones the first post by name."""
    best: dict[tuple[str, str], Wish] = {}
    for wish in sorted(wishes, key=lambda one: (-one.fit, one.post)):
        best.setdefault((wish.candidate, wish.recruiter), wish)
    return best
