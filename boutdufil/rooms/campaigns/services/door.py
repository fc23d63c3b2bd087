"""Devices at a door: added, paired once, given their list, finished or taken back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.errors import DeviceOverError, DoorError
from boutdufil.rooms.campaigns.models import DoorDevice, Intake
from boutdufil.rooms.campaigns.rules.door import unused
from boutdufil.rooms.campaigns.selectors.door import pairing_token, walk_ins_of
from boutdufil.rooms.campaigns.selectors.door_lists import DoorList, door_list, is_past
from boutdufil.rooms.campaigns.services.door_places import hold_places, return_places
from boutdufil.rooms.campaigns.services.trail import record

PAIRING_LIVES = timedelta(days=30)
# Somebody who opens the page often does not write each time that the device was seen.
SEEN_EVERY = timedelta(seconds=20)


@transaction.atomic
def add_device(*, node_id: int, name: str, quota: int, actor_id: int) -> DoorDevice:
    """Add a device to an event's door; its address to pair is shown on the organiser's page.

    :raises DoorError: the event takes no registrations, so that there is nothing to check.
    """
    intake = Intake.objects.filter(node_id=node_id).first()
    if intake is None:
        raise DoorError(_("Ce rendez-vous ne prend pas d’inscriptions. Réglez-les d’abord."))
    nonce = secrets.token_hex(32)
    made = DoorDevice.objects.create(
        intake=intake,
        name=name,
        quota=quota,
        nonce=nonce,
        token_hash=hash_token(pairing_token(nonce)),
        added_by_id=actor_id,
    )
    record(actor_id, "add_door_device", node_id, device=made.pk, quota=quota)
    return made


@transaction.atomic
def pair_device(*, token: str, key: str) -> DoorDevice:
    """Make the telephone that has this key the device of an address.

    The same telephone may ask again, where the answer never reached it.

    :raises DoorError: the address was used by another telephone, has expired or never existed.
    """
    found = DoorDevice.objects.select_for_update(of=("self",)).select_related("intake__node")
    one = found.filter(token_hash=hash_token(token)).first()
    if one is None or one.is_over or one.added_at < timezone.now() - PAIRING_LIVES:
        raise DoorError(_("Cette adresse d’association ne sert plus. Demandez-en une autre."))
    mine = hash_token(key)
    if one.key_hash not in {None, mine}:
        raise DoorError(_("Un autre téléphone a déjà pris cette place. Demandez-en une autre."))
    if one.key_hash is None:
        one.key_hash, one.paired_at = mine, timezone.now()
        one.save(update_fields=["key_hash", "paired_at"])
    return one


@transaction.atomic
def take_list(*, key: str) -> DoorList:
    """Return the signed list of a device's event; the first time, its places are taken.

    :raises DoorError: no device has this key, or the event is past.
    :raises DeviceOverError: it was taken back, or has finished.
    """
    device = device_of(key, is_locked=True)
    now = timezone.now()
    if is_past(device, now):
        raise DoorError(_("Le rendez-vous est passé : il n’y a plus de liste à prendre."))
    if device.downloaded_at is None:
        device.held = hold_places(intake_id=device.intake_id, wanted=device.quota)
    device.downloaded_at = device.downloaded_at or now
    device.seen_at = now
    device.save(update_fields=["held", "downloaded_at", "seen_at"])
    return door_list(device, now)


@transaction.atomic
def check_alive(*, key_hash: str) -> None:
    """Refuse a device that is over, before anybody typed its PIN.

    :raises DoorError: no device has this key.
    :raises DeviceOverError: it was taken back, or has finished.
    """
    device = DoorDevice.objects.filter(key_hash=key_hash).first()
    note_seen(_living(device), timezone.now())


@transaction.atomic
def finish_device(*, key: str) -> None:
    """End a device that sent everything; the places it did not give away go back.

    :raises DoorError: no device has this key.
    :raises DeviceOverError: it was taken back, or has finished.
    """
    device = device_of(key, is_locked=True)
    device.finished_at = device.seen_at = timezone.now()
    device.save(update_fields=["finished_at", "seen_at"])
    _give_back(device)


@transaction.atomic
def revoke_device(*, node_id: int, device_id: int, actor_id: int) -> bool:
    """Take a device back: it is refused from now on, and forgets its list at the next contact.

    What it had not sent stays unknown. The places it is not known to have given away go back.
    """
    found = DoorDevice.objects.select_for_update().filter(pk=device_id, intake__node_id=node_id)
    device = found.filter(revoked_at=None, finished_at=None).first()
    if device is None:
        return False
    device.revoked_at = timezone.now()
    device.save(update_fields=["revoked_at"])
    _give_back(device)
    record(actor_id, "revoke_door_device", node_id, device=device_id)
    return True


def device_of(key: str, *, is_locked: bool = False) -> DoorDevice:
    """Return the device that has a key.

    :raises DoorError: none has it.
    :raises DeviceOverError: it was taken back, or has finished.
    """
    found = DoorDevice.objects.filter(key_hash=hash_token(key))
    return _living((found.select_for_update() if is_locked else found).first())


def note_seen(device: DoorDevice, now: datetime) -> None:
    """Write down that a device spoke to the site."""
    if device.seen_at is None or device.seen_at < now - SEEN_EVERY:
        DoorDevice.objects.filter(pk=device.pk).update(seen_at=now)


def _living(device: DoorDevice | None) -> DoorDevice:
    if device is None:
        raise DoorError(_("Le site ne connaît pas cet appareil."))
    if device.is_over:
        raise DeviceOverError(_("Cet appareil n’est plus à l’accueil : sa liste est effacée."))
    return device


def _give_back(device: DoorDevice) -> None:
    back = unused(device.held, walk_ins_of(device))
    if back:
        return_places(intake_id=device.intake_id, count=back)
