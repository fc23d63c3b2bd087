"""What mobility tells the other rooms; ids only."""

from dataclasses import dataclass

from boutdufil.kernel import events


@events.event("mobility.application_sent")
@dataclass(frozen=True, slots=True)
class ApplicationSent:
    """Somebody applied to a vacancy; the contact of the ledger says what led them there."""

    contact_id: int


@events.event("mobility.moved")
@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody was hired into an occupation that is none of those on their path."""

    hire_id: int
