"""What devices saw, written once each; arrivals follow from all logs together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from boutdufil.rooms.campaigns.enums import RegistrationStatus, ScanKind
from boutdufil.rooms.campaigns.models import Consent, DoorDevice, Registration, Scan
from boutdufil.rooms.campaigns.rules.door import believed
from boutdufil.rooms.campaigns.rules.door_words import Seen
from boutdufil.rooms.campaigns.rules.registrations import PURPOSE_WORDS
from boutdufil.rooms.campaigns.selectors.door import outcome_of
from boutdufil.rooms.campaigns.services.arrivals import record_arrival, withdraw_arrival
from boutdufil.rooms.campaigns.services.door import device_of, note_seen
from boutdufil.rooms.campaigns.services.tickets import new_marks

ORIGIN = "accueil"


@transaction.atomic
def receive_scans(*, key: str, seen: Sequence[Seen], language: str) -> list[str]:
    """Write what a device saw; return the hashes of the tickets another device let in too.

    A number that is already written is left as it is: the same log may be sent again.

    :raises DoorError: no device has this key.
    :raises DeviceOverError: it was taken back, or has finished.
    """
    device = device_of(key, is_locked=True)
    now = timezone.now()
    note_seen(device, now)
    known = set(device.scans.values_list("number", flat=True))
    # A number sent twice in one message counts once too.
    fresh = {one.number: one for one in reversed(seen) if one.number not in known}
    registrations = _by_ticket(device.intake_id, fresh.values())
    rows = [_row(device, fresh[number], registrations, now, language) for number in sorted(fresh)]
    Scan.objects.bulk_create(rows)
    touched = _touched(device, rows)
    _settle(device.intake_id, touched)
    return _met_elsewhere(device.intake_id, {r for r in registrations.values() if r in touched})


def _by_ticket(intake_id: int, seen: Iterable[Seen]) -> dict[str, int]:
    tickets = {one.ticket for one in seen if one.ticket}
    found = Registration.objects.filter(intake_id=intake_id, ticket_hash__in=tickets)
    return dict(found.values_list("ticket_hash", "pk"))


def _row(
    device: DoorDevice, one: Seen, registrations: dict[str, int], now: datetime, language: str
) -> Scan:
    at = believed(one.at, since=device.downloaded_at or device.added_at, now=now)
    registration_id = registrations.get(one.ticket)
    if one.kind == ScanKind.WALK_IN and one.name:
        registration_id = _register(device, one, at, language)
    return Scan(
        device=device,
        number=one.number,
        kind=one.kind,
        people=one.people,
        undoes=one.undoes,
        registration_id=registration_id,
        at=at,
        received_at=now,
    )


def _register(device: DoorDevice, one: Seen, at: datetime, language: str) -> int:
    """Register somebody who left a name at the door, at a place the device held for them."""
    made = Registration.objects.create(
        intake_id=device.intake_id,
        name=one.name,
        email=one.email,
        language=language,
        places=one.people,
        origin=ORIGIN,
        status=RegistrationStatus.CONFIRMED,
        is_walk_in=True,
        registered_at=at,
        **new_marks().fields(),
    )
    Consent.objects.bulk_create(
        Consent(registration=made, purpose=purpose, words=str(PURPOSE_WORDS[purpose]), given_at=at)
        for purpose in one.consents
    )
    return made.pk


def _touched(device: DoorDevice, rows: Sequence[Scan]) -> set[int]:
    """Return the registrations the new rows are about, or take something back about."""
    undone = [row.undoes for row in rows if row.undoes]
    before = device.scans.filter(number__in=undone).values_list("registration_id", flat=True)
    found = {row.registration_id for row in rows} | set(before)
    return {one for one in found if one is not None}


def _settle(intake_id: int, touched: set[int]) -> None:
    """Give each registration the moment all logs together say; locked in one order."""
    ordered = sorted(touched)
    rows = Registration.objects.filter(pk__in=ordered).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    held = outcome_of(intake_id)
    walked_in = held.walk_in_hours
    for registration_id in ordered:
        arrival = held.outcome.arrivals.get(registration_id)
        at = arrival.at if arrival else walked_in.get(registration_id)
        if at is not None:
            record_arrival(registration_id=registration_id, at=at)
        else:
            _take_back(registration_id)


def _take_back(registration_id: int) -> None:
    """Nobody came with it after all; a walk-in that was a mistake was never registered either."""
    withdraw_arrival(registration_id=registration_id)
    walked = Registration.objects.filter(pk=registration_id, is_walk_in=True)
    # The device holds the place still: nothing is counted back here.
    walked.update(status=RegistrationStatus.CANCELLED, cancelled_at=timezone.now())


def _met_elsewhere(intake_id: int, registration_ids: set[int]) -> list[str]:
    arrivals = outcome_of(intake_id).outcome.arrivals
    clashing = [i for i in registration_ids if i in arrivals and arrivals[i].is_conflict]
    found = Registration.objects.filter(pk__in=clashing).order_by("pk")
    return list(found.values_list("ticket_hash", flat=True))
