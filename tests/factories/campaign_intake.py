"""Factories of the organiser's desk: letters, their copies, how long a campaign remembers."""

import factory
from factory.django import DjangoModelFactory

from boutdufil.rooms.campaigns import models
from boutdufil.rooms.campaigns.enums import LetterKind
from tests.factories.campaign_registrations import RegistrationFactory

EVENT = "tests.factories.campaigns.EventFactory"
CAMPAIGN = "tests.factories.campaigns.CampaignFactory"


class LetterFactory(DjangoModelFactory):
    """A draft about an event."""

    class Meta:
        model = models.Letter

    node = factory.SubFactory(EVENT)
    kind = LetterKind.ABOUT
    subject = "Venez par la porte de la cour"
    text = "L’entrée principale est en travaux."


class LetterCopyFactory(DjangoModelFactory):
    """A copy that waits to be sent."""

    class Meta:
        model = models.LetterCopy

    letter = factory.SubFactory(LetterFactory)
    registration = factory.SubFactory(
        RegistrationFactory, intake__node=factory.SelfAttribute("...letter.node")
    )


class LetterRefusalFactory(DjangoModelFactory):
    """Somebody who wants no more letters of a campaign."""

    class Meta:
        model = models.LetterRefusal

    root = factory.SubFactory(CAMPAIGN)
    address_hash = factory.Sequence(lambda n: f"{n:064d}")


class DataClockFactory(DjangoModelFactory):
    """A campaign that remembers people for six months."""

    class Meta:
        model = models.DataClock

    root = factory.SubFactory(CAMPAIGN)
