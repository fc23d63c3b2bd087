"""A plan changed by hand: two meetings exchange hours or people, one moves, comes or goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.engines.slotting import Meeting as Planned
from boutdufil.rooms.campaigns.enums import LIVE
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Meeting
from boutdufil.rooms.campaigns.services.dating_plans import Change, exchange_meetings

ALONE = {"move", "remove"}
TOGETHER = {"swap_rounds", "swap_people"}


@dataclass(frozen=True, slots=True)
class HandChange:
    """What is to become of a meeting: ``do`` is swap_rounds, swap_people, move or remove."""

    do: str
    meeting_id: int
    other_id: int | None = None
    round: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody at a table in a round."""

    registration_id: int
    table_id: int
    round: int


@transaction.atomic
def change_meeting(*, node_id: int, change: HandChange, actor_id: int | None) -> Change:
    """Change a meeting by hand.

    :raises CampaignError: what clashes, or that the meeting stands no more; nothing changes then.
    """
    if change.do not in ALONE | TOGETHER:
        raise CampaignError(_("Ce changement n’existe pas."))
    one = _planned(node_id, change.meeting_id)
    into: tuple[Planned, ...] = ()
    out = [change.meeting_id]
    if change.do == "move":
        into = (replace(one, slot=change.round),)
    if change.do in TOGETHER:
        other = _planned(node_id, change.other_id or 0)
        out.append(change.other_id or 0)
        into = _swapped(change.do, one, other)
    return exchange_meetings(node_id=node_id, out=out, into=into, actor_id=actor_id)


def add_meeting(*, node_id: int, place: Place, actor_id: int | None) -> Change:
    """Add a meeting that somebody wished.

    :raises CampaignError: what clashes; nothing changes then.
    """
    into = Planned(place.round, str(place.table_id), str(place.registration_id))
    return exchange_meetings(node_id=node_id, out=(), into=(into,), actor_id=actor_id)


def _swapped(do: str, one: Planned, other: Planned) -> tuple[Planned, ...]:
    if do == "swap_rounds":
        return replace(one, slot=other.slot), replace(other, slot=one.slot)
    return replace(one, candidate=other.candidate), replace(other, candidate=one.candidate)


def _planned(node_id: int, meeting_id: int) -> Planned:
    found = Meeting.objects.filter(pk=meeting_id, dating__node_id=node_id, state__in=LIVE).first()
    if found is None:
        raise CampaignError(_("Cette rencontre n’est plus prévue."))
    return Planned(found.round, str(found.table_id), str(found.registration_id))
