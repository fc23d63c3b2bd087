"""Who reads the report of a campaign. Denied by default.

Whoever organises the campaign reads it at any time; those who organise a part of it, and its
partners, once it is over: a report read every day would tell of the one person who came between.
"""

from boutdufil.kernel.organisations.permissions import ANY_ROLE, has_role
from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.campaigns.enums import NodeStatus
from boutdufil.rooms.campaigns.models import Node, Partner
from boutdufil.rooms.campaigns.permissions.nodes import ORGANISERS, can_manage
from boutdufil.rooms.campaigns.rules.rows import NodeRow

ENDED = frozenset({NodeStatus.OVER, NodeStatus.ARCHIVED})


def can_read_report(actor: Actor, root: NodeRow) -> bool:
    """Allow the campaign's organiser; once it is over, organisers of its parts and its partners."""
    if root.path or not is_signed_in(actor):
        return False
    return can_manage(actor, root) or (root.status in ENDED and takes_part(actor, root))


def takes_part(actor: Actor, root: NodeRow) -> bool:
    """Tell whether somebody organises a part of a campaign, or belongs to a partner of one."""
    nodes = Node.objects.filter(root_id=root.id).values_list("organiser_id", flat=True)
    partners = Partner.objects.filter(node__in=[root.id]) | Partner.objects.filter(
        node__root_id=root.id
    )
    ours = partners.exclude(organisation=None).values_list("organisation_id", flat=True)
    return any(has_role(actor, ORGANISERS, one) for one in set(nodes)) or any(
        has_role(actor, ANY_ROLE, one) for one in set(ours) if one
    )
