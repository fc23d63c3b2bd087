"""What doors hold of people: who added a device; visitors are registrations, and go with them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.models import DoorDevice


def export_devices(person: Person) -> dict[str, Any]:
    """Return the devices a person added, JSON-able."""
    found = DoorDevice.objects.filter(added_by=person).order_by("pk").select_related("intake")
    return {
        "devices": [
            {
                "name": one.name,
                "campaign_node": one.intake.node_id,
                "added_at": one.added_at.isoformat(),
            }
            for one in found
        ]
    }


def erase_devices(person: Person) -> None:
    """Forget who added a device; it stays at its door."""
    DoorDevice.objects.filter(added_by=person).update(added_by=None)


@transaction.atomic
def erase_people_of(*, root_id: int) -> int:
    """End every device of a campaign and forget its name, often its holder's; return how many.

    A device that comes back later still hears that it is over, and forgets its list. What devices
    saw stays as hours and numbers; whose tickets they were is gone with the registrations.
    """
    found = DoorDevice.objects.filter(intake__node__root_id=root_id)
    found.filter(revoked_at=None, finished_at=None).update(revoked_at=timezone.now())
    return found.update(name=_("Appareil"))
