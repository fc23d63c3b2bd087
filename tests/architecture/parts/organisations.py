"""Organisations and branches of the inhabited site: the person answers for a firm and a branch."""

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.tokens import derive_invitation_token
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.mobility.demo.organisations import CUSTOMER_RELATIONS, find_branch
from tests.factories.organisations import (
    AffiliationFactory,
    AgreementFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    SignatureFactory,
)

SIRET = "73282932000074"


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a firm and a branch, and return where its pages stand."""
    firm = OrganisationFactory(name="Maison inventée")
    MembershipFactory(person=person, organisation=firm, role=Role.MANAGER)
    reader = MembershipFactory(organisation=firm, role=Role.READER)
    OrganisationFactory(siret=SIRET)
    sent = InvitationFactory(organisation=firm)
    received = InvitationFactory(email=person.email)
    house = {"organisation_id": firm.pk}
    names = ("organisation", "change", "add_part", "attach", "close", "check", "invite")
    return {
        **{f"organisations:{name}": house for name in names},
        "organisations:invitation": {"token": derive_invitation_token(received.nonce)},
        "organisations:withdraw_invitation": {"invitation_id": sent.pk},
        "organisations:end_membership": {"membership_id": reader.pk},
        **_branch(person),
    }


def _branch(person: Person) -> dict[str, dict[str, object]]:
    branch = find_branch(CUSTOMER_RELATIONS)
    MembershipFactory(person=person, organisation=branch.organisation, role=Role.BRANCH_OFFICER)
    joined = AffiliationFactory(branch=branch)
    InvitationFactory(organisation=None, branch=branch)
    agreement = AgreementFactory()
    SignatureFactory(agreement=agreement, branch=branch, confirmed_at=None)
    SignatureFactory(agreement=agreement)
    ours = {"slug": branch.slug}
    return {
        **{f"mobility:{name}": ours for name in ("branch", "branch_cards", "branch_employers")},
        "mobility:new_agreement": ours,
        "mobility:branch_presentation": ours,
        "mobility:branch_door": ours | {"code": "D1408"},
        "mobility:remove_branch_card": ours | {"code": "D1415"},
        "mobility:remove_branch_employer": ours | {"organisation_id": joined.organisation_id},
        "mobility:agreement": {"agreement_id": agreement.pk},
        "mobility:confirm_agreement": ours | {"agreement_id": agreement.pk},
    }
