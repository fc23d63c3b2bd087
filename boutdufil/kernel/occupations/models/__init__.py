"""The tables of occupations."""

from boutdufil.kernel.occupations.models.branches import BranchCard, DoorDeclaration
from boutdufil.kernel.occupations.models.cards import (
    CardCondition,
    CardInterest,
    CardSkill,
    Interest,
    JobCard,
    JobTitle,
    OfficialLink,
)
from boutdufil.kernel.occupations.models.doors import CareerStep, DoorWords, OpenDoor
from boutdufil.kernel.occupations.models.releases import Release
from boutdufil.kernel.occupations.models.skills import Skill

__all__ = [
    "BranchCard",
    "CardCondition",
    "CardInterest",
    "CardSkill",
    "CareerStep",
    "DoorDeclaration",
    "DoorWords",
    "Interest",
    "JobCard",
    "JobTitle",
    "OfficialLink",
    "OpenDoor",
    "Release",
    "Skill",
]
