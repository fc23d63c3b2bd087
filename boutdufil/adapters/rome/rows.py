"""The rows of a checked release: every code they name exists, every key is unique."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

SkillKind = Literal["know_how", "knowledge", "behaviour"]


@dataclass(frozen=True, slots=True)
class RomeCard:
    """One job card; ``None`` where the release leaves a flag blank."""

    code: str
    label: str
    parent_code: str
    regulated: bool | None
    executive: bool | None
    definition: str
    access: str


@dataclass(frozen=True, slots=True)
class RomeTitle:
    """One official title of a card."""

    code: str
    card: str
    label: str
    rare: bool


@dataclass(frozen=True, slots=True)
class RomeSkill:
    """One skill with the group under which it is shown."""

    code: str
    label: str
    kind: SkillKind
    group: str


@dataclass(frozen=True, slots=True)
class RomeUse:
    """A skill asked by a card."""

    card: str
    skill: str
    core: bool
    emerging: bool


@dataclass(frozen=True, slots=True)
class RomeCondition:
    """A working condition of a card."""

    card: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class RomeLink:
    """An official mobility; ``rank`` is its order of display."""

    card: str
    target: str
    rank: int


@dataclass(frozen=True, slots=True)
class RomeInterest:
    """A centre of interest."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class RomeInterestUse:
    """An interest served by a card."""

    card: str
    interest: str
    main: bool


@dataclass(frozen=True, slots=True)
class RomeRelease:
    """A whole release, in an order that does not depend on that of the files."""

    version: str
    published_on: date | None
    cards: tuple[RomeCard, ...]
    titles: tuple[RomeTitle, ...]
    skills: tuple[RomeSkill, ...]
    uses: tuple[RomeUse, ...]
    conditions: tuple[RomeCondition, ...]
    links: tuple[RomeLink, ...]
    interests: tuple[RomeInterest, ...] = ()
    interest_uses: tuple[RomeInterestUse, ...] = ()
