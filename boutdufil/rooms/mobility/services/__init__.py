"""What changes a path, by noun."""

from boutdufil.rooms.mobility.services import (
    claims,
    past_jobs,
    pouring,
    profiles,
    retention,
    sharing,
    skills,
    subject,
)

__all__ = [
    "claims",
    "past_jobs",
    "pouring",
    "profiles",
    "retention",
    "sharing",
    "skills",
    "subject",
]
