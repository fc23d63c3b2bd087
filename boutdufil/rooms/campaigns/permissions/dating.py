"""Who may do what at a job dating. Denied by default.

Whoever organises the event, or above it, plans the day and sees who comes; a table is its
employer's recruiters' own, notes included. What they learn of a candidate is in
`selectors.dating_seat`: it takes the candidate's consent.
"""

from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.campaigns.enums import EventKind
from boutdufil.rooms.campaigns.permissions.nodes import RECRUITERS
from boutdufil.rooms.campaigns.permissions.registrations import (
    can_run_intake,
    can_see_registrations,
)
from boutdufil.rooms.campaigns.rules.rows import NodeRow


def can_plan_dating(actor: Actor, node: NodeRow) -> bool:
    """Allow whoever runs a job dating's registrations to plan it, change it and tell people."""
    is_dating = node.event_kind == EventKind.JOB_DATING
    return is_dating and can_run_intake(actor, node) and can_see_registrations(actor, node)


def can_hold_table(actor: Actor, organisation_id: int) -> bool:
    """Allow an employer's recruiters its own tables: their meetings, outcomes and notes."""
    return has_role(actor, RECRUITERS, organisation_id)
