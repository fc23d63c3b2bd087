"""The rubric of a stage as its rules declare it."""

from __future__ import annotations

from typing import Any

from boutdufil.rooms.contests.models import Criterion, Level
from boutdufil.rooms.contests.rules.scores import DECIMALS, OUT_OF, Scale


def settings_of(stage_id: int) -> dict[str, Any]:
    """Return what is declared of how a jury marks: plain JSON, equal for equal rubrics.

    ``question`` is the number of the case's question a line is about, 0 for the whole file.
    """
    return {
        "out_of": OUT_OF,
        "calibrated_decimals": DECIMALS,
        "criteria": [
            {
                "name": one.name,
                "weight": one.weight,
                "question": one.question.number if one.question else 0,
                "levels": [_declared(step) for step in one.levels.all()],
            }
            for one in _criteria(stage_id)
        ],
    }


def _declared(step: Level) -> dict[str, Any]:
    """Return a level; without an example it stands as before there were any."""
    told = {"mark": step.mark, "anchor": step.anchor}
    return {**told, "example": step.example} if step.example else told


def scales_of(stage_id: int) -> tuple[Scale, ...]:
    """Return the lines of a rubric with their highest marks."""
    return tuple(
        Scale(one.pk, one.weight, max((step.mark for step in one.levels.all()), default=0))
        for one in _criteria(stage_id)
    )


def _criteria(stage_id: int) -> list[Criterion]:
    found = Criterion.objects.filter(stage_id=stage_id).select_related("question")
    return list(found.prefetch_related("levels"))
