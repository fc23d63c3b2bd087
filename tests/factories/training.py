"""Factories of trainings: invented bodies, certificates and sessions."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from boutdufil.kernel.training import models
from boutdufil.kernel.training.enums import CertificateKind, QualiopiAction
from tests.factories.organisations import AgreementFactory, BranchFactory, OrganisationFactory
from tests.factories.people import PersonFactory


class CertificateFactory(DjangoModelFactory):
    """A CQP of one branch."""

    class Meta:
        model = models.Certificate

    kind = CertificateKind.CQP
    label = factory.Sequence(lambda n: f"Certificat inventé {n}")
    owner = factory.SubFactory(BranchFactory)
    codes = factory.LazyFunction(lambda: ["D1408"])
    invented = True


class BlockFactory(DjangoModelFactory):
    """A block of two skills."""

    class Meta:
        model = models.Block

    certificate = factory.SubFactory(CertificateFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    label = factory.Sequence(lambda n: f"Bloc inventé {n}")
    skills = factory.LazyFunction(lambda: ["z:1", "z:2"])
    hours = 70


class RecognitionFactory(DjangoModelFactory):
    """A branch that recognises a certificate."""

    class Meta:
        model = models.Recognition

    certificate = factory.SubFactory(CertificateFactory)
    branch = factory.SubFactory(BranchFactory)
    agreement = factory.SubFactory(AgreementFactory)
    since = date(2026, 1, 1)


class EquivalenceFactory(DjangoModelFactory):
    """Two blocks, one worth the other."""

    class Meta:
        model = models.Equivalence

    block = factory.SubFactory(BlockFactory)
    gives = factory.SubFactory(BlockFactory)


class TrainingBodyFactory(DjangoModelFactory):
    """A declared body with Qualiopi."""

    class Meta:
        model = models.TrainingBody

    organisation = factory.SubFactory(OrganisationFactory, kind="training_body")
    declaration = "00000000000"
    qualiopi_scope = factory.LazyFunction(lambda: [QualiopiAction.TRAINING.value])
    qualiopi_until = date(2028, 12, 31)


class AccreditationFactory(DjangoModelFactory):
    """An accreditation for every CQP and CQPI, for years."""

    class Meta:
        model = models.Accreditation

    body = factory.SubFactory(TrainingBodyFactory)
    kinds = factory.LazyFunction(lambda: [CertificateKind.CQP.value, CertificateKind.CQPI.value])
    starts_on = date(2026, 1, 1)
    ends_on = date(2029, 12, 31)
    evidence = "Dossier inventé"
    decided_by = factory.SubFactory(OrganisationFactory)
    decided_on = date(2026, 1, 1)


class ProgrammeFactory(DjangoModelFactory):
    """A programme of 140 hours; pass ``blocks=[…]``."""

    class Meta:
        model = models.Programme
        skip_postgeneration_save = True

    body = factory.SubFactory(TrainingBodyFactory)
    label = factory.Sequence(lambda n: f"Programme inventé {n}")
    hours = 140
    cost_cents = 210_000

    @factory.post_generation
    def blocks(self, create, extracted, **kwargs):
        if create:
            self.blocks.set(extracted or [])


class SessionFactory(DjangoModelFactory):
    """A session in Lille with eight seats."""

    class Meta:
        model = models.Session

    programme = factory.SubFactory(ProgrammeFactory)
    commune = "59350"
    starts_on = date(2027, 1, 11)
    ends_on = date(2027, 2, 5)
    seats = 8


class EnrolmentFactory(DjangoModelFactory):
    """An enrolment asked for."""

    class Meta:
        model = models.Enrolment

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(PersonFactory)


class BlockResultFactory(DjangoModelFactory):
    """A block achieved."""

    class Meta:
        model = models.BlockResult

    person = factory.SubFactory(PersonFactory)
    block = factory.SubFactory(BlockFactory)
    body = factory.SubFactory(TrainingBodyFactory)
    achieved_on = date(2027, 2, 5)
