"""What the rooms are given: frozen rows, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime

from boutdufil.kernel.occupations.selectors import SkillRow
from boutdufil.kernel.training.enums import (
    CertificateKind,
    EnrolmentState,
    Mode,
    TaughtLanguage,
    TrainingPayer,
)


@dataclass(frozen=True, slots=True)
class RecognisingBranch:
    """A branch that recognises a certificate, by which agreement, since when.

    `lapsed_on` is the last day of the agreement, once it has passed; None while it stands.
    """

    slug: str
    name: str
    agreement_id: int
    agreement: str
    since: date
    lapsed_on: date | None


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate in a list; `hours` is None where a block does not publish its own."""

    id: int
    kind: CertificateKind
    code: str
    label: str
    level: int | None
    owner: str
    branches: tuple[RecognisingBranch, ...]
    codes: tuple[str, ...]
    registered_until: date | None
    is_current: bool
    invented: bool
    source_url: str
    blocks: int
    hours: int | None

    @property
    def kind_label(self) -> str:
        """Return what it is in law, in words."""
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block with its skills; `gives` names the blocks it is worth."""

    id: int
    number: int
    label: str
    hours: int | None
    skills: tuple[SkillRow, ...]
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme; `cost_cents` for one person, None when not published."""

    id: int
    label: str
    body_id: int
    body: str
    body_invented: bool
    certificates: tuple[str, ...]
    blocks: tuple[str, ...]
    skills: frozenset[str]
    hours: int
    cost_cents: int | None
    payers: tuple[TrainingPayer, ...]
    mode: Mode
    languages: tuple[TaughtLanguage, ...]
    in_sign_language: bool
    prerequisites: str
    closed_on: date | None

    @property
    def mode_label(self) -> str:
        """Return how it is taught, in words."""
        return str(self.mode.label)

    @property
    def euros(self) -> float | None:
        """Return the cost in euros."""
        return None if self.cost_cents is None else self.cost_cents / 100

    @property
    def language_labels(self) -> tuple[str, ...]:
        """Return the languages it is taught in, in words; empty when they were not told."""
        return tuple(str(language.label) for language in self.languages)

    @property
    def payer_labels(self) -> tuple[str, ...]:
        """Return who may pay, in words."""
        return tuple(str(payer.label) for payer in self.payers)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session; `minutes` estimates the way there, None when it is not known or not asked."""

    id: int
    programme: ProgrammeRow
    commune: str
    place: str
    minutes: int | None
    starts_on: date
    ends_on: date
    seats: int
    booked: int
    is_open: bool
    cancelled_on: date | None

    @property
    def left(self) -> int:
        """Return the seats left."""
        return self.seats - self.booked


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A certificate as it is read; `bodies` may prepare for it today."""

    certificate: CertificateRow
    blocks: tuple[BlockRow, ...]
    jobs: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A programme with its blocks and the sessions to come."""

    programme: ProgrammeRow
    certificates: tuple[CertificateRow, ...]
    blocks: tuple[BlockRow, ...]
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """An enrolment as its person or the body sees it; `place` on the waiting list from 1."""

    id: int
    person_id: int
    name: str
    email: str
    state: EnrolmentState
    payer: str
    asked_at: datetime
    reason: str
    session: SessionRow
    place: int | None
    achieved: tuple[int, ...] = ()

    @property
    def state_label(self) -> str:
        """Return the state, in words."""
        return str(self.state.label)


@dataclass(frozen=True, slots=True)
class AccreditationRow:
    """An accreditation; `state` is "current", "future", "expired" or "withdrawn"."""

    id: int
    body_id: int
    body: str
    decided_by: str
    scope: tuple[str, ...]
    starts_on: date
    ends_on: date
    evidence: str
    decided_on: date
    withdrawn_on: date | None
    withdrawal_reason: str
    state: str
    days_left: int


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A training body in a list."""

    id: int
    organisation_id: int
    name: str
    invented: bool
    declaration: str
    qualiopi: tuple[str, ...]
    qualiopi_until: date | None
    is_qualiopi_current: bool


@dataclass(frozen=True, slots=True)
class BodySeat:
    """What a trainer sees of their body."""

    body: BodyRow
    programmes: tuple[ProgrammeRow, ...]
    sessions: tuple[SessionRow, ...]
    waiting: int
    asked: int
    accreditations: tuple[AccreditationRow, ...]


@dataclass(frozen=True, slots=True)
class SessionSeat:
    """A session with everybody enrolled, for its trainers."""

    session: SessionRow
    blocks: tuple[BlockRow, ...]
    seats: tuple[SeatRow, ...]
