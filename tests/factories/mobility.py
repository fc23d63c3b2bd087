"""Factories of the mobility room; titles and codes are official, people are invented."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.rooms.mobility import models
from boutdufil.rooms.mobility.enums import Decision
from tests.factories.mobility_applications import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    ApplicationMessageFactory,
    ApplicationReadingFactory,
    InterviewSlotFactory,
    StageChangeFactory,
)
from tests.factories.mobility_plans import (
    CriteriaDeclarationFactory,
    PlanFactory,
    PlanKeyFactory,
    PlanOpeningFactory,
    PlanReaderFactory,
    PlanSealFactory,
    PlanVacancyFactory,
    PlanVersionFactory,
    PostListFactory,
    PreparedProposalFactory,
    ProposalFactory,
    RosterEntryFactory,
    RosterImportFactory,
    SheetLinkFactory,
)
from tests.factories.people import PersonFactory

__all__ = [
    "ApplicationDocumentFactory",
    "ApplicationFactory",
    "ApplicationMessageFactory",
    "ApplicationReadingFactory",
    "CriteriaDeclarationFactory",
    "InterviewSlotFactory",
    "PastJobFactory",
    "PlanFactory",
    "PlanKeyFactory",
    "PlanOpeningFactory",
    "PlanReaderFactory",
    "PlanSealFactory",
    "PlanVacancyFactory",
    "PlanVersionFactory",
    "PostListFactory",
    "PreparedProposalFactory",
    "ProfileFactory",
    "ProfileSkillFactory",
    "ProposalFactory",
    "RosterEntryFactory",
    "RosterImportFactory",
    "ShareLinkFactory",
    "SheetLinkFactory",
    "StageChangeFactory",
    "TasteAnswerFactory",
]


class ProfileFactory(DjangoModelFactory):
    """A guest's path."""

    class Meta:
        model = models.Profile


class PastJobFactory(DjangoModelFactory):
    """An order picker's job."""

    class Meta:
        model = models.PastJob

    profile = factory.SubFactory(ProfileFactory)
    words = "préparatrice de commandes"
    title_label = factory.Sequence(lambda n: f"Préparateur / Préparatrice de commandes {n}")
    code = "N1103"
    years = 8


class ProfileSkillFactory(DjangoModelFactory):
    """A confirmed skill."""

    class Meta:
        model = models.ProfileSkill

    profile = factory.SubFactory(ProfileFactory)
    skill = factory.Sequence(lambda n: f"g:skill-{n}")
    label = factory.Sequence(lambda n: f"Savoir faire la chose {n}")
    decision = Decision.CONFIRMED


class TasteAnswerFactory(DjangoModelFactory):
    """A liking."""

    class Meta:
        model = models.TasteAnswer

    profile = factory.SubFactory(ProfileFactory)
    taste = "talking"


class ShareLinkFactory(DjangoModelFactory):
    """A share link in force."""

    class Meta:
        model = models.ShareLink

    profile = factory.SubFactory(ProfileFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=90))


class SituationFactory(DjangoModelFactory):
    """Somebody with a lasting contract."""

    class Meta:
        model = models.Situation

    profile = factory.SubFactory(ProfileFactory)
    standing = "permanent"


class AwardFactory(DjangoModelFactory):
    """A rank won that nobody else sees yet."""

    class Meta:
        model = models.Award

    person = factory.SubFactory(PersonFactory)
    reference = factory.Sequence(lambda n: f"edition:{n + 1}")
    rank = 1


class BlockOfferFactory(DjangoModelFactory):
    """A block to answer about."""

    class Meta:
        model = models.BlockOffer

    profile = factory.SubFactory(ProfileFactory)
    result_id = factory.Sequence(lambda n: n + 1)
    label = "Conduire un appel"
    certificate = "CQPI inventé"
    skills = factory.LazyFunction(lambda: ["g:skill-1"])
