"""Sessions: one row a browser, so that a person can see and close each of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import auth
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people import registry
from boutdufil.kernel.people.devices import describe_device
from boutdufil.kernel.people.models import Person, PersonSession
from boutdufil.kernel.people.tokens import SIGNED_IN_AT, hash_session_key

# A guest's path is kept for months; an open door to an account is not.
SIGNED_IN_FOR = timedelta(days=30)
# Coarse on purpose: enough to recognise a stranger, too little to follow somebody's day.
SEEN_EVERY = timedelta(hours=1)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.atomic
def sign_in_person(*, request: HttpRequest, person: Person, by: str) -> None:
    """Open a session for `person` and let the rooms claim what the guest had begun.

    `by` says how they proved who they are ("link", "password", "demo"), for the audit trail.
    """
    auth.login(request, person, backend=_BACKEND)
    for hook in registry.sign_in_hooks():
        hook(person=person, session=request.session)
    audit.record(
        actor_id=person.pk, verb="people.sign_in", subject=f"person:{person.pk}", facts={"by": by}
    )


def sign_out_person(*, request: HttpRequest) -> None:
    """End the session of this browser."""
    auth.logout(request)


def remember_session(*, request: HttpRequest, person: Person) -> None:
    """Note that `request`'s session now belongs to `person`."""
    session = request.session
    session[SIGNED_IN_AT] = timezone.now().isoformat()
    session.set_expiry(int(SIGNED_IN_FOR.total_seconds()))
    if not session.session_key:
        session.create()
    PersonSession.objects.update_or_create(
        key_hash=hash_session_key(session.session_key or ""),
        defaults={
            "person": person,
            "device": describe_device(request.META.get("HTTP_USER_AGENT", "")),
            "last_seen_at": timezone.now(),
        },
    )


def forget_session(*, session: SessionBase) -> None:
    """Drop the row of a session that ends."""
    if session.session_key:
        PersonSession.objects.filter(key_hash=hash_session_key(session.session_key)).delete()


def follow_login(*, request: HttpRequest, user: Person, **_signal: Any) -> None:
    """Receive Django's signal, so that no way in goes unlisted (admin and tests included)."""
    remember_session(request=request, person=user)


def follow_logout(*, request: HttpRequest, **_signal: Any) -> None:
    """Receive Django's signal of a sign-out."""
    forget_session(session=request.session)


def keep_session(*, person: Person, session_key: str) -> bool:
    """Tell whether the session was not revoked, and note at most hourly that it was seen."""
    row = PersonSession.objects.filter(
        key_hash=hash_session_key(session_key), person_id=person.pk
    ).first()
    if row is None:
        return False
    now = timezone.now()
    if now - row.last_seen_at >= SEEN_EVERY:
        PersonSession.objects.filter(pk=row.pk).update(last_seen_at=now)
    return True


def revoke_session(*, person: Person, session_id: int) -> bool:
    """Close one of the person's sessions; false when it is not theirs or already closed."""
    deleted, _ = PersonSession.objects.filter(person=person, pk=session_id).delete()
    if deleted:
        _record_revocation(person, deleted)
    return bool(deleted)


def revoke_other_sessions(*, person: Person, session_key: str | None = None) -> int:
    """Close all sessions of the person but the one of `session_key`; return how many."""
    rows = PersonSession.objects.filter(person=person)
    if session_key:
        rows = rows.exclude(key_hash=hash_session_key(session_key))
    deleted, _ = rows.delete()
    if deleted:
        _record_revocation(person, deleted)
    return deleted


def forget_old_sessions(*, before: datetime) -> int:
    """Delete the sessions of people not seen since `before`; return how many."""
    return PersonSession.objects.filter(last_seen_at__lt=before).delete()[0]


def forget_expired_visits(*, now: datetime) -> int:
    """Delete what the site remembers of browsers whose session has expired; return how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _record_revocation(person: Person, count: int) -> None:
    audit.record(
        actor_id=person.pk,
        verb="people.revoke_sessions",
        subject=f"person:{person.pk}",
        facts={"count": count},
    )
