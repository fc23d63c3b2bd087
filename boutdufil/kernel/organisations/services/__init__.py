"""What can be done with organisations, their people and their branches."""

from boutdufil.kernel.organisations.services.agreements import confirm_agreement, sign_agreement
from boutdufil.kernel.organisations.services.branches import (
    affiliate,
    create_branch,
    end_affiliation,
    invite_employers,
    present_branch,
)
from boutdufil.kernel.organisations.services.invitations import (
    accept_as_new_employer,
    accept_employer_invitation,
    accept_invitation,
    ask_to_join,
    invite_member,
    send_invitation,
    send_join_request,
    withdraw_invitation,
)
from boutdufil.kernel.organisations.services.memberships import end_membership, grant_role
from boutdufil.kernel.organisations.services.organisations import (
    attach_organisation,
    change_organisation,
    close_organisation,
    create_organisation,
)
from boutdufil.kernel.organisations.services.register import check_siret, request_check

__all__ = [
    "accept_as_new_employer",
    "accept_employer_invitation",
    "accept_invitation",
    "affiliate",
    "ask_to_join",
    "attach_organisation",
    "change_organisation",
    "check_siret",
    "close_organisation",
    "confirm_agreement",
    "create_branch",
    "create_organisation",
    "end_affiliation",
    "end_membership",
    "grant_role",
    "invite_employers",
    "invite_member",
    "present_branch",
    "request_check",
    "send_invitation",
    "send_join_request",
    "sign_agreement",
    "withdraw_invitation",
]
