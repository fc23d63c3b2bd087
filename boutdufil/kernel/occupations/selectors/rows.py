"""What the rooms are given: frozen rows in the reader's language.

``lang`` is the language of the row's texts: official texts exist in French only.
"""

from dataclasses import dataclass
from datetime import date

from boutdufil.kernel.occupations.enums import COUNTED_KINDS, DoorState


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose words these are; ``text`` is the line to show wherever they appear."""

    kind: str
    label: str
    version: str
    published_on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class TitleHit:
    """A name of a job found by words; ``score`` in 0..1 orders one search, nothing else."""

    title_id: int
    label: str
    code: str
    card_label: str
    score: float
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill."""

    code: str
    label: str
    kind: str
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class CardSkillRow:
    """One skill as a card asks it."""

    code: str
    label: str
    kind: str
    core: bool
    emerging: bool
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """Skills of one kind under one heading."""

    label: str
    kind: str
    skills: tuple[CardSkillRow, ...]
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A working condition under its heading."""

    kind: str
    label: str
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A job at one end of a link."""

    code: str
    label: str
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class CareerRow:
    """A step inside the trade; ``kind`` is what one becomes."""

    code: str
    label: str
    kind: str
    note: str
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class GuideText:
    """What our guide says beside the official card."""

    label: str
    definition: str
    access: str
    attribution: Attribution
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class CardSummary:
    """A card in a list."""

    code: str
    label: str
    source_kind: str
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class CardPage:
    """A whole job card; ``asked`` counts know-how and knowledge, as the official rule does."""

    code: str
    label: str
    definition: str
    access: str
    titles: tuple[str, ...]
    skill_groups: tuple[SkillGroup, ...]
    conditions: tuple[ConditionRow, ...]
    official: tuple[LinkRow, ...]
    origins: tuple[LinkRow, ...]
    career: tuple[CareerRow, ...]
    guide: GuideText | None
    source: Attribution
    asked: int
    regulated: bool | None = None
    executive: bool | None = None
    lang: str = "fr"

    @property
    def counted_groups(self) -> tuple[SkillGroup, ...]:
        """Return know-how and knowledge, which the official rule counts; no behaviours."""
        return tuple(group for group in self.skill_groups if group.kind in COUNTED_KINDS)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """How a person may begin: ``practice_call``, ``simulation`` or ``meeting``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A trade that trains beginners; only a ``confirmed`` one is declared by its branch.

    ``entrants`` is None until counted; ``declared_on`` is, until confirmed, the day our guide
    wrote it; ``branch_slug`` is empty where the branch has no page here.
    """

    code: str
    label: str
    branch: str
    aptitudes: tuple[str, ...]
    diploma: str
    licence: str
    trainer: str
    duration: str
    payer: str
    first_steps: tuple[FirstStep, ...]
    entrants: int | None
    source: str
    source_url: str
    confirmed: bool
    declared_on: date | None
    lang: str = "fr"
    branch_slug: str = ""


@dataclass(frozen=True, slots=True)
class BranchDoor:
    """A job of a branch and what is known of its door; ``door`` is None where nothing is."""

    code: str
    label: str
    state: DoorState
    door: DoorRow | None
    declared_on: date | None
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class CodeProblem:
    """A line of codes that names no job: its number, what was written, what is wrong."""

    line: int
    written: str
    what: str


@dataclass(frozen=True, slots=True)
class CodesRead:
    """What a list of codes names; ``held`` counts the cards the branch has already."""

    cards: tuple[CardSummary, ...]
    problems: tuple[CodeProblem, ...]
    held: int


@dataclass(frozen=True, slots=True)
class InterestRow:
    """Something one may like, with the jobs it leads to; shown, never counted."""

    key: str
    label: str
    codes: tuple[str, ...]
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """Jobs that stand together in the guide."""

    key: str
    label: str
    jobs: tuple[LinkRow, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is in force, for the home page."""

    cards: int
    titles: int
    open_doors: int
    source: str
