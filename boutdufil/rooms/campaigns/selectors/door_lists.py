"""The list a device carries: as little as a door needs, signed by the site."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import Truncator

from boutdufil.adapters.keys import signing_key
from boutdufil.engines.sealing import canonical_json
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.models import DoorDevice, Registration
from boutdufil.rooms.campaigns.rules.door import short_name
from boutdufil.rooms.campaigns.rules.registrations import HOLDING
from boutdufil.rooms.campaigns.selectors.door import outcome_of
from boutdufil.rooms.campaigns.selectors.nodes import ResolvedNode, resolved

# What stands before the signed bytes: a signature for a door is good for nothing else.
CONTEXT = b"boutdufil door list 1\n"
KIND = "boutdufil.door/1"
# A device keeps its list so long after the last day, or after it was taken where no day is known.
KEPT = timedelta(days=1)
KEPT_WITHOUT_A_DAY = timedelta(days=3)
# Enough of a hash to tell that a ticket is another event's, and of no use to make one.
HINT = 16
MOST_ELSEWHERE = 5000


@dataclass(frozen=True, slots=True)
class DoorList:
    """A list as it is sent: ``text`` is canonical JSON, ``signature`` (Base64) is over it."""

    text: str
    signature: str
    key_id: str


def door_list(device: DoorDevice, now: datetime) -> DoorList:
    """Return the list of a device's event, signed with the key that seals."""
    node = resolved(device.intake.node_id)
    if node is None:
        raise LookupError(device.intake.node_id)
    content = canonical_json(_content(device, node, now))
    key = signing_key()
    return DoorList(
        text=content.decode(),
        signature=base64.b64encode(key.sign(CONTEXT + content)).decode(),
        key_id=key.public.key_id,
    )


def _content(device: DoorDevice, node: ResolvedNode, now: datetime) -> dict[str, Any]:
    elsewhere, names = _elsewhere(device, node)
    return {
        "kind": KIND,
        "device": device.pk,
        "device_name": device.name,
        "event": node.node.name,
        "invented": node.node.is_invented,
        "made_at": _moment(now),
        "until": _moment(kept_until(node, now)),
        "held": device.held,
        "rows": _rows(device),
        "elsewhere": elsewhere,
        "events": names,
    }


def is_past(device: DoorDevice, now: datetime) -> bool:
    """Tell whether a list would be forgotten the moment it is taken."""
    node = resolved(device.intake.node_id)
    return node is None or kept_until(node, now) <= now


def kept_until(node: ResolvedNode, now: datetime) -> datetime:
    """Return when a device forgets its list by itself: a day after the last one."""
    if node.period is None:
        return now + KEPT_WITHOUT_A_DAY
    midnight = datetime.combine(node.period.ends_on + timedelta(days=1), time.min)
    return timezone.make_aware(midnight) + KEPT


def _rows(device: DoorDevice) -> list[list[Any]]:
    found = Registration.objects.filter(intake_id=device.intake_id, erased_at=None)
    arrivals = outcome_of(device.intake_id).outcome.arrivals
    came = {registration_id: one.people for registration_id, one in arrivals.items()}
    shown = found.filter(is_walk_in=False).select_related("slot")
    return [_row(one, came.get(one.pk, one.places if one.came_at else 0)) for one in shown]


def _row(one: Registration, came: int) -> list[Any]:
    """Return ticket's hash, code, name, places, needs, slot, status, came when and how many.

    Who does not come has no name here.
    """
    comes = one.status in HOLDING
    name = one.group_name or short_name(one.name)
    return [
        one.ticket_hash,
        one.code,
        Truncator(name).chars(60) if comes else "",
        one.places,
        one.needs if comes else "",
        _slot(one) if comes else "",
        one.status,
        _moment(one.came_at) if one.came_at else "",
        came,
    ]


def _slot(one: Registration) -> str:
    if one.slot is None:
        return ""
    ends = (timezone.localtime(at) for at in (one.slot.starts_at, one.slot.ends_at))
    return " – ".join(time_format(at) for at in ends)


def _elsewhere(device: DoorDevice, node: ResolvedNode) -> tuple[list[list[Any]], list[str]]:
    """Return the beginnings of hashes of tickets and codes of the campaign's other events."""
    found = Registration.objects.filter(
        intake__node__root_id=node.node.root_id, status__in=HOLDING, erased_at=None
    ).exclude(intake_id=device.intake_id)
    rows = found.order_by("pk").values_list("ticket_hash", "code", "intake__node__name")
    shown = list(rows[:MOST_ELSEWHERE])
    names = sorted({name for _hash, _code, name in shown})
    place = {name: position for position, name in enumerate(names)}
    hints = [[h[:HINT], hash_token(code)[:HINT], place[name]] for h, code, name in shown]
    return hints, names


def _moment(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="seconds")
