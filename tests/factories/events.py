"""Factories of events."""

import factory
from django.utils import timezone

from boutdufil.kernel.events.models import Delivery, HandlerPosition, OutboxEvent


class OutboxEventFactory(factory.django.DjangoModelFactory):
    """An event of the past, already positioned."""

    class Meta:
        model = OutboxEvent

    name = "tests.post_opened"
    payload = factory.LazyFunction(lambda: {"post_id": 1})
    occurred_at = factory.LazyFunction(timezone.now)
    pos = factory.Sequence(lambda n: n + 1)


class HandlerPositionFactory(factory.django.DjangoModelFactory):
    """A handler that was served nothing yet."""

    class Meta:
        model = HandlerPosition

    handler = factory.Sequence(lambda n: f"tests.handler_{n}")
    pos = 0


class DeliveryFactory(factory.django.DjangoModelFactory):
    """An event that was handled."""

    class Meta:
        model = Delivery

    handler = "tests.note_post"
    event = factory.SubFactory(OutboxEventFactory)
    done_at = factory.LazyFunction(timezone.now)
