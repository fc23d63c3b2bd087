"""Factories of the audit trail."""

import factory

from boutdufil.kernel.audit.models import ActorName


class ActorNameFactory(factory.django.DjangoModelFactory):
    """A name the trail shows."""

    class Meta:
        model = ActorName

    person_id = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Personne inventée {n}")
    salt = b"0" * 32
