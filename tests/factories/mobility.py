"""Factories of the mobility room; titles and codes are official, people are invented."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.rooms.mobility import models
from boutdufil.rooms.mobility.enums import Decision


class ProfileFactory(DjangoModelFactory):
    """A guest's path."""

    class Meta:
        model = models.Profile


class PastJobFactory(DjangoModelFactory):
    """An order picker's job."""

    class Meta:
        model = models.PastJob

    profile = factory.SubFactory(ProfileFactory)
    words = "préparatrice de commandes"
    title_label = factory.Sequence(lambda n: f"Préparateur / Préparatrice de commandes {n}")
    code = "N1103"
    years = 8


class ProfileSkillFactory(DjangoModelFactory):
    """A confirmed skill."""

    class Meta:
        model = models.ProfileSkill

    profile = factory.SubFactory(ProfileFactory)
    skill = factory.Sequence(lambda n: f"g:skill-{n}")
    label = factory.Sequence(lambda n: f"Savoir faire la chose {n}")
    decision = Decision.CONFIRMED


class TasteAnswerFactory(DjangoModelFactory):
    """A liking."""

    class Meta:
        model = models.TasteAnswer

    profile = factory.SubFactory(ProfileFactory)
    taste = "talking"


class ShareLinkFactory(DjangoModelFactory):
    """A share link in force."""

    class Meta:
        model = models.ShareLink

    profile = factory.SubFactory(ProfileFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=90))
