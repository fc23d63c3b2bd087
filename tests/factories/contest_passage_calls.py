"""Calls of passages before a jury."""

import factory
from factory.django import DjangoModelFactory

from boutdufil.kernel.calls.enums import CallKind, Channel
from boutdufil.rooms.contests import models
from tests.factories.calls import CallFactory


class StageCallFactory(DjangoModelFactory):
    """The parcel that never came, by voice."""

    class Meta:
        model = models.StageCall

    stage = factory.SubFactory("tests.factories.contests.StageFactory")
    scenario = "colis-jamais-arrive"
    channel = Channel.VOICE


class PassageCallFactory(DjangoModelFactory):
    """A call heard by three people in a room."""

    class Meta:
        model = models.PassageCall

    passage = factory.SubFactory("tests.factories.contests.PassageFactory")
    call = factory.SubFactory(CallFactory, kind=CallKind.PRACTICE)
    in_room = 3
