"""Factories of registrations: an event's places, invented visitors, a device at the door."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns import models
from boutdufil.rooms.campaigns.enums import Purpose, QuestionKind, RegistrationStatus, ScanKind
from boutdufil.rooms.campaigns.rules.tickets import link_of, ticket_of

EVENT = "tests.factories.campaigns.EventFactory"


class IntakeFactory(DjangoModelFactory):
    """An event that takes twenty registrations."""

    class Meta:
        model = models.Intake

    node = factory.SubFactory(EVENT)
    capacity = 20


class SlotFactory(DjangoModelFactory):
    """An hour of an event, ten places."""

    class Meta:
        model = models.Slot

    intake = factory.SubFactory(IntakeFactory)
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=1))
    capacity = 10


class QuestionFactory(DjangoModelFactory):
    """A question of a campaign."""

    class Meta:
        model = models.Question

    node = factory.SubFactory(EVENT)
    kind = QuestionKind.TEXT
    label = factory.Sequence(lambda n: f"Votre question {n} ?")
    why = "Pour préparer votre venue."


class RegistrationFactory(DjangoModelFactory):
    """Somebody who comes. The place is not counted: services do that."""

    class Meta:
        model = models.Registration

    intake = factory.SubFactory(IntakeFactory)
    name = "Nadia Inventée"
    email = factory.Sequence(lambda n: f"visite{n}@exemple.test")
    status = RegistrationStatus.CONFIRMED
    nonce = factory.Sequence(lambda n: f"{n:064d}")
    code = factory.Sequence(lambda n: f"B{n:07d}")
    ticket_hash = factory.LazyAttribute(lambda one: hash_token(ticket_of(one)))
    link_hash = factory.LazyAttribute(lambda one: hash_token(link_of(one)))


class ConsentFactory(DjangoModelFactory):
    """A consent to be handed to recruiters."""

    class Meta:
        model = models.Consent

    registration = factory.SubFactory(RegistrationFactory)
    purpose = Purpose.RECRUITER
    words = "Transmettre mes coordonnées aux recruteurs que je rencontre."


class DoorDeviceFactory(DjangoModelFactory):
    """A telephone at the door."""

    class Meta:
        model = models.DoorDevice

    intake = factory.SubFactory(IntakeFactory)
    name = "Téléphone de l’entrée"
    key_hash = factory.Sequence(lambda n: hash_token(f"door-{n}"))
    paired_at = factory.LazyFunction(timezone.now)


class ScanFactory(DjangoModelFactory):
    """An arrival seen by a device."""

    class Meta:
        model = models.Scan

    device = factory.SubFactory(DoorDeviceFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = ScanKind.CAME
    at = factory.LazyFunction(timezone.now)
