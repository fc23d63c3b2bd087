"""A number as its owner describes it, before it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from boutdufil.rooms.illico.enums import Payer
from boutdufil.rooms.illico.rules.amounts import HIGHEST_RATE
from boutdufil.rooms.illico.rules.opening import Span

# The fields of a draft that hold several values.
LISTS = ("purposes", "channels", "languages", "skills")

WeeklyHours = Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class NumberDraft:
    """What is said of a number; rate, ceiling and floor in 1/10,000 €.

    ``over_250_million`` is the mean turnover in France of the last three years, per company
    (decree 2017-875): its owner says, nobody guesses.
    """

    name: str
    code: str = ""
    presentation: str = ""
    purposes: tuple[str, ...] = ()
    payer: str = Payer.COMPANY
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("fr",)
    skills: tuple[str, ...] = ()
    is_complex: bool = False
    over_250_million: bool = False
    rate: int = HIGHEST_RATE
    ceiling: int = 0
    floor: int = 0
    free_alternative: str = ""
    closed_on_holidays: bool = True


@dataclass(frozen=True, slots=True)
class LegalCase:
    """A draft with what the law asks besides: whose it is, and when it answers.

    ``hours`` is None before they were given: their rules are then not asked.
    """

    draft: NumberDraft
    is_public_body: bool
    hours: WeeklyHours | None = field(default=None)
