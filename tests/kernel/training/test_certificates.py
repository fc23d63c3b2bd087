"""Certificates: a CQPI belongs to several branches and says so on every side."""

from datetime import timedelta

import pytest

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.models import Agreement
from boutdufil.kernel.training import selectors
from boutdufil.kernel.training.enums import CertificateKind
from boutdufil.kernel.training.errors import RecognitionError, TrainingError
from boutdufil.kernel.training.services import certificates
from boutdufil.kernel.training.services.certificates import BlockDraft, CertificateDraft
from tests.factories.organisations import BranchFactory
from tests.factories.training import BlockFactory, CertificateFactory, RecognitionFactory
from tests.kernel.training.conftest import signed_by

pytestmark = pytest.mark.django_db


def draft(kind=CertificateKind.CQPI, **more):
    blocks = more.pop("blocks", (BlockDraft("Écouter", ("z:1", "z:1", "z:2"), 70),))
    return CertificateDraft(kind=kind, label="CQPI inventé", blocks=blocks, **more)


def create(what, agreement: Agreement | None = None, owner=None):
    return certificates.create_certificate(
        draft=what,
        owner_id=owner.pk if owner else None,
        agreement_id=agreement.pk if agreement else None,
        actor_id=None,
    )


def test_a_cqpi_is_recognised_by_every_branch_that_signed():
    branches = [BranchFactory(name=f"Branche {letter}") for letter in "ab"]
    cqpi = create(draft(), signed_by(*branches))

    page = selectors.certificate_page(cqpi.pk).certificate
    assert [branch.name for branch in page.branches] == ["Branche a", "Branche b"]
    for branch in branches:
        (row,) = selectors.certificates_of_branch(branch.pk)
        assert row.branches == page.branches


def test_a_branch_that_has_not_confirmed_its_signature_does_not_count():
    agreement = signed_by(BranchFactory())
    agreement.parties.add(BranchFactory())

    with pytest.raises(RecognitionError, match="deux branches"):
        create(draft(), agreement)


def test_a_cqpi_without_agreement_is_refused():
    with pytest.raises(RecognitionError, match="accord"):
        create(draft())


def test_a_cqp_belongs_to_its_branch():
    with pytest.raises(TrainingError, match="indiquez laquelle"):
        create(draft(CertificateKind.CQP))

    assert create(draft(CertificateKind.CQP), owner=BranchFactory()).owner is not None


def test_a_certificate_has_a_block():
    with pytest.raises(TrainingError, match="au moins un bloc"):
        create(draft(blocks=()))


def test_a_block_names_each_skill_once():
    cqpi = create(draft(), signed_by(BranchFactory(), BranchFactory()))

    assert cqpi.blocks.get().skills == ["z:1", "z:2"]


def test_a_branch_joins_by_its_own_agreement_only(today):
    cqpi = create(draft(), signed_by(BranchFactory(), BranchFactory()))
    third = BranchFactory()
    joins = {"certificate_id": cqpi.pk, "branch_id": third.pk, "actor_id": None}

    with pytest.raises(RecognitionError, match="pas signé"):
        certificates.recognise(agreement_id=signed_by(BranchFactory()).pk, **joins)
    ended = signed_by(third, BranchFactory(), ends_on=today - timedelta(1))
    with pytest.raises(RecognitionError, match="en vigueur"):
        certificates.recognise(agreement_id=ended.pk, **joins)
    certificates.recognise(agreement_id=signed_by(third, BranchFactory()).pk, **joins)

    assert cqpi.recognitions.count() == 3


def test_no_branch_leaves_a_cqpi_alone():
    first, second = BranchFactory(), BranchFactory()
    cqpi = create(draft(), signed_by(first, second))
    leaving = {"certificate_id": cqpi.pk, "branch_id": first.pk, "actor_id": None}
    leaving |= {"reason": "needs"}

    with pytest.raises(RecognitionError, match="ne peut pas"):
        certificates.withdraw_recognition(**leaving)
    RecognitionFactory(certificate=cqpi)
    certificates.withdraw_recognition(**leaving)
    certificates.withdraw_recognition(**leaving)

    assert cqpi.recognitions.count() == 2
    entry = AuditEntry.objects.get(verb="training.withdraw_recognition")
    assert entry.facts == {"branch": first.pk, "reason": "needs"}


def test_certificates_lead_to_jobs():
    found = CertificateFactory(codes=["D1408", "D1401"])
    CertificateFactory(codes=["M1607"])

    assert [row.id for row in selectors.certificates_for("D1401")] == [found.pk]


def test_hours_are_unknown_when_one_block_does_not_tell():
    certificate = CertificateFactory()
    BlockFactory(certificate=certificate, hours=None)
    BlockFactory(certificate=certificate, hours=70)

    assert selectors.certificates_of_branch(certificate.owner_id)[0].hours is None


def test_a_block_says_what_it_is_worth():
    block, other = BlockFactory(), BlockFactory(label="Le même ailleurs")
    certificates.declare_equivalence(
        block_id=block.pk, gives_ids=[other.pk], source="convention inventée", actor_id=None
    )

    page = selectors.certificate_page(block.certificate_id)
    assert page.blocks[0].gives == ("Le même ailleurs",)
