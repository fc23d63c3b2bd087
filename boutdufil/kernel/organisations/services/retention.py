"""How long organisations keep what concerns people."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Membership
from boutdufil.kernel.organisations.services.invitations import forget_invitations
from boutdufil.kernel.people.registry import RetentionRule

INVITATIONS_KEPT = timedelta(days=30)
ENDED_ROLES_KEPT = timedelta(days=730)


def forget_ended_roles(*, before: datetime) -> int:
    """Delete the roles that had ended at `before`; return how many."""
    return Membership.objects.filter(ended_at__lt=before).delete()[0]


RULES = (
    RetentionRule(
        name="organisations.invitations",
        what=_("Invitations à rejoindre une organisation, après leur échéance"),
        period=INVITATIONS_KEPT,
        source=_("RGPD, article 5.1.e : pas plus longtemps que nécessaire"),
        run=lambda now: forget_invitations(before=now - INVITATIONS_KEPT),
    ),
    RetentionRule(
        name="organisations.roles",
        what=_("Rôles terminés dans une organisation"),
        period=ENDED_ROLES_KEPT,
        source=_("RGPD, article 5.1.e : pas plus longtemps que nécessaire"),
        run=lambda now: forget_ended_roles(before=now - ENDED_ROLES_KEPT),
    ),
)
