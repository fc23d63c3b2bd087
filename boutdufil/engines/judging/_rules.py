"""What goes into a selection, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from boutdufil.engines.judging._faults import Fault, JudgingError

SCORE = "score"
POOL = "(pool)"  # the group of all places that are too small for their own
EVERYBODY = ""  # the group of a rule for all

Per = Literal["city", "region", "all"]
Ties = Literal["break", "advance_all"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What was declared before the first entry.

    `top` places a group (each city, each region, or everybody). Nobody under `minimum` is selected.
    Equal scores are told apart by `tie_keys` in their order, each higher first. Who is equal still
    is drawn by `draw_seed` ("break"), or comes in together ("advance_all"), up to `cap` a group;
    past the cap the draw decides. Places with fewer than `pool_below` candidates form one group.
    Raises JudgingError for a rule that cannot be kept.
    """

    top: int
    per: Per = "all"
    minimum: Fraction | None = None
    ties: Ties = "break"
    tie_keys: tuple[str, ...] = ()
    draw_seed: str | None = None
    pool_below: int = 0
    cap: int | None = None

    def __post_init__(self) -> None:
        wrong = {
            "top": self.top < 1,
            "per": self.per not in {"city", "region", "all"},
            "ties": self.ties not in {"break", "advance_all"},
            "tie_keys": SCORE in self.tie_keys or len(set(self.tie_keys)) < len(self.tie_keys),
            "pool_below": self.pool_below < 0,
            "cap": self.cap is not None and self.cap < self.top,
        }
        for name in (name for name, is_wrong in wrong.items() if is_wrong):
            raise JudgingError(Fault.RULE, name, getattr(self, name))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scores that order candidates, the main one first."""
        return (SCORE, *self.tie_keys)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An anonymous number, its place, and its scores by name as exact numbers."""

    number: str
    place: str
    scores: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one candidate, and what decided it.

    `decided_by`: "score", "key:<name>" or "draw", the first that tells them from the other side of
    the cut; "minimum"; "tie_advanced" where equal ones came in together; "pool" where they would
    have come in had their place been large enough; after withdrawals "withdrawn", "replacement".
    `keys` are the scores in the order of the rule, `mark` the drawn number if there is a seed.
    `rank` counts within the group; equal ones share it unless the draw told them apart.
    """

    number: str
    place: str
    group: str
    rank: int
    selected: bool
    decided_by: str
    keys: tuple[Fraction, ...]
    mark: str = ""

    @property
    def score(self) -> Fraction:
        """Return the main score."""
        return self.keys[0]

    @property
    def order(self) -> tuple[tuple[Fraction, ...], str, str]:
        """Return what the list of a group is sorted by, the best first."""
        return tuple(-key for key in self.keys), self.mark, self.number


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Where one group was cut: the scores of the last one in, or None where nobody is.

    `places` are the cities or regions in the group: several where small ones were pooled.
    """

    group: str
    places: tuple[str, ...]
    entered: int
    selected: int
    keys: tuple[Fraction, ...] | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Everybody by group, then by rank; and where each group was cut."""

    rule: Rule
    places: tuple[Outcome, ...]
    cutoffs: tuple[Cutoff, ...]

    @property
    def selected(self) -> tuple[str, ...]:
        """Return the numbers of those selected, by group, the best first."""
        return tuple(one.number for one in self.places if one.selected)

    def outcome(self, number: str) -> Outcome:
        """Return what became of a number. Raises JudgingError for an unknown one."""
        for one in self.places:
            if one.number == number:
                return one
        raise JudgingError(Fault.UNKNOWN, number)

    def cutoff(self, group: str) -> Cutoff:
        """Return where a group was cut. Raises JudgingError for an unknown one."""
        for one in self.cutoffs:
            if one.group == group:
                return one
        raise JudgingError(Fault.UNKNOWN, group)


class UndecidedError(JudgingError):
    """Equal candidates on both sides of a cut, and no seed to draw them with."""

    def __init__(self, group: str, numbers: tuple[str, ...]) -> None:
        super().__init__(Fault.RULE, "draw_seed", group, *numbers)
        self.group = group
        self.numbers = numbers
