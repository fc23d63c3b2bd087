"""The door: devices paired once, lists signed, places held exactly, logs written once."""

import base64
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.adapters.keys import public_keys
from boutdufil.engines.sealing import canonical_json
from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.rooms.campaigns.enums import Purpose, RegistrationStatus, ScanKind
from boutdufil.rooms.campaigns.models import Consent, DoorDevice, Registration, Scan
from boutdufil.rooms.campaigns.selectors.door import door_page, pairing_token
from boutdufil.rooms.campaigns.selectors.door_lists import CONTEXT
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.services import door as services
from boutdufil.rooms.campaigns.services.arrivals import record_arrival
from tests.factories.campaigns import EventFactory, IntakeFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, OFFERED, LAPSED, CANCELLED = RegistrationStatus
KEY, OTHER = "k" * 43, "o" * 43


@pytest.fixture
def intake():
    return IntakeFactory(node=EventFactory(starts_on="2027-10-18", ends_on="2027-10-19"))


def tell(do, status=200, **words):
    """Send what a device sends, as nobody in particular, from another site for all we know."""
    answer = Client(enforce_csrf_checks=True).post(
        reverse("campaigns:door"), {"do": do, **words}, content_type="application/json"
    )
    assert answer.status_code == status, answer.content
    return answer.json()


def paired(intake, key=KEY, quota=0, name="Entrée"):
    device = services.add_device(node_id=intake.node_id, name=name, quota=quota, actor_id=None)
    tell("pair", token=pairing_token(device.nonce), key=key)
    return device


def scan(number, kind=ScanKind.CAME, minutes=0, **facts):
    at = timezone.now() + timedelta(minutes=minutes)
    return {"number": number, "kind": kind, "people": 1, "at": at.isoformat()} | facts


def came(number, registration, **facts):
    return scan(number, ticket=registration.ticket_hash, **facts)


def list_of(key=KEY):
    return json.loads(tell("list", key=key)["list"])


def test_an_address_makes_one_telephone_a_device(intake):
    device = services.add_device(node_id=intake.node_id, name="Entrée", quota=3, actor_id=None)
    token = pairing_token(device.nonce)

    told = tell("pair", token=token, key=KEY)

    assert (told["device"], told["name"], told["event"]) == (device.pk, "Entrée", intake.node.name)
    assert tell("pair", token=token, key=KEY) == told
    assert "autre téléphone" in tell("pair", 401, token=token, key=OTHER)["error"]
    device.refresh_from_db()
    assert KEY not in (device.key_hash, device.nonce, device.token_hash)
    tell("list", 401, key=OTHER)


def test_an_address_that_is_old_or_unknown_opens_nothing(intake):
    device = services.add_device(node_id=intake.node_id, name="Entrée", quota=3, actor_id=None)
    DoorDevice.objects.update(added_at=timezone.now() - timedelta(days=31))

    for token in (pairing_token(device.nonce), "t" * 43):
        assert "ne sert plus" in tell("pair", 401, token=token, key=KEY)["error"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"do": "everything"}', b'{"do": "list", "key": "short"}'], ids=str
)
def test_what_no_device_says_is_refused(body):
    answer = Client().post(reverse("campaigns:door"), body, content_type="application/json")

    assert answer.status_code == 400


def test_a_list_is_signed_and_says_as_little_as_a_door_needs(intake):
    paired(intake)
    nadia = RegistrationFactory(
        intake=intake, name="Nadia Delattre", needs="Boucle magnétique", places=2
    )
    RegistrationFactory(intake=intake, name="Karim Absent", status=CANCELLED)
    RegistrationFactory(intake=intake, name="Léa Effacée", erased_at=timezone.now())

    told = tell("list", key=KEY)

    content = json.loads(told["list"])
    assert canonical_json(content).decode() == told["list"]
    signature = base64.b64decode(told["signature"])
    assert public_keys()[0].has_signed(CONTEXT + told["list"].encode(), signature)
    assert [row[1:] for row in content["rows"]] == [
        [nadia.code, "Nadia D.", 2, "Boucle magnétique", "", CONFIRMED, "", 0],
        [Registration.objects.get(name="Karim Absent").code, "", 1, "", "", CANCELLED, "", 0],
    ]
    assert nadia.email not in told["list"]
    assert "Delattre" not in told["list"]
    until = datetime.fromisoformat(content["until"])
    assert timezone.localtime(until).strftime("%Y-%m-%d %H:%M") == "2027-10-21 00:00"


def test_a_past_event_gives_no_list_and_still_takes_what_was_seen(intake):
    paired(intake)
    intake.node.starts_on = intake.node.ends_on = "2020-01-01"
    intake.node.save()

    assert "passé" in tell("list", 401, key=KEY)["error"]
    assert tell("scans", key=KEY, scans=[came(1, RegistrationFactory(intake=intake))])["written"]


def test_a_ticket_of_another_event_is_told_from_an_unknown_one(intake):
    paired(intake)
    tour = intake.node.parent
    other = IntakeFactory(node=EventFactory(parent=tour, name="Visite d’à côté"))
    elsewhere = RegistrationFactory(intake=other)
    RegistrationFactory()

    content = list_of()

    assert content["events"] == ["Visite d’à côté"]
    assert [hint[0] for hint in content["elsewhere"]] == [elsewhere.ticket_hash[:16]]


def test_places_for_walk_ins_are_taken_once_and_never_beyond_what_is_left(intake):
    intake.taken = 15
    intake.save()
    paired(intake, KEY, quota=3)
    paired(intake, OTHER, quota=9)

    held = [list_of(KEY)["held"], list_of(OTHER)["held"], list_of(OTHER)["held"]]

    intake.refresh_from_db()
    assert (held, intake.taken) == ([3, 2, 2], 20)


def test_a_device_that_finishes_gives_back_what_it_did_not_give_away(intake):
    paired(intake, quota=5)
    list_of()
    tell("scans", key=KEY, scans=[scan(1, ScanKind.WALK_IN, people=2)])

    tell("finish", key=KEY)

    intake.refresh_from_db()
    assert intake.taken == 2
    assert "effacée" in tell("list", 410, key=KEY)["error"]


def test_who_waits_is_offered_what_a_device_gives_back(intake):
    intake.taken = 19
    intake.save()
    device = paired(intake, quota=1)
    list_of()
    waiting = RegistrationFactory(intake=intake, status=WAITING, waiting_since=timezone.now())

    assert services.revoke_device(node_id=intake.node_id, device_id=device.pk, actor_id=None)

    waiting.refresh_from_db()
    intake.refresh_from_db()
    assert (waiting.status, intake.taken) == (OFFERED, 20)


def test_a_device_taken_back_is_refused_even_before_its_pin(intake):
    device = paired(intake)
    alive = {"id": DoorDevice.objects.get().key_hash}
    tell("alive", **alive)

    services.revoke_device(node_id=intake.node_id, device_id=device.pk, actor_id=None)

    tell("alive", 410, **alive)
    tell("scans", 410, key=KEY, scans=[])
    tell("alive", 401, id="0" * 64)
    assert AuditEntry.objects.filter(verb="campaigns.revoke_door_device").count() == 1
    again = services.revoke_device(node_id=intake.node_id, device_id=device.pk, actor_id=None)
    assert not again


def test_a_log_sent_twice_is_written_once(intake):
    paired(intake)
    nadia, karim = RegistrationFactory.create_batch(2, intake=intake)
    log = [came(1, nadia), came(2, karim)]

    first = tell("scans", key=KEY, scans=[*log, log[0]])
    second = tell("scans", key=KEY, scans=[*log, came(3, karim, people=1)])

    assert set(first["written"]) == {1, 2}
    assert second["written"] == [1, 2, 3]
    assert list(Scan.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert OutboxEvent.objects.filter(name="campaigns.visitor_came").count() == 2


def test_one_ticket_at_two_doors_counts_when_it_came_first_and_both_are_shown(intake):
    paired(intake, KEY, name="Entrée")
    paired(intake, OTHER, name="Quai")
    DoorDevice.objects.update(downloaded_at=timezone.now() - timedelta(hours=3))
    nadia = RegistrationFactory(intake=intake, name="Nadia Delattre")

    late = tell("scans", key=KEY, scans=[came(1, nadia, minutes=-10)])
    early = tell("scans", key=OTHER, scans=[came(1, nadia, minutes=-50)])

    assert (late["conflicts"], early["conflicts"]) == ([], [nadia.ticket_hash])
    page = door_page(node_row(intake.node_id))
    nadia.refresh_from_db()
    assert page.came == 1
    assert [(one.name, one.counted_at) for one in page.conflicts] == [("Nadia D.", nadia.came_at)]
    assert [device for device, _at, _n in page.conflicts[0].entries] == ["Quai", "Entrée"]
    assert OutboxEvent.objects.filter(name="campaigns.visitor_came").count() == 1


def test_a_mistake_is_taken_back_and_the_other_device_s_entry_stays(intake):
    paired(intake, KEY)
    paired(intake, OTHER)
    nadia = RegistrationFactory(intake=intake)
    tell("scans", key=KEY, scans=[came(1, nadia)])
    undone = scan(2, ScanKind.UNDONE, undoes=1)

    tell("scans", key=KEY, scans=[undone])
    nadia.refresh_from_db()
    alone = nadia.came_at
    tell("scans", key=OTHER, scans=[came(1, nadia)])
    nadia.refresh_from_db()

    assert alone is None
    assert nadia.came_at is not None
    assert door_page(node_row(intake.node_id)).conflicts == []


def test_a_walk_in_who_leaves_a_name_is_registered_with_what_they_allow(intake):
    device = paired(intake, quota=2)
    list_of()
    left = {"name": "Léa Inventée", "email": "lea@exemple.test", "consents": [Purpose.NEWS]}

    tell("scans", key=KEY, scans=[scan(1, ScanKind.WALK_IN, **left)])

    made = Registration.objects.get(is_walk_in=True)
    intake.refresh_from_db()
    assert (made.name, made.status, made.places) == ("Léa Inventée", CONFIRMED, 1)
    assert made.came_at == Scan.objects.get().at
    assert "m’écrire" in Consent.objects.get(registration=made, purpose=Purpose.NEWS).words
    assert intake.taken == 2
    tell("scans", key=KEY, scans=[scan(2, ScanKind.UNDONE, undoes=1)])
    made.refresh_from_db()
    assert (made.status, made.came_at) == (CANCELLED, None)
    services.revoke_device(node_id=intake.node_id, device_id=device.pk, actor_id=None)
    intake.refresh_from_db()
    assert intake.taken == 0


def test_a_ticket_of_another_door_is_kept_as_unknown(intake):
    paired(intake)

    tell("scans", key=KEY, scans=[came(1, RegistrationFactory())])

    page = door_page(node_row(intake.node_id))
    assert (page.came, page.unknown, Scan.objects.get().registration) == (1, 1, None)


def test_an_arrival_is_news_once_and_keeps_its_earliest_hour():
    nadia = RegistrationFactory()
    now = timezone.now()

    told = [
        record_arrival(registration_id=nadia.pk, at=now - timedelta(minutes=m)) for m in (5, 9, 1)
    ]

    nadia.refresh_from_db()
    assert (told, nadia.came_at) == ([True, False, False], now - timedelta(minutes=9))
    assert not record_arrival(registration_id=0, at=now)
