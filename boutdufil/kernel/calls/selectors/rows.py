"""What pages and rooms are given of calls: frozen rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """Somebody in a call, as the others see them: a role and at most a name."""

    id: UUID
    role: str
    role_label: str
    name: str
    is_home: bool
    joined_at: datetime | None
    left_at: datetime | None

    @property
    def is_present(self) -> bool:
        """Whether they are in it now."""
        return self.joined_at is not None and self.left_at is None


@dataclass(frozen=True, slots=True)
class CallView:
    """A call and who is in it."""

    id: UUID
    kind: str
    channel: str
    state: str
    reference: str
    scenario: str
    scenario_version: int
    language: str
    opened_at: datetime
    connected_at: datetime | None
    ended_at: datetime | None
    end_cause: str
    participants: tuple[ParticipantRow, ...]

    def one(self, role: str) -> ParticipantRow | None:
        """Return the first participant of a role, if somebody has it."""
        return next((row for row in self.participants if row.role == role), None)


@dataclass(frozen=True, slots=True)
class EventLine:
    """One fact of a call, with its digest in hexadecimal."""

    seq: int
    at: datetime
    kind: str
    participant_id: UUID | None
    body: dict[str, object]
    digest: str


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """Whether the facts are those that were written; ``broken_at`` is the first wrong line."""

    ok: bool
    length: int
    broken_at: int | None
    head: str
