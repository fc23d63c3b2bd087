"""Factories of what people decide about a quiz once it was answered."""

import factory
from factory.django import DjangoModelFactory

from boutdufil.rooms.contests import models
from boutdufil.rooms.contests.enums import SimilarityWord


class KeyChangeFactory(DjangoModelFactory):
    """The second answer was the right one."""

    class Meta:
        model = models.KeyChange

    quiz = factory.SubFactory("tests.factories.contests.QuizFactory")
    version = factory.SubFactory("tests.factories.contests.ItemVersionFactory")
    key = "b"
    reason = "La bonne réponse était la deuxième"


class SimilarityOpinionFactory(DjangoModelFactory):
    """Two papers that look alike, and nothing in it."""

    class Meta:
        model = models.SimilarityOpinion

    quiz = factory.SubFactory("tests.factories.contests.QuizFactory")
    first = factory.SubFactory(
        "tests.factories.contests.EntryFactory",
        edition=factory.SelfAttribute("..quiz.stage.edition"),
    )
    second = factory.SubFactory(
        "tests.factories.contests.EntryFactory",
        edition=factory.SelfAttribute("..quiz.stage.edition"),
    )
    word = SimilarityWord.NOTHING
    reason = "Deux collègues, dans deux salles"
