"""Which jobs ask the skills a person already holds, and why, in figures that add up.

See docs/explanation/matching.md for the formula, its limits and its measured quality.
"""

from boutdufil.engines.matching._cards import (
    Card,
    CommonGround,
    Detail,
    Match,
    Part,
    Profile,
    SkillUse,
)
from boutdufil.engines.matching._index import MatchingIndex

__all__ = [
    "Card",
    "CommonGround",
    "Detail",
    "Match",
    "MatchingIndex",
    "Part",
    "Profile",
    "SkillUse",
]
