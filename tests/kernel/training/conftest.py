"""A body accredited by a branch, a certificate of two blocks, a session to come."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Agreement, Branch
from boutdufil.kernel.training.enums import CertificateKind
from boutdufil.kernel.training.models import Block, Certificate, Programme, Session, TrainingBody
from tests.factories.organisations import AgreementFactory, BranchFactory, MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.training import (
    AccreditationFactory,
    BlockFactory,
    CertificateFactory,
    ProgrammeFactory,
    SessionFactory,
    TrainingBodyFactory,
)


def signed_by(*branches: Branch, **more: object) -> Agreement:
    """Return an agreement that these branches signed."""
    agreement = AgreementFactory(**more)
    for branch in branches:
        agreement.parties.add(branch, through_defaults={"confirmed_at": timezone.now()})
    return agreement


def with_role(organisation, role):
    """Return a new person with this role."""
    return MembershipFactory(organisation=organisation, role=role).person


@dataclass
class School:
    """Everything one session needs."""

    branch: Branch
    body: TrainingBody
    certificate: Certificate
    blocks: list[Block]
    programme: Programme
    session: Session

    def trainer(self):
        return with_role(self.body.organisation, Role.TRAINER)

    def officer(self):
        return with_role(self.branch.organisation, Role.BRANCH_OFFICER)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def school(db, today) -> School:
    branch = BranchFactory()
    certificate = CertificateFactory(owner=branch, kind=CertificateKind.CQP)
    blocks = [BlockFactory(certificate=certificate, number=n) for n in (1, 2)]
    body = TrainingBodyFactory()
    AccreditationFactory(body=body, decided_by=branch.organisation, starts_on=today - timedelta(9))
    programme = ProgrammeFactory(body=body, blocks=blocks)
    session = SessionFactory(
        programme=programme,
        starts_on=today + timedelta(30),
        ends_on=today + timedelta(60),
        seats=2,
    )
    return School(branch, body, certificate, blocks, programme, session)


@pytest.fixture
def person(db):
    return PersonFactory()
