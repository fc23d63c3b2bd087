"""What the room keeps, by noun."""

from boutdufil.rooms.mobility.models.applications import (
    Application,
    ApplicationDocument,
    ApplicationMessage,
    ApplicationReading,
    StageChange,
)
from boutdufil.rooms.mobility.models.awards import Award
from boutdufil.rooms.mobility.models.interviews import InterviewSlot
from boutdufil.rooms.mobility.models.plans import (
    CriteriaDeclaration,
    Plan,
    PlanKey,
    PlanReader,
    PlanSeal,
    PlanVacancy,
    PlanVersion,
    SheetLink,
)
from boutdufil.rooms.mobility.models.profiles import (
    MAX_YEARS,
    PastJob,
    Profile,
    ProfileSkill,
    ShareLink,
    TasteAnswer,
)
from boutdufil.rooms.mobility.models.proposals import (
    PlanOpening,
    PostList,
    PreparedProposal,
    Proposal,
)
from boutdufil.rooms.mobility.models.rosters import RosterEntry, RosterImport
from boutdufil.rooms.mobility.models.training_paths import BlockOffer, Situation

__all__ = [
    "MAX_YEARS",
    "Application",
    "ApplicationDocument",
    "ApplicationMessage",
    "ApplicationReading",
    "Award",
    "BlockOffer",
    "CriteriaDeclaration",
    "InterviewSlot",
    "PastJob",
    "Plan",
    "PlanKey",
    "PlanOpening",
    "PlanReader",
    "PlanSeal",
    "PlanVacancy",
    "PlanVersion",
    "PostList",
    "PreparedProposal",
    "Profile",
    "ProfileSkill",
    "Proposal",
    "RosterEntry",
    "RosterImport",
    "ShareLink",
    "SheetLink",
    "Situation",
    "StageChange",
    "TasteAnswer",
]
