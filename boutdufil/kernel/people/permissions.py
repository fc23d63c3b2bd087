"""Who may do what to whose data. Plain predicates, denied by default.

`actor` is whoever asks, signed in or not; `subject_id` is the person the data are about.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser

from boutdufil.kernel.people.models import Person

Actor = Person | AnonymousUser

# A stolen, unlocked telephone must not be enough to erase an account or move it elsewhere.
FRESH_FOR = timedelta(minutes=15)


def is_signed_in(actor: Actor) -> bool:
    """Tell whether `actor` is a person with an open account."""
    return isinstance(actor, Person) and actor.is_active and actor.erased_at is None


def is_self(actor: Actor, subject_id: int) -> bool:
    """Tell whether the data are the actor's own."""
    return is_signed_in(actor) and actor.pk == subject_id


def is_administrator(actor: Actor) -> bool:
    """Tell whether `actor` answers for the site, and so for written requests of people."""
    return is_signed_in(actor) and actor.is_staff and actor.is_superuser


def can_see_my_page(actor: Actor, subject_id: int) -> bool:
    """Allow people their own page, nobody else's."""
    return is_self(actor, subject_id)


def can_export_subject(actor: Actor, subject_id: int) -> bool:
    """Allow the person, and an administrator who answers a written request (GDPR art. 15)."""
    return is_self(actor, subject_id) or is_administrator(actor)


def can_correct_subject(actor: Actor, subject_id: int) -> bool:
    """Allow the person, and an administrator who answers a written request (GDPR art. 16)."""
    return is_self(actor, subject_id) or is_administrator(actor)


def can_erase_subject(actor: Actor, subject_id: int) -> bool:
    """Allow the person, and an administrator who answers a written request (GDPR art. 17)."""
    return is_self(actor, subject_id) or is_administrator(actor)


def can_revoke_session(actor: Actor, subject_id: int) -> bool:
    """Allow people to close their own sessions only."""
    return is_self(actor, subject_id)


def has_fresh_sign_in(signed_in_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody proved who they are in the last 15 minutes."""
    return signed_in_at is not None and timedelta(0) <= now - signed_in_at <= FRESH_FOR
