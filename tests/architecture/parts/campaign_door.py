"""The door of an event of the inhabited site: devices of each state, and a ticket seen twice."""

from datetime import date, timedelta

from django.utils import timezone

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.selectors.door import pairing_token
from tests.factories.campaigns import (
    DoorDeviceFactory,
    EventFactory,
    IntakeFactory,
    RegistrationFactory,
    ScanFactory,
)

NONCE = "door-of-the-inhabited-site"


def inhabit_door(tour: Node, name: str) -> dict[str, dict[str, object]]:
    """Give an event a door with all that its page may show; ``name`` is whom it greets."""
    event = EventFactory(parent=tour, starts_on=date(2027, 10, 19), ends_on=date(2027, 10, 19))
    intake = IntakeFactory(node=event)
    visitor = RegistrationFactory(intake=intake, name=name)
    now = timezone.now()
    taken = {"intake": intake, "downloaded_at": now, "seen_at": now, "quota": 9, "held": 5}
    entry, quay = (DoorDeviceFactory(name=n, **taken) for n in ("Entrance", "Quay"))
    for device in (entry, quay):
        ScanFactory(device=device, number=1, registration=visitor)
    ScanFactory(device=entry, number=2, kind="walk_in", people=7)
    DoorDeviceFactory(intake=intake, name="Lost", revoked_at=now)
    DoorDeviceFactory(intake=intake, name="Done", finished_at=now - timedelta(hours=1))
    DoorDeviceFactory(
        intake=intake,
        name="New",
        key_hash=None,
        paired_at=None,
        nonce=NONCE,
        token_hash=hash_token(pairing_token(NONCE)),
    )
    return {
        "campaigns:door_desk": {"node_id": event.pk},
        "campaigns:badges": {"node_id": event.pk},
        "campaigns:revoke_device": {"node_id": event.pk, "device_id": entry.pk},
    }
