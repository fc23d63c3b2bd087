"""Who may do what on a path: plain predicates, closed by default."""

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.mobility.models import Profile, ShareLink


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks: a signed-in person, a guest whose session holds a path, or nobody yet."""

    person_id: int | None = None
    guest_profile_id: int | None = None


def is_owner(visitor: Visitor, profile: Profile) -> bool:
    """Tell whether the path is this visitor's own; a claimed path no longer obeys a session."""
    if profile.person_id is not None:
        return profile.person_id == visitor.person_id
    return profile.pk is not None and profile.pk == visitor.guest_profile_id


def can_read_profile(visitor: Visitor, profile: Profile) -> bool:
    """Only its owner reads a path whole."""
    return is_owner(visitor, profile)


def can_change_profile(visitor: Visitor, profile: Profile) -> bool:
    """Only its owner changes a path."""
    return is_owner(visitor, profile)


def can_share_profile(visitor: Visitor, profile: Profile) -> bool:
    """Only its owner gives or takes back a share link."""
    return is_owner(visitor, profile)


def can_read_shared(link: ShareLink, now: datetime) -> bool:
    """Anyone who holds the link, until it is withdrawn or runs out."""
    return link.withdrawn_at is None and now < link.expires_at
