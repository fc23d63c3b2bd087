"""A branch as the public and its officers see it: its own words, its ledger, its certificates."""

from dataclasses import dataclass

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.enums import DoorState
from boutdufil.kernel.occupations.selectors import BranchDoor, CardSummary, CodesRead
from boutdufil.kernel.organisations import permissions
from boutdufil.kernel.organisations import selectors as organisations
from boutdufil.kernel.organisations.selectors import (
    AgreementRow,
    BranchPage,
    BranchRow,
    InvitationRow,
)
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.permissions import Actor
from boutdufil.kernel.posts.selectors import PostFigure, Scope, post_figure
from boutdufil.kernel.training.selectors import CertificateRow, certificates_of_branch


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch's public page; `doors` are those open or to be confirmed, in that order."""

    branch: BranchPage
    cards: tuple[CardSummary, ...]
    doors: tuple[BranchDoor, ...]
    certificates: tuple[CertificateRow, ...]
    figure: PostFigure
    can_furnish: bool
    can_speak: bool


@dataclass(frozen=True, slots=True)
class BranchCards:
    """A branch's occupations as its officers keep them; `read` is a list being looked over."""

    branch: BranchPage
    doors: tuple[BranchDoor, ...]
    read: CodesRead | None
    can_speak: bool


@dataclass(frozen=True, slots=True)
class BranchEmployers:
    """A branch's employers and the invitations that went out."""

    branch: BranchPage
    invitations: tuple[InvitationRow, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """An agreement with the certificates it makes its parties recognise.

    `mine` are the branches that have not given their word and for whom the visitor may.
    """

    agreement: AgreementRow
    certificates: tuple[CertificateRow, ...]
    mine: tuple[organisations.PartyRow, ...]


def branch_page(slug: str, actor: Actor) -> Branch | None:
    """Return the public page of a branch, with what the visitor may do there."""
    branch = organisations.branch(slug)
    if branch is None:
        return None
    shown = {DoorState.CONFIRMED, DoorState.TO_CONFIRM}
    return Branch(
        branch=branch,
        cards=tuple(occupations.branch_cards(branch.id)),
        doors=tuple(one for one in occupations.branch_doors(branch.id) if one.state in shown),
        certificates=tuple(certificates_of_branch(branch.id)),
        figure=post_figure(Scope(branch=branch.slug)),
        can_furnish=permissions.can_furnish_branch(actor, branch.id),
        can_speak=permissions.can_speak_for_branch(actor, branch.id),
    )


def own_branches(person: Person) -> list[BranchRow] | None:
    """Return the branches a person speaks for, for their own page; None for everybody else."""
    return organisations.branches_of_officer(person.pk) or None


def branch_cards(branch: BranchPage, actor: Actor, text: str = "") -> BranchCards:
    """Return the occupations of a branch, and what a list of codes would add."""
    read = occupations.read_codes(numbered(text), branch_id=branch.id) if text.strip() else None
    return BranchCards(
        branch=branch,
        doors=tuple(occupations.branch_doors(branch.id)),
        read=read,
        can_speak=permissions.can_speak_for_branch(actor, branch.id),
    )


def numbered(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text with their numbers, from 1."""
    return list(enumerate(text.splitlines(), start=1))


def branch_employers(branch: BranchPage) -> BranchEmployers:
    """Return the employers of a branch and its invitations."""
    return BranchEmployers(branch, tuple(organisations.invitations_to_branch(branch.id)))


def agreement_page(agreement_id: int, actor: Actor) -> AgreementPage | None:
    """Return an agreement; the certificates are those recognised under it."""
    agreement = organisations.agreement(agreement_id)
    if agreement is None:
        return None
    found = {
        certificate.id: certificate
        for party in agreement.parties
        for certificate in certificates_of_branch(party.branch_id)
        if any(one.agreement_id == agreement_id for one in certificate.branches)
    }
    mine = tuple(
        party
        for party in agreement.parties
        if party.confirmed_at is None and permissions.can_speak_for_branch(actor, party.branch_id)
    )
    return AgreementPage(agreement, tuple(found.values()), mine)
