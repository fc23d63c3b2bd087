"""Editions and stages as they stand, read once and handed around."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.contests.enums import (
    EditionStatus,
    EntryKind,
    Per,
    RanksBy,
    StageKind,
    StageStatus,
    Ties,
)

READ_BY_ALL = frozenset({EditionStatus.PUBLISHED, EditionStatus.OVER, EditionStatus.ARCHIVED})
LISTED = frozenset({EditionStatus.PUBLISHED, EditionStatus.OVER})


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition; its seed stays in the database until the last result is published."""

    id: int
    name: str
    slug: str
    organiser_id: int
    organiser: str
    is_invented: bool
    status: EditionStatus
    presentation: str
    entered_by: EntryKind
    team_least: int
    team_most: int
    opens_at: datetime | None
    closes_at: datetime | None
    needs_employer: bool
    needs_employer_consent: bool
    needs_school: bool
    other_conditions: str
    appeal_days: int
    contact: str
    hangs_on: str
    embargo_until: datetime | None
    seed_hash: str
    published_at: datetime | None

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it."""
        return self.status in READ_BY_ALL

    @property
    def is_listed(self) -> bool:
        """Tell whether pages of the public lead to it."""
        return self.status in LISTED

    @property
    def for_teams(self) -> bool:
        """Tell whether teams enter, and not single people."""
        return self.entered_by == EntryKind.TEAM

    def takes_entries(self, now: datetime) -> bool:
        """Tell whether one can enter at an hour of the server's clock."""
        begun = self.opens_at is not None and self.opens_at <= now
        is_open = self.closes_at is not None and now < self.closes_at
        return self.status == EditionStatus.PUBLISHED and begun and is_open


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage and the rule that leads to the next; `is_last` selects the prize winners."""

    id: int
    edition_id: int
    edition_name: str
    position: int
    kind: StageKind
    name: str
    status: StageStatus
    starts_at: datetime
    ends_at: datetime
    takes: int
    per: Per
    ties: Ties
    tie_keys: tuple[str, ...]
    minimum: int
    pool_below: int
    ranks_by: RanksBy
    is_first: bool
    is_last: bool

    @property
    def is_running(self) -> bool:
        """Tell whether somebody may be in it: its rules are no longer changed."""
        return self.status != StageStatus.PLANNED

    @property
    def has_ended(self) -> bool:
        """Tell whether nothing more is taken."""
        return self.status not in {StageStatus.PLANNED, StageStatus.OPEN}
