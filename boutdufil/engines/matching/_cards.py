"""What goes into the matching engine and what comes out of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class SkillUse:
    """One skill a job card asks for; `core` when the card marks it as the heart of the job."""

    skill: str
    core: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A job card: its code, the skills it asks, and its words.

    `text` is all of its words (label, titles, definition); `titles` are the names of the job,
    one each, and may be left out: the past of a person is then compared with fewer words.
    """

    code: str
    skills: tuple[SkillUse, ...]
    text: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A person: confirmed skill codes and codes of past jobs; unknown codes count for nothing."""

    held: frozenset[str]
    past: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One asked skill inside a match.

    `weight` is its share of everything the card asks (the weights of a card sum to 1), `credit`
    in [0, 1] how much of it the person brings, `through` the held skill that is close to it.
    """

    skill: str
    weight: float
    credit: float
    through: str | None


@dataclass(frozen=True)
class Detail:
    """The asked skills of one card, split by what the person brings; heaviest first."""

    held: tuple[Part, ...]
    close: tuple[Part, ...]
    missing: tuple[Part, ...]


@dataclass(frozen=True)
class CommonGround:
    """What brings a card near a past job: `amount` is the "past" part of the score.

    `skills` are asked by both cards, heaviest first; `words` are in the texts of both, folded,
    rarest first. They are the material of the amount, not a sum of it: near labels and titles
    count too.
    """

    past: str
    amount: float
    skills: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """How near one card is to a profile.

    `share` in [0, 1] is the weight of exactly the skills held. `parts` (name, amount) sum to
    `score`: "held" is the share, "close" what near skills add, "past" how near past jobs are.
    `asked` is the number of skills the card asks. The skills themselves are worked out when
    first read: a ranking of a thousand cards is shown ten at a time.
    """

    code: str
    score: float
    share: float
    asked: int
    parts: tuple[tuple[str, float], ...]
    detail_of: Callable[[], Detail] = field(repr=False, compare=False)

    @cached_property
    def detail(self) -> Detail:
        """All asked skills of the card, split in held, close and missing."""
        return self.detail_of()

    @property
    def held(self) -> tuple[Part, ...]:
        """Asked skills the person holds exactly."""
        return self.detail.held

    @property
    def close(self) -> tuple[Part, ...]:
        """Asked skills for which the person holds a skill with near words."""
        return self.detail.close

    @property
    def missing(self) -> tuple[Part, ...]:
        """Asked skills for which the person holds nothing near."""
        return self.detail.missing
