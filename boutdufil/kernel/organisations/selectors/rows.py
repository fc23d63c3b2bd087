"""What the rooms are given: frozen rows, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime

from boutdufil.kernel.organisations.enums import (
    AgreementState,
    CentreKind,
    InvitationState,
    OrganisationKind,
    RegisterAnswer,
    Role,
)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in a list; `place` names its commune, `roles` are the asking person's.

    `verified_at` is None while its SIRET is only declared.
    """

    id: int
    name: str
    kind: OrganisationKind
    centre: CentreKind
    parent_id: int | None
    parent_name: str
    siret: str
    commune: str
    place: str
    address: str
    activity: str
    website: str
    invented: bool
    register_answer: RegisterAnswer
    verified_at: datetime | None
    closed_on: date | None
    roles: tuple[Role, ...] = ()

    @property
    def kind_label(self) -> str:
        """Return what it is, in words."""
        return str(self.kind.label)

    @property
    def centre_label(self) -> str:
        """Return whose customers it answers, in words."""
        return str(self.centre.label)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One role of one person; `inherited_from` names the organisation above that grants it."""

    membership_id: int
    organisation_id: int
    person_id: int
    name: str
    email: str
    role: Role
    began_at: datetime
    inherited_from: str = ""


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as its sender sees it; `token` in the demo only, where no mail leaves."""

    id: int
    email: str
    role: Role
    state: InvitationState
    created_at: datetime
    expires_at: datetime
    token: str | None = None


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation as the invited person sees it, while it can be accepted."""

    token: str
    email: str
    role: Role
    organisation_id: int | None
    organisation_name: str
    branch_slug: str
    branch_name: str
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation as its own people see it; `is_asked` where a register confirms SIRETs."""

    organisation: OrganisationRow
    parts: tuple[OrganisationRow, ...]
    members: tuple[MemberRow, ...]
    invitations: tuple[InvitationRow, ...]
    branches: tuple["BranchRow", ...]
    can_manage: bool
    can_invite: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch in a list; `body` is the organisation that acts for it here."""

    id: int
    slug: str
    name: str
    idcc: str
    body: str
    body_invented: bool
    employers: int


@dataclass(frozen=True, slots=True)
class EmployerRow:
    """An employer of a branch."""

    id: int
    name: str
    place: str
    centre: CentreKind
    invented: bool
    since: date


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A branch of an agreement; `confirmed_at` is None until its own officer confirmed."""

    slug: str
    name: str
    branch_id: int
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """What branches signed together; `ends_on` None is an open term."""

    id: int
    title: str
    parties: tuple[PartyRow, ...]
    signed_on: date
    in_force_on: date
    ends_on: date | None
    summary: str
    source_url: str
    invented: bool
    state: AgreementState


@dataclass(frozen=True, slots=True)
class BranchPage:
    """A branch with its employers and agreements; its cards and doors stand in occupations."""

    id: int
    slug: str
    name: str
    idcc: str
    presentation: str
    organisation: OrganisationRow
    employers: tuple[EmployerRow, ...]
    agreements: tuple[AgreementRow, ...]
    created_at: datetime
