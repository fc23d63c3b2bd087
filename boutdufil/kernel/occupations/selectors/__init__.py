"""What the rooms may ask about occupations and skills."""

from boutdufil.kernel.occupations.selectors.branches import (
    branch_cards,
    branch_codes,
    branch_door,
    branch_doors,
    door_in_french,
    read_codes,
)
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
    BranchDoor,
    CardPage,
    CardSkillRow,
    CardSummary,
    CareerRow,
    CodeProblem,
    CodesRead,
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
from boutdufil.kernel.occupations.selectors.titles import (
    codes_named,
    search_skills,
    search_titles,
    skills,
)

__all__ = [
    "Attribution",
    "BranchDoor",
    "CardPage",
    "CardSkillRow",
    "CardSummary",
    "CareerRow",
    "CodeProblem",
    "CodesRead",
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
    "branch_cards",
    "branch_codes",
    "branch_door",
    "branch_doors",
    "cards",
    "codes_named",
    "door_in_french",
    "families",
    "get_card",
    "holdings",
    "interests",
    "matching_index",
    "official_targets",
    "open_doors",
    "read_codes",
    "search_skills",
    "search_titles",
    "skills",
]
