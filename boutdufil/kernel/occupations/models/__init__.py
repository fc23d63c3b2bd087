"""The tables of occupations."""

from boutdufil.kernel.occupations.models.cards import (
    CardCondition,
    CardInterest,
    CardSkill,
    Interest,
    JobCard,
    JobTitle,
    OfficialLink,
)
from boutdufil.kernel.occupations.models.doors import CareerStep, OpenDoor
from boutdufil.kernel.occupations.models.releases import Release
from boutdufil.kernel.occupations.models.skills import Skill

__all__ = [
    "CardCondition",
    "CardInterest",
    "CardSkill",
    "CareerStep",
    "Interest",
    "JobCard",
    "JobTitle",
    "OfficialLink",
    "OpenDoor",
    "Release",
    "Skill",
]
