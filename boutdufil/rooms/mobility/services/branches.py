"""Opening the platform to a sector: its branch, its occupations, its employers."""

from django.db import transaction

from boutdufil.kernel.occupations import services as occupations
from boutdufil.kernel.occupations.selectors import read_codes
from boutdufil.kernel.organisations import services as organisations
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Branch
from boutdufil.kernel.organisations.services.branches import Sector


@transaction.atomic
def open_branch(*, sector: Sector, body: str, officer: str, actor_id: int) -> Branch:
    """Open a branch with a new association behind it, and invite who will speak for it.

    `officer` is an address, or "" when the administrator goes on alone for now.
    """
    branch = organisations.create_branch(sector=sector, body_name=body, actor_id=actor_id)
    if officer:
        organisations.invite_member(
            organisation_id=branch.organisation_id,
            email=officer,
            role=Role.BRANCH_OFFICER,
            invited_by_id=actor_id,
        )
    return branch


def import_codes(*, branch_id: int, text: str, actor_id: int) -> int:
    """Give a branch the jobs a list names, leaving its bad lines aside; return how many."""
    lines = enumerate(text.splitlines(), start=1)
    read = read_codes(lines, branch_id=branch_id)
    return occupations.import_cards(
        branch_id=branch_id, codes=[card.code for card in read.cards], actor_id=actor_id
    )
