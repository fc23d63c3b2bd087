"""Who may act for which organisation and which branch. Plain predicates, denied by default.

A role held in an organisation holds in the parts beneath it, never upward. An organisation that
closed keeps its people: a closed site still owes answers; services refuse what a closed one may
no longer begin.
"""

from collections.abc import Collection

from django.db.models import Q

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Branch, Membership
from boutdufil.kernel.people.permissions import Actor, is_administrator, is_signed_in

# Group, company, site, and one more: how deep organisations may stand under one another.
LEVELS = 4
ANY_ROLE = frozenset(Role)
MANAGERS = frozenset({Role.MANAGER})
OFFICERS = frozenset({Role.BRANCH_OFFICER})


def has_role(actor: Actor, roles: Collection[Role], organisation_id: int) -> bool:
    """Tell whether `actor` holds one of `roles` in the organisation or in one above it."""
    if not is_signed_in(actor):
        return False
    held = Membership.objects.filter(person_id=actor.pk or 0, role__in=roles, ended_at=None)
    return held.filter(reaching(organisation_id)).exists()


def reaching(organisation_id: int) -> Q:
    """Return the memberships whose organisation is this one or stands above it."""
    paths = ("__".join(["organisation", *["parts"] * depth]) for depth in range(LEVELS))
    reached = Q()
    for path in paths:
        reached |= Q(**{path: organisation_id})
    return reached


def can_see_organisation(actor: Actor, organisation_id: int) -> bool:
    """Allow whoever has a role there, and the administrators of the site."""
    return is_administrator(actor) or has_role(actor, ANY_ROLE, organisation_id)


def can_change_organisation(actor: Actor, organisation_id: int) -> bool:
    """Allow its managers to correct what is said of it, and to have its SIRET checked."""
    return has_role(actor, MANAGERS, organisation_id)


def can_close_organisation(actor: Actor, organisation_id: int) -> bool:
    """Allow its managers to say that it closes."""
    return has_role(actor, MANAGERS, organisation_id)


def can_add_part(actor: Actor, organisation_id: int) -> bool:
    """Allow its managers to add a site or a company beneath it."""
    return has_role(actor, MANAGERS, organisation_id)


def can_attach(actor: Actor, organisation_id: int, parent_id: int) -> bool:
    """Allow whoever manages both: the roles of the upper one will hold in the lower."""
    return has_role(actor, MANAGERS, organisation_id) and has_role(actor, MANAGERS, parent_id)


def can_invite(actor: Actor, organisation_id: int) -> bool:
    """Allow its managers, and an administrator where the last manager is gone."""
    return has_role(actor, MANAGERS, organisation_id) or is_administrator(actor)


def can_withdraw_invitation(
    actor: Actor, organisation_id: int | None, branch_id: int | None
) -> bool:
    """Allow whoever may invite there: to an organisation, or to a branch."""
    if organisation_id is not None:
        return can_invite(actor, organisation_id)
    return branch_id is not None and can_furnish_branch(actor, branch_id)


def can_end_membership(actor: Actor, organisation_id: int, person_id: int) -> bool:
    """Allow its managers, and people to lay down their own role."""
    own = is_signed_in(actor) and actor.pk == person_id
    return own or has_role(actor, MANAGERS, organisation_id)


def can_open_branch(actor: Actor) -> bool:
    """Allow administrators alone: a branch speaks for a whole sector."""
    return is_administrator(actor)


def can_furnish_branch(actor: Actor, branch_id: int) -> bool:
    """Allow its officers and administrators to bring its occupations and invite employers."""
    return is_administrator(actor) or _is_officer(actor, branch_id)


def can_speak_for_branch(actor: Actor, branch_id: int) -> bool:
    """Allow its officers alone to declare doors and sign: nobody else gives a branch's word."""
    return _is_officer(actor, branch_id)


def _is_officer(actor: Actor, branch_id: int) -> bool:
    body = Branch.objects.filter(pk=branch_id).values_list("organisation_id", flat=True).first()
    return body is not None and has_role(actor, OFFICERS, body)
