"""What a scenario is made of: frozen, in two languages, without a single number to judge by."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from boutdufil.kernel.calls.enums import Channel


class ScenarioError(ValueError):
    """A file that is no scenario: where, and what is wrong there."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in French and in English; it shows itself in the reader's language."""

    fr: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "fr").startswith("en") else self.fr


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the screen the agent has in front of them."""

    label: Words
    value: Words


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """What the company asks in such a call."""

    key: str
    text: Words


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the agent may decide, what follows from it, and where the call goes then.

    ``procedure`` names the company's line it meets, empty where no line speaks of it; ``note``
    says in words how.
    """

    key: str
    text: Words
    then: Words
    to: str
    procedure: str
    note: Words


@dataclass(frozen=True, slots=True)
class Turn:
    """What the caller says, and what may be decided now.

    ``task`` is the part of the job this turn is about; ``film`` is a recording in French sign
    language, empty until somebody has made it.
    """

    key: str
    caller: Words
    task: Words
    film: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class End:
    """How a call may finish, told and not judged."""

    key: str
    title: Words
    happened: Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something a trained person may look for, in words."""

    key: str
    text: Words


@dataclass(frozen=True, slots=True)
class Scenario:
    """A call to practise; ``doors`` are the codes of the open doors it belongs to."""

    slug: str
    version: int
    title: Words
    summary: Words
    occupations: tuple[str, ...]
    doors: tuple[str, ...]
    channels: tuple[Channel, ...]
    language: str
    minutes: int
    company: str
    trade: Words
    caller: str
    caller_about: Words
    told: Words
    screen: tuple[Fact, ...]
    procedure: tuple[ProcedureLine, ...]
    start: str
    turns: Mapping[str, Turn]
    ends: Mapping[str, End]
    criteria: tuple[Criterion, ...]

    @property
    def is_signed(self) -> bool:
        """Whether it is meant for sign language too."""
        return Channel.VIDEO in self.channels

    @property
    def has_films(self) -> bool:
        """Whether every turn has its film in sign language."""
        return all(turn.film for turn in self.turns.values())

    def line(self, key: str) -> ProcedureLine | None:
        """Return the company's line of that key, if there is one."""
        return next((line for line in self.procedure if line.key == key), None)
