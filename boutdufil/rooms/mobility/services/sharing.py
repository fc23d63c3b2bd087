"""Share links: given, withdrawn, run out."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.mobility import permissions
from boutdufil.rooms.mobility.errors import DeadLinkError, WithdrawnLinkError
from boutdufil.rooms.mobility.models import Profile, ShareLink
from boutdufil.rooms.mobility.services.profiles import mark_activity, new_token

SHARE_LIFETIME = timedelta(days=90)
# A withdrawn link goes on saying "withdrawn" for a while instead of "unknown".
SHARE_MEMORY = timedelta(days=365)


@transaction.atomic
def create_share_link(*, profile: Profile) -> str:
    """Give a new reading right; returns the token, which is shown once and never again.

    Raises DeadLinkError when the path changed hands since it was read.
    """
    token = new_token()
    # A link asked for while somebody claims the path must not outlive the claim.
    current = Profile.objects.select_for_update().filter(pk=profile.pk).first()
    if current is None or current.person_id != profile.person_id:
        raise DeadLinkError(profile.pk)
    link = ShareLink.objects.create(
        profile=profile, token_hash=hash_token(token), expires_at=timezone.now() + SHARE_LIFETIME
    )
    _record(link, "mobility.share_link_created", actor_id=profile.person_id)
    mark_activity(profile=profile)
    return token


def withdraw_share_link(*, profile: Profile, link_id: int) -> None:
    """Take a reading right back; whoever holds the link is told so from now on."""
    link = profile.share_links.filter(pk=link_id, withdrawn_at=None).first()
    if link is None:
        return
    _withdraw(link, actor_id=profile.person_id)
    mark_activity(profile=profile)


def withdraw_all_links(*, profile: Profile, actor_id: int) -> None:
    """Take back every reading right given on a path, at the hands of the person who claims it."""
    for link in profile.share_links.filter(withdrawn_at=None):
        _withdraw(link, actor_id=actor_id)


def _withdraw(link: ShareLink, *, actor_id: int | None) -> None:
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])
    _record(link, "mobility.share_link_withdrawn", actor_id=actor_id)


def _record(link: ShareLink, verb: str, *, actor_id: int | None) -> None:
    audit.record(actor_id=actor_id, verb=verb, subject=f"share_link:{link.pk}", facts={})


def read_shared_profile(*, token: str) -> Profile:
    """Return the path a share link opens. Raises DeadLinkError or WithdrawnLinkError."""
    link = ShareLink.objects.filter(token_hash=hash_token(token)).select_related("profile").first()
    if link is None:
        raise DeadLinkError(token[:4])
    if not permissions.can_read_shared(link, timezone.now()):
        raise WithdrawnLinkError(link.pk)
    return link.profile


def erase_old_share_links(now: datetime) -> int:
    """Erase the links that ran out a year ago; returns how many."""
    old = ShareLink.objects.filter(expires_at__lt=now - SHARE_MEMORY)
    count = old.count()
    old.delete()
    return count
