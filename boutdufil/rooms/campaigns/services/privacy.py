"""What campaigns hold of people: the addresses companies were invited at, and who invited."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.campaigns.models import NodeInvitation

KEPT_FOR = timedelta(days=30)


def export_invitations(person: Person) -> dict[str, Any]:
    """Return the invitations a person received and sent, JSON-able."""
    received = NodeInvitation.objects.filter(email=person.email or "").order_by("pk")
    sent = NodeInvitation.objects.filter(invited_by=person).order_by("pk")
    return {"received": [_told(one) for one in received], "sent": [_told(one) for one in sent]}


def erase_invitations(person: Person) -> None:
    """Delete what was sent to the person; what they sent stays, without their name."""
    NodeInvitation.objects.filter(email=person.email or "").delete()
    NodeInvitation.objects.filter(invited_by=person).update(invited_by=None)


def forget_invitations(now: datetime) -> int:
    """Delete the invitations that expired a month ago, with their addresses; return how many."""
    return NodeInvitation.objects.filter(expires_at__lt=now - KEPT_FOR).delete()[0]


def _told(one: NodeInvitation) -> dict[str, Any]:
    return {
        "campaign_node": one.parent_id,
        "company": one.organisation_name,
        "created_at": one.created_at.isoformat(),
        "accepted_at": one.accepted_at.isoformat() if one.accepted_at else None,
    }


RULES = (
    RetentionRule(
        name="campaigns.invitations",
        what=_("Invitations d’entreprises à une campagne, après leur échéance"),
        period=KEPT_FOR,
        source=_("RGPD, article 5.1.e : pas plus longtemps que nécessaire"),
        run=forget_invitations,
    ),
)
