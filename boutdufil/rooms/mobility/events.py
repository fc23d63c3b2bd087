"""What mobility tells the other rooms; ids only."""

from dataclasses import dataclass

from boutdufil.kernel import events


@events.event("mobility.application_sent")
@dataclass(frozen=True, slots=True)
class ApplicationSent:
    """Somebody applied to a vacancy; the contact of the ledger says what led them there."""

    contact_id: int
