"""What the charter holds of people: seats, and what they signed as members."""

from typing import Any

from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.models import CharterDecision, Closing, CommitteeSeat


def export_charter(person: Person) -> dict[str, Any]:
    """Return a person's seats, what they signed and proposed, and closings they declared."""
    seats = CommitteeSeat.objects.filter(person=person)
    signed = CharterDecision.objects.filter(deciders=person).distinct()
    proposed = CharterDecision.objects.filter(proposed_by=person)
    return {
        "seats": [{"began_at": seat.began_at, "ended_at": seat.ended_at} for seat in seats],
        "signed": [_told(decision) for decision in signed],
        "proposed": [_told(decision) for decision in proposed],
        "closings": list(
            Closing.objects.filter(declared_by=person).values("number_id", "starts_at", "reason")
        ),
    }


def erase_charter(person: Person) -> None:
    """End the person's seat; decisions stay public, and name nobody once the name is gone."""
    CommitteeSeat.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())
    Closing.objects.filter(declared_by=person).update(declared_by=None)


def _told(decision: CharterDecision) -> dict[str, Any]:
    return {
        "number": decision.number_id,
        "act": decision.act,
        "state": decision.state,
        "reason": decision.reason,
        "decided_at": decision.decided_at,
    }
