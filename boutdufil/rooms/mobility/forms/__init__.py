"""What is typed in the room, by noun."""

from boutdufil.rooms.mobility.forms.path import (
    MAX_TASTES,
    AddJobForm,
    CompareForm,
    LevelForm,
    PastJobForm,
    PlaceForm,
    SkillSearchForm,
    TastesForm,
    TitleForm,
    WhyForm,
    is_skill_code,
    job_code,
)

__all__ = [
    "MAX_TASTES",
    "AddJobForm",
    "CompareForm",
    "LevelForm",
    "PastJobForm",
    "PlaceForm",
    "SkillSearchForm",
    "TastesForm",
    "TitleForm",
    "WhyForm",
    "is_skill_code",
    "job_code",
]
