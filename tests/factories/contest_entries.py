"""Factories of entries and files of a contest, beside those of its tables."""

import factory
from factory.django import DjangoModelFactory

from boutdufil.rooms.contests import models
from tests.factories.people import PersonFactory


class AccessRefereeFactory(DjangoModelFactory):
    """Who reads the requests for accommodations."""

    class Meta:
        model = models.AccessReferee

    edition = factory.SubFactory("tests.factories.contests.EditionFactory")
    person = factory.SubFactory(PersonFactory)


class OtherTextFactory(DjangoModelFactory):
    """A second text for an answer."""

    class Meta:
        model = models.OtherText

    answer = factory.SubFactory("tests.factories.contests.SubmissionAnswerFactory")
    text = "Prévenir de l’attente."
    written_by = factory.SubFactory(PersonFactory)
