"""Who may do what with a number. Denied by default; the public reads what is published."""

from boutdufil.kernel.organisations.enums import OrganisationKind, Role
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.kernel.people.permissions import Actor

OWNERS = frozenset({Role.MANAGER})
# What may hold a number: whoever answers customers or the public.
HOLDERS = frozenset(
    {
        OrganisationKind.COMPANY,
        OrganisationKind.GROUP,
        OrganisationKind.SITE,
        OrganisationKind.ASSOCIATION,
        OrganisationKind.PUBLIC_BODY,
    }
)


def can_manage_numbers(actor: Actor, organisation_id: int) -> bool:
    """Allow the managers of its organisation, and of those above it."""
    return has_role(actor, OWNERS, organisation_id)


def can_register_number(actor: Actor, organisation: OrganisationRow) -> bool:
    """Allow the managers of an organisation that is open and may hold a number."""
    holds = organisation.kind in HOLDERS and organisation.closed_on is None
    return holds and can_manage_numbers(actor, organisation.id)
