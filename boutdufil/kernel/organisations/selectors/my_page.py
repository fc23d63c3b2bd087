"""What "my page" shows of organisations."""

from dataclasses import dataclass

from boutdufil.kernel.organisations.selectors.members import invitations_received
from boutdufil.kernel.organisations.selectors.organisations import organisations_of
from boutdufil.kernel.organisations.selectors.rows import (
    InvitationPage,
    OrganisationRow,
)
from boutdufil.kernel.people.models import Person


@dataclass(frozen=True, slots=True)
class OwnOrganisations:
    """The organisations a person acts for, and the invitations that wait for them."""

    organisations: tuple[OrganisationRow, ...]
    invitations: tuple[InvitationPage, ...]


def own_organisations(person: Person) -> OwnOrganisations:
    """Return what a person's page shows of organisations; everybody may inscribe one."""
    return OwnOrganisations(
        organisations=tuple(organisations_of(person.pk)),
        invitations=tuple(invitations_received(person)),
    )
