"""Invented people, their sessions, links and counters."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.kernel.people.enums import LinkPurpose
from boutdufil.kernel.people.models import EmailLink, Person, PersonSession, RateCounter
from boutdufil.kernel.people.services.rates import hash_key
from boutdufil.kernel.people.tokens import derive_token, hash_session_key, hash_token


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    name = factory.Sequence(lambda n: f"Personne Inventée {n}")
    email_verified_at = factory.LazyFunction(timezone.now)
    password = "!"

    @factory.post_generation
    def with_password(self, create, extracted, **kwargs):
        if extracted:
            self.set_password(extracted)
            self.save(update_fields=["password"])


class PersonSessionFactory(DjangoModelFactory):
    class Meta:
        model = PersonSession

    person = factory.SubFactory(PersonFactory)
    key_hash = factory.Sequence(lambda n: hash_session_key(f"session{n}"))
    device = "Firefox · Linux"


class EmailLinkFactory(DjangoModelFactory):
    """A link ready to be used; its token is `derive_token(link.nonce)`."""

    class Meta:
        model = EmailLink

    purpose = LinkPurpose.SIGN_IN
    person = factory.SubFactory(PersonFactory)
    email = factory.LazyAttribute(
        lambda link: link.person.email if link.person else "personne@example.org"
    )
    nonce = factory.Sequence(lambda n: f"nonce{n}")
    token_hash = factory.LazyAttribute(lambda link: hash_token(derive_token(link.nonce)))
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(minutes=15))


class RateCounterFactory(DjangoModelFactory):
    class Meta:
        model = RateCounter

    scope = "tests"
    key_hash = factory.Sequence(lambda n: hash_key(f"key{n}"))
    full_until = factory.LazyFunction(timezone.now)
