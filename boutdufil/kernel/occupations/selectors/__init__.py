"""What the rooms may ask about occupations and skills."""

from boutdufil.kernel.occupations.selectors.card_pages import get_card
from boutdufil.kernel.occupations.selectors.doors import open_doors
from boutdufil.kernel.occupations.selectors.lists import (
    families,
    holdings,
    interests,
    official_targets,
)
from boutdufil.kernel.occupations.selectors.matching import matching_index
from boutdufil.kernel.occupations.selectors.rows import (
    Attribution,
    CardPage,
    CardSkillRow,
    CardSummary,
    CareerRow,
    ConditionRow,
    DoorRow,
    FamilyRow,
    FirstStep,
    GuideText,
    Holdings,
    InterestRow,
    LinkRow,
    SkillGroup,
    SkillRow,
    TitleHit,
)
from boutdufil.kernel.occupations.selectors.ruling import attribution, cards
from boutdufil.kernel.occupations.selectors.titles import search_skills, search_titles, skills

__all__ = [
    "Attribution",
    "CardPage",
    "CardSkillRow",
    "CardSummary",
    "CareerRow",
    "ConditionRow",
    "DoorRow",
    "FamilyRow",
    "FirstStep",
    "GuideText",
    "Holdings",
    "InterestRow",
    "LinkRow",
    "SkillGroup",
    "SkillRow",
    "TitleHit",
    "attribution",
    "cards",
    "families",
    "get_card",
    "holdings",
    "interests",
    "matching_index",
    "official_targets",
    "open_doors",
    "search_skills",
    "search_titles",
    "skills",
]
