"""Factories of occupations: codes that no real release bears, texts of our own."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from boutdufil.kernel.occupations import models
from boutdufil.kernel.occupations.enums import ReleaseKind, ReleaseStatus, SkillKind
from boutdufil.kernel.occupations.selectors.wording import search_forms
from boutdufil.lib.text import fold
from tests.factories.organisations import BranchFactory


class ReleaseFactory(DjangoModelFactory):
    """A replaced release, so that it may stand beside those in force."""

    class Meta:
        model = models.Release

    kind = ReleaseKind.ROME
    version = "1"
    published_on = date(2020, 1, 1)
    attribution = "ROME inventé, version 1"
    fingerprint = factory.Sequence(lambda n: f"{n:064d}")
    status = ReleaseStatus.SUPERSEDED


class JobCardFactory(DjangoModelFactory):
    """A job card."""

    class Meta:
        model = models.JobCard

    release = factory.SubFactory(ReleaseFactory)
    code = factory.Sequence(lambda n: f"Z{n % 10_000:04d}")
    label = factory.Sequence(lambda n: f"Métier inventé {n}")
    definition = "Une définition."
    access = "Sans diplôme."


class JobTitleFactory(DjangoModelFactory):
    """A title with its searched forms."""

    class Meta:
        model = models.JobTitle

    card = factory.SubFactory(JobCardFactory)
    label = factory.Sequence(lambda n: f"Inventeur / Inventrice {n}")
    search = factory.LazyAttribute(lambda title: search_forms(title.label))


class SkillFactory(DjangoModelFactory):
    """A skill of know-how."""

    class Meta:
        model = models.Skill

    code = factory.Sequence(lambda n: f"z:{n}")
    label = factory.Sequence(lambda n: f"Compétence inventée {n}")
    kind = SkillKind.KNOW_HOW
    search = factory.LazyAttribute(lambda skill: fold(skill.label))


class CardSkillFactory(DjangoModelFactory):
    """A skill asked by a card."""

    class Meta:
        model = models.CardSkill

    card = factory.SubFactory(JobCardFactory)
    skill = factory.SubFactory(SkillFactory)
    group = "Groupe"


class CardConditionFactory(DjangoModelFactory):
    """A working condition."""

    class Meta:
        model = models.CardCondition

    card = factory.SubFactory(JobCardFactory)
    kind = "Horaires"
    label = "Travail le samedi"


class OfficialLinkFactory(DjangoModelFactory):
    """A link to the customer adviser."""

    class Meta:
        model = models.OfficialLink

    card = factory.SubFactory(JobCardFactory)
    target_code = "D1408"
    rank = 1


class InterestFactory(DjangoModelFactory):
    """An interest."""

    class Meta:
        model = models.Interest

    release = factory.SubFactory(ReleaseFactory)
    code = factory.Sequence(lambda n: f"interest-{n}")
    label = "J’aime parler avec les gens"


class CardInterestFactory(DjangoModelFactory):
    """An interest served by a card."""

    class Meta:
        model = models.CardInterest

    card = factory.SubFactory(JobCardFactory)
    interest = factory.SubFactory(InterestFactory)


class CareerStepFactory(DjangoModelFactory):
    """A step from agent to supervisor."""

    class Meta:
        model = models.CareerStep

    release = factory.SubFactory(ReleaseFactory)
    from_code = "D1408"
    to_code = "D1435"
    kind = "supervisor"


class OpenDoorFactory(DjangoModelFactory):
    """A door that no branch has confirmed and nobody has counted."""

    class Meta:
        model = models.OpenDoor

    release = factory.SubFactory(ReleaseFactory)
    code = factory.Sequence(lambda n: f"Z{n % 10_000:04d}")
    branch = "Branche inventée"
    aptitudes = factory.LazyFunction(lambda: ["Écouter"])
    first_steps = factory.LazyFunction(lambda: [{"kind": "meeting", "text": "Un rendez-vous"}])
    source = "Source inventée"
    confirmed = False
    declared_on = date(2026, 1, 1)


class BranchCardFactory(DjangoModelFactory):
    """A job of a branch."""

    class Meta:
        model = models.BranchCard

    branch = factory.SubFactory(BranchFactory)
    code = "D1408"


class DoorDeclarationFactory(DjangoModelFactory):
    """A branch's word on a door that it says is open."""

    class Meta:
        model = models.DoorDeclaration

    branch = factory.SubFactory(BranchFactory)
    code = "D1408"
    aptitudes = factory.LazyFunction(lambda: ["Écouter"])
    source = "Déclaration inventée"
    declared_on = date(2026, 11, 2)
