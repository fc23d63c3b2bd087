"""What jurors gave of a stage, in one query: for scores, spreads and calibration.

It names nobody and asks no permission: pages that show marks ask `selectors.meetings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boutdufil.rooms.contests.models import Mark


@dataclass(frozen=True, slots=True)
class GivenReading:
    """One juror's marks of one entry, by criterion."""

    id: int
    entry_id: int
    juror_id: int
    is_linking: bool
    comment: str
    marks: Mapping[int, int]


def given_readings(stage_id: int) -> tuple[GivenReading, ...]:
    """Return the readings that count: given, and not recused; in the order of their numbers."""
    found = Mark.objects.filter(
        reading__stage_id=stage_id,
        reading__given_at__isnull=False,
        reading__recused_at__isnull=True,
    ).select_related("reading")
    marks: dict[int, dict[int, int]] = {}
    readings = {}
    for one in found.order_by("reading_id", "criterion_id"):
        readings[one.reading_id] = one.reading
        marks.setdefault(one.reading_id, {})[one.criterion_id] = one.mark
    return tuple(
        GivenReading(
            id=pk,
            entry_id=one.entry_id,
            juror_id=one.juror_id,
            is_linking=one.is_linking,
            comment=one.comment,
            marks=marks[pk],
        )
        for pk, one in readings.items()
    )
