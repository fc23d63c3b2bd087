"""Who may do what with a node. Denied by default; the public reads what is published.

Whoever organises a node manages it; whoever organises above sees it and may lock what is beneath;
partners read; anybody else reads what is public.
"""

from __future__ import annotations

from collections.abc import Iterable

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.permissions import ANY_ROLE, has_role
from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.campaigns.enums import Step
from boutdufil.rooms.campaigns.models import Node, Partner
from boutdufil.rooms.campaigns.rules.life import steps_from
from boutdufil.rooms.campaigns.rules.rows import NodeRow

ORGANISERS = frozenset({Role.MANAGER})
RECRUITERS = frozenset({Role.MANAGER, Role.RECRUITER})


def can_open_campaign(actor: Actor, organisation_id: int) -> bool:
    """Allow the managers of an organisation to begin a campaign in its name."""
    return has_role(actor, ORGANISERS, organisation_id)


def can_manage(actor: Actor, node: NodeRow) -> bool:
    """Allow the managers of its organiser to change it, and to build beneath it."""
    return has_role(actor, ORGANISERS, node.organiser_id)


def can_oversee(actor: Actor, node: NodeRow) -> bool:
    """Allow its organiser and those of every node above to see it whole, drafts included."""
    return can_manage(actor, node) or is_above(actor, node)


def is_above(actor: Actor, node: NodeRow) -> bool:
    """Tell whether the actor organises a node above this one."""
    if not node.path or not is_signed_in(actor):
        return False
    organisers = Node.objects.filter(pk__in=node.path).values_list("organiser_id", flat=True)
    return _holds_one_of(actor, organisers.distinct().order_by(), ORGANISERS)


def can_lock(actor: Actor, node: NodeRow) -> bool:
    """Allow its organiser and those above to say what may not change beneath it."""
    return can_oversee(actor, node)


def can_read(actor: Actor, node: NodeRow) -> bool:
    """Allow anybody what is public; before, its organisers, those above and its partners."""
    return node.is_public or can_oversee(actor, node) or is_partner(actor, node)


def is_partner(actor: Actor, node: NodeRow) -> bool:
    """Tell whether the actor belongs to a partner of the node, or of one above it."""
    if not is_signed_in(actor):
        return False
    partners = Partner.objects.filter(node_id__in=[*node.path, node.id])
    found = partners.exclude(organisation=None).values_list("organisation_id", flat=True)
    return _holds_one_of(actor, found.distinct().order_by(), ANY_ROLE)


def can_take_step(actor: Actor, node: NodeRow, step: Step) -> bool:
    """Allow its organiser every step that may follow; those above review, and may withdraw.

    What has to be read before the public sees it is published and sent back from above alone.
    """
    return step in steps_open_to(actor, node)


def steps_open_to(actor: Actor, node: NodeRow) -> tuple[Step, ...]:
    """Return the steps the actor may take, in their order."""
    above, own = is_above(actor, node), can_manage(actor, node)
    return tuple(
        step for step in steps_from(node.status) if _is_theirs(step, node, above=above, own=own)
    )


def _is_theirs(step: Step, node: NodeRow, *, above: bool, own: bool) -> bool:
    if step == Step.SEND_BACK or (step == Step.PUBLISH and node.needs_review):
        return above
    return own or (above and step in {Step.PUBLISH, Step.WITHDRAW})


def can_show_vacancies(actor: Actor, organisation_id: int) -> bool:
    """Allow whoever recruits for an employer to show its posts in a campaign."""
    return has_role(actor, RECRUITERS, organisation_id)


def _holds_one_of(
    actor: Actor, organisation_ids: Iterable[int | None], roles: frozenset[Role]
) -> bool:
    return any(has_role(actor, roles, found) for found in organisation_ids if found)
