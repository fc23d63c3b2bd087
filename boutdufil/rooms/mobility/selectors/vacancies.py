"""A vacancy beside a person's path: what it asks that they hold, counted and explained."""

from dataclasses import dataclass

from boutdufil.engines.matching import Profile
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.posts.drafts import SkillAsked
from boutdufil.kernel.posts.selectors.vacancies import VacancyPage
from boutdufil.rooms.mobility.models import Profile as PathProfile
from boutdufil.rooms.mobility.selectors import profiles
from boutdufil.rooms.mobility.selectors.bridges import Overlap, compared, overlaps


@dataclass(frozen=True, slots=True)
class VacancyFit:
    """A path beside a vacancy: ``named`` by the vacancy itself, then the whole job card.

    ``held`` and ``missing`` are those the vacancy names; ``card`` is computed over the card, and
    None, unknown, when one of the two says nothing.
    """

    held: tuple[SkillAsked, ...]
    missing: tuple[SkillAsked, ...]
    card: Overlap | None

    @property
    def named(self) -> int:
        """How many skills the vacancy names."""
        return len(self.held) + len(self.missing)

    @property
    def share(self) -> float | None:
        """The part of the named skills that is held; None when the vacancy names none."""
        return len(self.held) / self.named if self.named else None


def vacancy_fit(profile: PathProfile | None, page: VacancyPage) -> VacancyFit | None:
    """Compare a vacancy with a path; None for somebody who confirmed no skill."""
    if profile is None:
        return None
    held = profiles.held_skills(profile)
    if not held:
        return None
    asked = (*page.required, *page.wished)
    past = profiles.past_codes(profile)
    match = compared(occupations.matching_index(), Profile(held, past), page.draft.code)
    return VacancyFit(
        held=tuple(skill for skill in asked if skill.skill in held),
        missing=tuple(skill for skill in asked if skill.skill not in held),
        card=overlaps([match])[0],
    )
