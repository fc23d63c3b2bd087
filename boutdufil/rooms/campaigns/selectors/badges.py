"""Who wears a badge at an event, sheet by sheet."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.models import Registration

# Thirty sheets of ten, about a second of typesetting.
A_FILE = 300


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """What stands on a badge; a group has one, with its number."""

    name: str
    people: int
    code: str
    nonce: str


def badge_sheets(node_id: int) -> range:
    """Return the numbers of the files of badges an event has; none where nobody comes."""
    count = Registration.objects.filter(**_who_comes(node_id)).count()
    return range(1, -(-count // A_FILE) + 1)


def badges_of(node_id: int, part: int) -> list[BadgeRow]:
    """Return the badges of one file, by name."""
    found = Registration.objects.filter(**_who_comes(node_id)).order_by("name", "pk")
    rows = found[(part - 1) * A_FILE : part * A_FILE]
    return [BadgeRow(one.group_name or one.name, one.places, one.code, one.nonce) for one in rows]


def _who_comes(node_id: int) -> dict[str, object]:
    return {
        "intake__node_id": node_id,
        "status": RegistrationStatus.CONFIRMED,
        "erased_at": None,
    }
