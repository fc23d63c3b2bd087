"""Juries of a stage as they stand, and which of them judges an entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A jury: its region (code, "" judges every one), who sits on it, how far its meeting is."""

    id: int
    stage_id: int
    edition_id: int
    name: str
    region: str
    chair_id: int | None
    juror_ids: tuple[int, ...]
    meeting_opened_at: datetime | None
    meeting_closed_at: datetime | None
    meeting_reason: str

    @property
    def is_meeting(self) -> bool:
        """Whether marks are seen and may be reviewed."""
        return self.meeting_opened_at is not None and self.meeting_closed_at is None


def jury_for(region: str, panels: Iterable[PanelRow]) -> PanelRow | None:
    """Return the jury of a region, or the national one where the region has none."""
    by_region = {one.region: one for one in panels}
    return by_region.get(region) or by_region.get("")
