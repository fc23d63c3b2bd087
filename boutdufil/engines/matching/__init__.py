"""Which jobs ask the skills a person already holds, and why, in figures that add up.

See docs/explanation/matching.md for the formula, its limits and its measured quality.
"""

from boutdufil.engines.matching._cards import Card, Detail, Match, Part, Profile, SkillUse
from boutdufil.engines.matching._index import MatchingIndex

__all__ = ["Card", "Detail", "Match", "MatchingIndex", "Part", "Profile", "SkillUse"]
