"""The page of one job card, with its behaviours set apart from what is counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.enums import COUNTED_KINDS


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """Counted skills under one heading, the core first."""

    label: str
    skills: tuple[occupations.CardSkillRow, ...]

    @property
    def has_core(self) -> bool:
        """Whether the heart of the job is in this group."""
        return any(skill.core for skill in self.skills)


@dataclass(frozen=True, slots=True)
class CardView:
    """A job card as it is read: `counted` groups enter the computation, the others do not."""

    card: occupations.CardPage
    counted: tuple[NamedGroup, ...]
    behaviours: tuple[occupations.SkillGroup, ...]
    door: occupations.DoorRow | None

    @property
    def intro(self) -> str:
        """The first line of the definition; empty when none is published."""
        return next(iter(self._lines()), "")

    @property
    def tasks(self) -> list[str]:
        """The other lines of the definition, one task each."""
        return self._lines()[1:]

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.card.definition.splitlines() if line.strip()]

    @property
    def guide(self) -> occupations.GuideText | None:
        """Our guide's text beside an official card; our own card is not said twice."""
        return self.card.guide if self.card.source.kind == "rome" else None


def card_page(code: str) -> CardView | None:
    """The page of a card; None when no card has this code."""
    card = occupations.get_card(code)
    if card is None:
        return None
    doors = {door.code: door for door in occupations.open_doors()}
    return CardView(
        card=card,
        counted=_merged(group for group in card.skill_groups if group.kind in COUNTED_KINDS),
        behaviours=tuple(g for g in card.skill_groups if g.kind not in COUNTED_KINDS),
        door=doors.get(code),
    )


def _merged(groups: Iterable[occupations.SkillGroup]) -> tuple[NamedGroup, ...]:
    """Groups of the same name become one: know-how and knowledge of a field stand together."""
    skills: dict[str, list[occupations.CardSkillRow]] = {}
    for group in groups:
        skills.setdefault(group.label, []).extend(group.skills)
    named = [
        NamedGroup(label, tuple(sorted(rows, key=lambda row: not row.core)))
        for label, rows in skills.items()
    ]
    return tuple(sorted(named, key=lambda group: not group.has_core))
