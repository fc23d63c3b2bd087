"""What campaigns tell the other rooms; ids only."""

from dataclasses import dataclass

from boutdufil.kernel import events


@events.event("campaigns.registered")
@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody has their place at an event: at once, or by accepting one they waited for."""

    registration_id: int
    node_id: int


@events.event("campaigns.registration_cancelled")
@dataclass(frozen=True, slots=True)
class RegistrationCancelled:
    """Somebody will not come, whether they had their place or waited for one."""

    registration_id: int
    node_id: int


@events.event("campaigns.visitor_came")
@dataclass(frozen=True, slots=True)
class VisitorCame:
    """Somebody was let in at the door of an event."""

    registration_id: int
    node_id: int


@events.event("campaigns.call_tried")
@dataclass(frozen=True, slots=True)
class CallTried:
    """Somebody took their first practice call at a stop or an event."""

    trial_id: int
    node_id: int


@events.event("campaigns.met")
@dataclass(frozen=True, slots=True)
class Met:
    """A candidate and a recruiter of a job dating met."""

    meeting_id: int


@events.event("campaigns.offer_made")
@dataclass(frozen=True, slots=True)
class OfferMade:
    """A recruiter of a job dating made an offer."""

    meeting_id: int
