"""Opening, keeping, finding again and erasing a path."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.kernel.territories import selectors as territories
from boutdufil.rooms.mobility.errors import DeadLinkError, UnknownPlaceError
from boutdufil.rooms.mobility.models import Profile, TasteAnswer

# The CNIL's recruitment guide (January 2023) allows two years after the last contact at most.
# Nobody can be asked again about a path left without an account: half of that is enough.
GUEST_RETENTION = timedelta(days=365)


def new_token() -> str:
    """Return 256 bits nobody guesses, in letters a link can carry."""
    return secrets.token_urlsafe(32)


def open_profile(*, person_id: int | None = None) -> Profile:
    """Start a path for a person, or for a guest; a person has one path."""
    if person_id is None:
        return Profile.objects.create()
    profile, _created = Profile.objects.get_or_create(person_id=person_id)
    return profile


def mark_activity(*, profile: Profile) -> None:
    """Remember that the path was worked on today: retention counts from here."""
    profile.active_at = timezone.now()
    profile.save(update_fields=["active_at"])


def set_place(*, profile: Profile, text: str) -> None:
    """Keep the commune named or its postal code; an empty text forgets it.

    Raises UnknownPlaceError when no commune answers to it.
    """
    place = territories.find_place(text) if text.strip() else None
    if text.strip() and place is None:
        raise UnknownPlaceError(text)
    profile.near_code = place.code if place else ""
    profile.save(update_fields=["near_code"])


@transaction.atomic
def set_tastes(*, profile: Profile, tastes: list[str]) -> None:
    """Keep what the person likes, instead of what they said before."""
    wanted = [row.key for row in occupations.interests() if row.key in tastes]
    profile.tastes.all().delete()
    TasteAnswer.objects.bulk_create(TasteAnswer(profile=profile, taste=t) for t in wanted)
    mark_activity(profile=profile)


@transaction.atomic
def create_return_link(*, profile: Profile) -> str:
    """Return a fresh token for the return link; the one given before opens nothing any more."""
    token = new_token()
    profile.return_hash = hash_token(token)
    profile.save(update_fields=["return_hash"])
    _record(profile, "mobility.return_link_created", actor_id=profile.person_id)
    mark_activity(profile=profile)
    return token


@transaction.atomic
def resume_profile(*, token: str, actor_id: int | None = None) -> Profile:
    """Give back the guest's path this link opens. Raises DeadLinkError."""
    profile = Profile.objects.filter(return_hash=hash_token(token), person=None).first()
    if profile is None:
        raise DeadLinkError(token[:4])
    _record(profile, "mobility.path_resumed", actor_id=actor_id)
    mark_activity(profile=profile)
    return profile


def _record(profile: Profile, verb: str, *, actor_id: int | None) -> None:
    audit.record(actor_id=actor_id, verb=verb, subject=f"path:{profile.pk}", facts={})


def erase_profile(*, profile: Profile) -> None:
    """Erase the path and all it holds; links to it open nothing any more."""
    profile.delete()


def erase_idle_guests(now: datetime) -> int:
    """Erase guests' paths nobody worked on for twelve months; returns how many."""
    idle = Profile.objects.filter(person=None, active_at__lt=now - GUEST_RETENTION)
    count = idle.count()
    idle.delete()
    return count
