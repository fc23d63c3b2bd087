"""The share links of a path, for its owner."""

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.mobility.models import Profile


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One link: the token itself is not kept, so only its dates can be shown."""

    pk: int
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None


def share_rows(profile: Profile) -> list[ShareRow]:
    """The links given so far, the newest first."""
    return [
        ShareRow(link.pk, link.created_at, link.expires_at, link.withdrawn_at)
        for link in profile.share_links.all()
    ]
