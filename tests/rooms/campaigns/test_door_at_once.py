"""Telephones that find a network at the same moment: nobody waits in a circle, nothing is lost."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.enums import ScanKind
from boutdufil.rooms.campaigns.models import DoorDevice, Registration, Scan
from boutdufil.rooms.campaigns.rules.door_words import Seen
from boutdufil.rooms.campaigns.selectors.door import outcome_of
from boutdufil.rooms.campaigns.services.door import finish_device, take_list
from boutdufil.rooms.campaigns.services.door_logs import receive_scans
from tests.factories.campaigns import DoorDeviceFactory, IntakeFactory, RegistrationFactory

DEVICES, TICKETS, QUOTA, FREE = 4, 12, 2, 5


def spend_a_day(key, tickets):
    """Take the list, let everybody and one walk-in a place in, and finish."""
    try:
        take_list(key=key)
        held = DoorDevice.objects.get(key_hash=hash_token(key)).held
        order = random.Random(key).sample(tickets, len(tickets))
        now = timezone.now()
        seen = [Seen(n, ScanKind.CAME, now, ticket=one) for n, one in enumerate(order, 1)]
        walked = [Seen(100 + n, ScanKind.WALK_IN, now) for n in range(held)]
        receive_scans(key=key, seen=[*seen, *walked], language="fr")
        receive_scans(key=key, seen=seen, language="fr")
        finish_device(key=key)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_devices_that_send_at_once_lose_nothing_and_give_no_place_twice():
    intake = IntakeFactory(capacity=TICKETS + FREE, taken=TICKETS)
    people = RegistrationFactory.create_batch(TICKETS, intake=intake)
    keys = [letter * 43 for letter in "abcd"]
    for key in keys:
        DoorDeviceFactory(intake=intake, key_hash=hash_token(key), quota=QUOTA)
    tickets = [one.ticket_hash for one in people]

    with ThreadPoolExecutor(DEVICES) as telephones:
        list(telephones.map(lambda key: spend_a_day(key, tickets), keys))

    intake.refresh_from_db()
    seen = outcome_of(intake.pk).outcome
    assert intake.taken == TICKETS + FREE
    assert sum(seen.walk_ins.values()) == FREE
    assert Scan.objects.count() == DEVICES * TICKETS + FREE
    assert (len(seen.arrivals), len(seen.conflicts)) == (TICKETS, TICKETS)
    assert Registration.objects.filter(came_at=None).count() == 0
    assert OutboxEvent.objects.filter(name="campaigns.visitor_came").count() == TICKETS
