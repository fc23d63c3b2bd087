"""Factories of tries, certificates and facts of the funnel."""

import factory
from factory.django import DjangoModelFactory

from boutdufil.rooms.campaigns import models
from boutdufil.rooms.campaigns.enums import FunnelStage
from tests.factories.campaign_registrations import EVENT, RegistrationFactory


class TrialFactory(DjangoModelFactory):
    """Somebody without a registration who tried the job at an event."""

    class Meta:
        model = models.Trial

    node = factory.SubFactory(EVENT)


class TrialCallFactory(DjangoModelFactory):
    """A practice call with a script."""

    class Meta:
        model = models.TrialCall

    trial = factory.SubFactory(TrialFactory)
    scenario = "colis-jamais-arrive"


class AttendanceCertificateFactory(DjangoModelFactory):
    """A certificate of somebody who registered."""

    class Meta:
        model = models.AttendanceCertificate

    registration = factory.SubFactory(RegistrationFactory)
    code = factory.Sequence(lambda n: f"{n:012d}".translate(str.maketrans("01", "BC")))


class FunnelFactFactory(DjangoModelFactory):
    """Somebody registered, as the funnel keeps it."""

    class Meta:
        model = models.FunnelFact

    stage = FunnelStage.REGISTERED
    registration = factory.SubFactory(RegistrationFactory)
    node = factory.SelfAttribute("registration.intake.node")
    key = factory.LazyAttribute(lambda one: f"registration:{one.registration.pk}")
