"""Factories of redeployment plans: invented sites, sealed rows, official codes and places."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.rooms.mobility import models
from boutdufil.rooms.mobility.enums import OpeningState, PostSide, VersionState
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import VacancyFactory


class PlanFactory(DjangoModelFactory):
    """A confidential plan in preparation."""

    class Meta:
        model = models.Plan

    organisation = factory.SubFactory(OrganisationFactory)
    title = "Fermeture inventée"
    closes_on = date(2027, 3, 31)


class PlanKeyFactory(DjangoModelFactory):
    """A key that opens nothing; services make the ones that do."""

    class Meta:
        model = models.PlanKey

    plan = factory.SubFactory(PlanFactory)
    wrapped = b"w" * 60


class PlanReaderFactory(DjangoModelFactory):
    """Somebody named to read a confidential plan."""

    class Meta:
        model = models.PlanReader

    plan = factory.SubFactory(PlanFactory)
    person = factory.SubFactory(PersonFactory)


class CriteriaDeclarationFactory(DjangoModelFactory):
    """Two criteria, declared before the roster."""

    class Meta:
        model = models.CriteriaDeclaration

    plan = factory.SubFactory(PlanFactory)
    criteria = factory.LazyFunction(lambda: ["seniority", "wish"])


class PlanVacancyFactory(DjangoModelFactory):
    """Two posts of another employer."""

    class Meta:
        model = models.PlanVacancy

    plan = factory.SubFactory(PlanFactory)
    vacancy = factory.SubFactory(VacancyFactory)
    side = PostSide.EXTERNAL
    places = 2


class PlanVersionFactory(DjangoModelFactory):
    """A computation that found nothing to propose."""

    class Meta:
        model = models.PlanVersion

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = VersionState.DONE


class SheetLinkFactory(DjangoModelFactory):
    """A link to the aggregates, in force."""

    class Meta:
        model = models.SheetLink

    plan = factory.SubFactory(PlanFactory, confidential=False)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=90))


class PlanSealFactory(DjangoModelFactory):
    """An archive of nothing."""

    class Meta:
        model = models.PlanSeal

    plan = factory.SubFactory(PlanFactory, confidential=False)
    version = factory.SubFactory(PlanVersionFactory, plan=factory.SelfAttribute("..plan"))
    archive = b"PK"
    sha256 = "0" * 64


class RosterImportFactory(DjangoModelFactory):
    """A file on its way in, sealed with a key nobody has."""

    class Meta:
        model = models.RosterImport

    plan = factory.SubFactory(PlanFactory)
    sealed = b"s" * 60


class RosterEntryFactory(DjangoModelFactory):
    """A row sealed with a key nobody has; services make those that open."""

    class Meta:
        model = models.RosterEntry

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    sealed = b"s" * 60


class PostListFactory(DjangoModelFactory):
    """A list of no posts."""

    class Meta:
        model = models.PostList

    plan = factory.SubFactory(PlanFactory, confidential=False)
    number = factory.Sequence(lambda n: n + 1)
    clear_days = 15


class ProposalFactory(DjangoModelFactory):
    """A proposal nobody handed over yet."""

    class Meta:
        model = models.Proposal

    entry = factory.SubFactory(RosterEntryFactory)
    post_list = factory.SubFactory(PostListFactory, plan=factory.SelfAttribute("..entry.plan"))
    version = factory.SubFactory(PlanVersionFactory, plan=factory.SelfAttribute("..entry.plan"))


class PlanOpeningFactory(DjangoModelFactory):
    """An opening of nobody, done."""

    class Meta:
        model = models.PlanOpening

    plan = factory.SubFactory(PlanFactory, confidential=False)
    version = factory.SubFactory(PlanVersionFactory, plan=factory.SelfAttribute("..plan"))
    state = OpeningState.DONE


class PreparedProposalFactory(DjangoModelFactory):
    """Reasons sealed with a key nobody has."""

    class Meta:
        model = models.PreparedProposal

    opening = factory.SubFactory(PlanOpeningFactory)
    entry = factory.SubFactory(RosterEntryFactory, plan=factory.SelfAttribute("..opening.plan"))
    reasons = b"s" * 60
