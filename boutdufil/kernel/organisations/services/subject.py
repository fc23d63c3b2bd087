"""What organisations hold about a person: exported whole, erased with the account."""

from typing import Any

from boutdufil.kernel.organisations.models import Invitation, Membership
from boutdufil.kernel.people.models import Person


def export_memberships(person: Person) -> dict[str, Any]:
    """Return the roles and invitations of a person, JSON-able."""
    held = Membership.objects.filter(person=person).select_related("organisation").order_by("pk")
    received = Invitation.objects.filter(email=person.email or "").order_by("pk")
    return {
        "roles": [
            {
                "organisation": one.organisation.name,
                "role": one.role,
                "began_at": one.began_at.isoformat(),
                "ended_at": one.ended_at.isoformat() if one.ended_at else None,
            }
            for one in held
        ],
        "invitations": [
            {
                "role": one.role,
                "created_at": one.created_at.isoformat(),
                "accepted_at": one.accepted_at.isoformat() if one.accepted_at else None,
            }
            for one in received
        ],
    }


def erase_memberships(person: Person) -> None:
    """Delete the roles and invitations of a person; the organisations stay."""
    Membership.objects.filter(person=person).delete()
    Invitation.objects.filter(email=person.email or "").delete()
    Invitation.objects.filter(invited_by=person).update(invited_by=None)
