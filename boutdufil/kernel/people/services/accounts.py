"""Accounts: born from a confirmed link, corrected by their owner."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.errors import SignInRefusedError, TooManyAttemptsError
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.kernel.people.services import rates, sessions

# Slow-down of the password path. Per pair first: a stranger who guesses stops themselves long
# before they weigh on the account, whose owner signs in from elsewhere or by link.
PER_PAIR = {"limit": 5, "per_seconds": 15 * 60}
PER_ADDRESS = {"limit": 50, "per_seconds": 15 * 60}
PER_ACCOUNT = {"limit": 500, "per_seconds": 60 * 60}


def create_person(*, email: str, name: str, language: str, password: str | None = None) -> Person:
    """Open an account for an address that was just proved."""
    person = Person.objects.create_user(
        email, password, name=name, language=language, email_verified_at=timezone.now()
    )
    audit.remember_name(person_id=person.pk, name=person.name)
    audit.record(actor_id=person.pk, verb="people.sign_up", subject=f"person:{person.pk}")
    return person


def sign_in_with_password(
    *, request: HttpRequest, email: str, password: str, address: str
) -> Person:
    """Check a password, slowly for who guesses, and open a session.

    :raises TooManyAttemptsError: one of the three allowances is used up; the link still works.
    :raises SignInRefusedError: the two do not go together, or there is no such account.
    """
    email = fold_email(email)
    _slow_down(email=email, address=address)
    person = authenticate(request, username=email, password=password)
    if not isinstance(person, Person):
        raise SignInRefusedError
    sessions.sign_in_person(request=request, person=person, by="password")
    return person


def _slow_down(*, email: str, address: str) -> None:
    for scope, key, allowance in (
        ("people.password.pair", f"{address} {email}", PER_PAIR),
        ("people.password.address", address, PER_ADDRESS),
        ("people.password.account", email, PER_ACCOUNT),
    ):
        wait = rates.take_allowance(scope=scope, key=key, **allowance)
        if wait:
            raise TooManyAttemptsError(wait)


@transaction.atomic
def correct_person(*, person: Person, actor: Person, name: str, language: str) -> Person:
    """Set the name and language a person goes by (GDPR art. 16)."""
    changed = [
        field
        for field, value in (("name", name), ("language", language))
        if getattr(person, field) != value
    ]
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    audit.remember_name(person_id=person.pk, name=name)
    audit.record(
        actor_id=actor.pk,
        verb="people.correct",
        subject=f"person:{person.pk}",
        facts={"fields": changed},
    )
    return person


@transaction.atomic
def create_demo_person(*, slug: str, name: str, story: str) -> Person:
    """Make or refresh an invented person of the demo world; the same slug is the same person."""
    person, _ = Person.objects.update_or_create(
        demo_slug=slug,
        defaults={"name": name, "demo_story": story},
        create_defaults={
            "name": name,
            "demo_story": story,
            # .invalid (RFC 2606) can never be delivered to anybody.
            "email": f"{slug}@demo.boutdufil.invalid",
            "email_verified_at": timezone.now(),
            "password": make_password(None),
        },
    )
    audit.remember_name(person_id=person.pk, name=name)
    return person


def sign_in_demo_person(*, request: HttpRequest, slug: str) -> Person:
    """Open a session as an invented person.

    :raises SignInRefusedError: this is no demo, or nobody there goes by `slug`.
    """
    person = Person.objects.filter(demo_slug=slug, is_active=True, is_staff=False).first()
    if not settings.DEMO or person is None:
        raise SignInRefusedError
    sessions.sign_in_person(request=request, person=person, by="demo")
    return person
