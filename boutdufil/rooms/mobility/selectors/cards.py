"""The page of one job card, with its behaviours set apart from what is counted."""

from dataclasses import dataclass

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.enums import COUNTED_KINDS


@dataclass(frozen=True, slots=True)
class CardView:
    """A job card as it is read: `counted` groups enter the computation, the others do not."""

    card: occupations.CardPage
    counted: tuple[occupations.SkillGroup, ...]
    behaviours: tuple[occupations.SkillGroup, ...]
    door: occupations.DoorRow | None

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
        counted=tuple(group for group in card.skill_groups if group.kind in COUNTED_KINDS),
        behaviours=tuple(g for g in card.skill_groups if g.kind not in COUNTED_KINDS),
        door=doors.get(code),
    )
