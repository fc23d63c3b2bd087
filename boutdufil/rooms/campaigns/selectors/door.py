"""The door of an event as its organiser sees it, and what all its devices saw together."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Sum
from django.urls import reverse
from django.utils import timezone

from boutdufil.adapters.keys import public_keys, signing_key
from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.kernel.people.tokens import derive_token
from boutdufil.rooms.campaigns.enums import ScanKind
from boutdufil.rooms.campaigns.models import DoorDevice, Intake, Registration, Scan
from boutdufil.rooms.campaigns.models.doors import PAIRING
from boutdufil.rooms.campaigns.rules.door import Entry, Outcome, merge, outcome, short_name
from boutdufil.rooms.campaigns.rules.registrations import HOLDING
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.tickets import qr_picture


@dataclass(frozen=True, slots=True)
class Held:
    """What all devices of a door saw; ``walk_in_hours`` by the registrations made there."""

    outcome: Outcome
    walk_in_hours: dict[int, datetime]


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device as its organiser sees it; ``address`` and ``picture`` while it waits to be paired.

    ``entries`` are the people it let in, as far as the site was told; ``walk_ins`` those of them
    who had not registered.
    """

    id: int
    name: str
    address: str
    picture: str
    is_paired: bool
    quota: int
    held: int
    walk_ins: int
    entries: int
    last_number: int
    downloaded_at: datetime | None
    seen_at: datetime | None
    finished_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Tell whether it holds no list any more."""
        return self.finished_at is not None or self.revoked_at is not None

    @property
    def beyond(self) -> int:
        """How many it let in beyond the places it held: none, unless somebody meddled."""
        return max(0, self.walk_ins - self.held)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A ticket that several devices let in: whose, and each entry with its device."""

    name: str
    code: str
    counted_at: datetime
    entries: tuple[tuple[str, datetime, int], ...]


@dataclass(frozen=True, slots=True)
class DoorPage:
    """A door at the moment ``at``: who came as far as the site knows, devices, conflicts."""

    at: datetime
    came: int
    expected: int
    devices: list[DeviceRow]
    conflicts: list[ConflictRow]
    unknown: int
    takes_registrations: bool = True


def pairing_token(nonce: str) -> str:
    """Return the 43 URL-safe characters with which a telephone becomes a device, once."""
    return derive_token(nonce, purpose=PAIRING)


def trusted_keys() -> list[str]:
    """Return the public keys a device believes, Base64, the one that signs first."""
    signing_key()
    return [base64.b64encode(one.raw).decode() for one in public_keys()]


def walk_ins_of(device: DoorDevice) -> int:
    """Return how many a device is known to have let in who had not registered."""
    return outcome_of(device.intake_id).outcome.walk_ins.get(device.pk, 0)


def outcome_of(intake_id: int) -> Held:
    """Return what all devices of an event saw, merged."""
    scans = list(Scan.objects.filter(device__intake_id=intake_id))
    places = dict(
        Registration.objects.filter(scans__in=scans).values_list("pk", "places").distinct()
    )
    return Held(outcome(merge(map(_entry, scans)), places), _walk_in_hours(scans))


def door_page(node: NodeRow) -> DoorPage:
    """Return the door of an event."""
    now = timezone.now()
    intake = Intake.objects.filter(node_id=node.id).first()
    if intake is None:
        return DoorPage(now, 0, 0, [], [], 0, takes_registrations=False)
    held = outcome_of(intake.pk).outcome
    expected = intake.registrations.filter(status__in=HOLDING).aggregate(n=Sum("places"))["n"] or 0
    devices = list(intake.devices.annotate(last_number=Max("scans__number")))
    names = {device.pk: device.name for device in devices}
    return DoorPage(
        at=now,
        came=held.people + _came_otherwise(intake, held),
        expected=expected,
        devices=[_device(device, held) for device in devices],
        conflicts=_conflicts(held, names),
        unknown=held.unknown,
    )


def _came_otherwise(intake: Intake, held: Outcome) -> int:
    """Return who was noted as having come by other means than a device."""
    noted = intake.registrations.filter(is_walk_in=False).exclude(came_at=None)
    return noted.exclude(pk__in=list(held.arrivals)).aggregate(n=Sum("places"))["n"] or 0


def _entry(scan: Scan) -> Entry:
    return Entry(
        at=scan.at,
        device=scan.device_id,
        number=scan.number,
        kind=scan.kind,
        registration=scan.registration_id or 0,
        people=scan.people,
        undoes=scan.undoes or 0,
    )


def _walk_in_hours(scans: Sequence[Scan]) -> dict[int, datetime]:
    undone = {(one.device_id, one.undoes) for one in scans if one.kind == ScanKind.UNDONE}
    return {
        one.registration_id: one.at
        for one in scans
        if one.kind == ScanKind.WALK_IN and one.registration_id
        if (one.device_id, one.number) not in undone
    }


def _device(device: DoorDevice, held: Outcome) -> DeviceRow:
    waits = device.paired_at is None and not device.is_over
    path = f"{reverse('campaigns:door')}#{pairing_token(device.nonce)}"
    address = absolute_url(path) if waits else ""
    walk_ins = held.walk_ins.get(device.pk, 0)
    entries = (e for one in held.arrivals.values() for e in one.entries if e.device == device.pk)
    return DeviceRow(
        id=device.pk,
        name=device.name,
        address=address,
        picture=qr_picture(address) if waits else "",
        is_paired=device.paired_at is not None,
        quota=device.quota,
        held=device.held,
        walk_ins=walk_ins,
        entries=walk_ins + sum(entry.people for entry in entries),
        last_number=getattr(device, "last_number", 0) or 0,
        downloaded_at=device.downloaded_at,
        seen_at=device.seen_at,
        finished_at=device.finished_at,
        revoked_at=device.revoked_at,
    )


def _conflicts(held: Outcome, names: dict[int, str]) -> list[ConflictRow]:
    found = held.conflicts
    rows = Registration.objects.in_bulk([one.registration for one in found])
    return [
        ConflictRow(
            name=rows[one.registration].group_name or short_name(rows[one.registration].name),
            code=rows[one.registration].code,
            counted_at=one.at,
            entries=tuple((names[e.device], e.at, e.people) for e in one.entries),
        )
        for one in found
        if one.registration in rows
    ]
