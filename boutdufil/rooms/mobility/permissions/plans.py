"""Who may do what with a redeployment plan: plain predicates, closed by default.

Before the announcement only the readers named know that a plan exists: not the other people of
the firm, not its managers, not the administrators of the site. What somebody may not know of is
answered as if it did not exist.
"""

from datetime import datetime

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.mobility.enums import PlanState
from boutdufil.rooms.mobility.models import Plan, SheetLink

HR = frozenset({Role.HR})
LEADERS = frozenset({Role.HR, Role.MANAGER})
# Whoever left the firm reads nothing any more, named or not.
INSIDERS = frozenset({Role.HR, Role.MANAGER, Role.READER})
CHANGING = frozenset({PlanState.DRAFT, PlanState.OPEN})


def can_create_plan(actor: Actor, organisation_id: int) -> bool:
    """Allow the human resources of the organisation."""
    return has_role(actor, HR, organisation_id)


def can_see_plan(actor: Actor, plan: Plan) -> bool:
    """Allow the named readers; once announced, the firm's human resources and managers too."""
    if _is_named(actor, plan):
        return has_role(actor, INSIDERS, plan.organisation_id)
    return not plan.confidential and has_role(actor, LEADERS, plan.organisation_id)


def can_read_roster(actor: Actor, plan: Plan) -> bool:
    """Allow the human resources among those who see the plan: pay and names are theirs alone."""
    return (
        plan.state != PlanState.CLOSED
        and has_role(actor, HR, plan.organisation_id)
        and can_see_plan(actor, plan)
    )


def can_change_plan(actor: Actor, plan: Plan) -> bool:
    """Allow those who read the roster, until the plan is frozen."""
    return plan.state in CHANGING and can_read_roster(actor, plan)


def can_name_readers(actor: Actor, plan: Plan) -> bool:
    """Allow those who change the plan, while it is confidential."""
    return plan.confidential and can_change_plan(actor, plan)


def can_announce(actor: Actor, plan: Plan) -> bool:
    """Allow those who change the plan to end its confidential time."""
    return plan.confidential and can_change_plan(actor, plan)


def can_open_to_people(actor: Actor, plan: Plan) -> bool:
    """Allow those who change the plan, once it is announced."""
    return not plan.confidential and can_change_plan(actor, plan)


def can_share_sheet(actor: Actor, plan: Plan) -> bool:
    """Allow those who read the roster to give the aggregates away, once it is announced."""
    return not plan.confidential and can_read_roster(actor, plan)


def can_freeze(actor: Actor, plan: Plan) -> bool:
    """Allow those who change the plan, once it is open to people."""
    return plan.state == PlanState.OPEN and can_change_plan(actor, plan)


def can_take_seal(actor: Actor, plan: Plan) -> bool:
    """Allow those who read the roster, once it is frozen."""
    return plan.state == PlanState.FROZEN and can_read_roster(actor, plan)


def can_shred(actor: Actor, plan: Plan) -> bool:
    """Allow those who read the roster: before people were told, or once the plan is frozen."""
    return plan.state != PlanState.OPEN and can_read_roster(actor, plan)


def can_use_code(actor: Actor, plan: Plan) -> bool:
    """Allow everybody but accounts with a role in the firm, through whose hands the letters go.

    Whoever has such a role and is on the list as well answers signed out, or on paper.
    """
    return not has_role(actor, frozenset(Role), plan.organisation_id)


def can_read_sheet(link: SheetLink, now: datetime) -> bool:
    """Anyone who holds the link, until it is withdrawn, runs out, or the plan is destroyed."""
    return (
        link.withdrawn_at is None
        and now < link.expires_at
        and not link.plan.confidential
        and link.plan.state != PlanState.CLOSED
    )


def _is_named(actor: Actor, plan: Plan) -> bool:
    return plan.readers.filter(person_id=actor.pk, removed_at=None).exists() if actor.pk else False
