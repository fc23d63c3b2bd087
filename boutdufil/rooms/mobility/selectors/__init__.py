"""What is read of a path, by noun; `bridges` serves the page and the command line alike."""

from boutdufil.rooms.mobility.selectors import (
    bridges,
    cards,
    comparisons,
    explanations,
    profiles,
    sharing,
    skills,
    titles,
)

__all__ = [
    "bridges",
    "cards",
    "comparisons",
    "explanations",
    "profiles",
    "sharing",
    "skills",
    "titles",
]
