"""Factories of applications; people, companies and letters are invented."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.rooms.mobility import models
from boutdufil.rooms.mobility.enums import InterviewPlace, Stage
from tests.factories.files import StoredFileFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import VacancyFactory


class ApplicationFactory(DjangoModelFactory):
    """An application just sent."""

    class Meta:
        model = models.Application

    vacancy = factory.SubFactory(VacancyFactory)
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda application: application.person.name)
    email = factory.LazyAttribute(lambda application: application.person.email)
    letter = "Bonjour, votre offre m’intéresse."
    profile = factory.LazyFunction(lambda: {"skills": [], "jobs": []})


class ApplicationDocumentFactory(DjangoModelFactory):
    """A document whose bytes were never written."""

    class Meta:
        model = models.ApplicationDocument

    application = factory.SubFactory(ApplicationFactory)
    file = factory.SubFactory(StoredFileFactory, purpose="mobility.application")


class ApplicationReadingFactory(DjangoModelFactory):
    """Somebody at the employer's opened it."""

    class Meta:
        model = models.ApplicationReading

    application = factory.SubFactory(ApplicationFactory)
    reader = factory.SubFactory(PersonFactory)


class StageChangeFactory(DjangoModelFactory):
    """It was sent."""

    class Meta:
        model = models.StageChange

    application = factory.SubFactory(ApplicationFactory)
    actor = factory.SelfAttribute("application.person")
    stage = Stage.SENT


class ApplicationMessageFactory(DjangoModelFactory):
    """A message of the person."""

    class Meta:
        model = models.ApplicationMessage

    application = factory.SubFactory(ApplicationFactory)
    sender = factory.SelfAttribute("application.person")
    from_employer = False
    words = "Bonjour, je suis disponible dès lundi."


class InterviewSlotFactory(DjangoModelFactory):
    """A moment proposed, in three days."""

    class Meta:
        model = models.InterviewSlot

    application = factory.SubFactory(ApplicationFactory)
    person = factory.SelfAttribute("application.person")
    proposed_by = factory.SubFactory(PersonFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))
    ends_at = factory.LazyAttribute(lambda slot: slot.starts_at + timedelta(minutes=30))
    place = InterviewPlace.ONSITE
    where = "12 rue du Beffroi, Lille"
