"""Factories of calls: nothing said in them is ever kept, so there is nothing to invent."""

import factory
from factory.django import DjangoModelFactory

from boutdufil.kernel.calls import models
from boutdufil.kernel.calls.enums import CallKind, Channel, ParticipantRole
from tests.factories.people import PersonFactory


class CallFactory(DjangoModelFactory):
    """A service call by voice, just opened."""

    class Meta:
        model = models.Call

    kind = CallKind.SERVICE
    channel = Channel.VOICE


class ParticipantFactory(DjangoModelFactory):
    """The caller of a call, without an account."""

    class Meta:
        model = models.Participant

    call = factory.SubFactory(CallFactory)
    role = ParticipantRole.CALLER


class CallEventFactory(DjangoModelFactory):
    """The first line of a call; its digest is no true one."""

    class Meta:
        model = models.CallEvent

    call = factory.SubFactory(CallFactory)
    seq = factory.Sequence(lambda n: n + 1)
    at = factory.SelfAttribute("call.opened_at")
    kind = "opened"
    digest = b"\0" * 32


class ObserverSheetFactory(DjangoModelFactory):
    """A sheet on an agent who practises."""

    class Meta:
        model = models.ObserverSheet

    call = factory.SubFactory(CallFactory, kind=CallKind.PRACTICE)
    observed = factory.SubFactory(
        ParticipantFactory, call=factory.SelfAttribute("..call"), role=ParticipantRole.AGENT
    )
    observer = factory.SubFactory(PersonFactory)
