"""Whoever organises an event prepares its door: devices, who came, badges; nobody else does."""

import io
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.models import DoorDevice, Intake
from boutdufil.rooms.campaigns.permissions.registrations import can_run_door
from boutdufil.rooms.campaigns.selectors.door import door_page
from boutdufil.rooms.campaigns.selectors.door_shell import kept_files, worker_text
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.services import door_privacy as privacy
from tests.factories.campaigns import (
    CampaignFactory,
    DoorDeviceFactory,
    EventFactory,
    IntakeFactory,
    PartnerFactory,
    RegistrationFactory,
    ScanFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(organiser=OrganisationFactory(), name="Portes ouvertes de Metz")


def member(organisation, role=Role.MANAGER):
    return MembershipFactory(organisation=organisation, role=role).person


def desk_of(event):
    return reverse("campaigns:door_desk", args=[event.pk])


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("stranger", False),
        ("person", False),
        ("reader", False),
        ("partner", False),
        ("beside", False),
        ("own", True),
        ("above", True),
    ],
)
def test_a_door_is_run_by_its_organiser_and_those_above(event, who, allowed):
    tour = event.parent
    partner = PartnerFactory(node=tour, organisation=OrganisationFactory()).organisation
    actors = {
        "stranger": lambda: AnonymousUser(),
        "person": lambda: PersonFactory(),
        "reader": lambda: member(event.organiser, Role.READER),
        "partner": lambda: member(partner),
        "beside": lambda: member(
            EventFactory(parent=tour, organiser=OrganisationFactory()).organiser
        ),
        "own": lambda: member(event.organiser),
        "above": lambda: member(tour.organiser),
    }

    assert can_run_door(actors[who](), node_row(event.pk)) is allowed


@pytest.mark.parametrize("name", ["door_desk", "badges", "revoke_device"])
def test_to_anybody_else_there_is_no_door(client, event, name):
    device = DoorDeviceFactory(intake__node=event)
    more = [device.pk] if name == "revoke_device" else []
    address = reverse(f"campaigns:{name}", args=[event.pk, *more])
    client.force_login(PersonFactory())

    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
    device.refresh_from_db()
    assert device.revoked_at is None


def test_a_campaign_has_no_door(client):
    tour = CampaignFactory()
    client.force_login(member(tour.organiser))

    assert client.get(desk_of(tour)).status_code == 404


def test_where_nobody_registers_there_is_nothing_to_check(client, event):
    client.force_login(member(event.organiser))

    shown = client.post(desk_of(event), {"name": "Entrée", "quota": "4"}, follow=True)

    assert "Réglez-les d’abord" in shown.content.decode()
    assert reverse("campaigns:intake", args=[event.pk]) in shown.content.decode()
    assert not Intake.objects.exists()


def test_a_device_is_added_shown_and_taken_back(client, event):
    IntakeFactory(node=event)
    client.force_login(member(event.organiser))

    shown = client.post(desk_of(event), {"name": "Entrée", "quota": "4"}, follow=True)

    device = DoorDevice.objects.get()
    assert (device.name, device.quota, device.intake) == ("Entrée", 4, Intake.objects.get())
    assert "/campagnes/accueil/#" in shown.content.decode()
    assert "<svg" in shown.content.decode()
    client.post(reverse("campaigns:revoke_device", args=[event.pk, device.pk]))
    shown = client.get(desk_of(event)).content.decode()
    assert "retiré" in shown
    assert "/campagnes/accueil/#" not in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "quota": "1"}, "Donnez un nom"),
        ({"name": "Quai", "quota": "deux"}, "Écrivez un nombre"),
        ({"name": "Quai", "quota": "-1"}, "supérieure ou égale à 0"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_added(client, event, typed, words):
    IntakeFactory(node=event)
    client.force_login(member(event.organiser))

    answer = client.post(desk_of(event), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DoorDevice.objects.exists()


def test_who_came_without_a_device_is_counted_too(event):
    intake = IntakeFactory(node=event)
    RegistrationFactory(intake=intake, places=3, came_at=timezone.now())
    seen = RegistrationFactory(intake=intake, came_at=timezone.now())
    ScanFactory(device__intake=intake, registration=seen)
    RegistrationFactory(intake=intake, status=RegistrationStatus.CANCELLED)

    page = door_page(node_row(event.pk))

    assert (page.came, page.expected, page.conflicts) == (4, 4, [])


def test_the_page_costs_as_much_for_one_device_as_for_thirty(event, django_assert_num_queries):
    intake = IntakeFactory(node=event)
    row = node_row(event.pk)
    counts = []
    for devices in (1, 29):
        for device in DoorDeviceFactory.create_batch(devices, intake=intake):
            ScanFactory(device=device, registration=RegistrationFactory(intake=intake))
        with django_assert_num_queries(6) as asked:
            door_page(row)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_badges_name_only_those_who_come(client, event):
    intake = IntakeFactory(node=event, capacity=None)
    RegistrationFactory.create_batch(10, intake=intake, name="Nadia Delattre")
    RegistrationFactory(intake=intake, name="M. Prof", group_name="Lycée inventé", places=25)
    RegistrationFactory(intake=intake, name="Karim", status=RegistrationStatus.CANCELLED)
    RegistrationFactory(intake=intake, name="Léa", status=RegistrationStatus.WAITING)
    client.force_login(member(event.organiser))

    answer = client.get(reverse("campaigns:badges", args=[event.pk]), {"partie": "1"})

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    text = "\n".join(pages)
    assert answer["Content-Type"] == "application/pdf"
    assert (len(pages), text.count("Nadia Delattre"), text.count("Portes ouvertes")) == (2, 10, 11)
    assert "Lycée inventé" in text
    assert "25 personnes" in text
    assert not {"Karim", "Léa"} & set(text.split())


@pytest.mark.parametrize("part", ["2", "0", "x", "²"])
def test_a_part_that_is_not_there_is_said(client, event, part):
    client.force_login(member(event.organiser))

    answer = client.get(reverse("campaigns:badges", args=[event.pk]), {"partie": part}, follow=True)

    assert "Aucun badge à imprimer" in answer.content.decode()


def test_the_page_is_the_same_to_everybody(client, event):
    stranger = client.get("/campagnes/accueil/").content
    client.force_login(member(event.organiser))

    assert client.get("/campagnes/accueil/").content == stranger


def test_the_worker_keeps_all_the_page_needs(client):
    script = client.get(reverse("campaigns:door_worker"))
    page = client.get(reverse("campaigns:door")).content.decode()

    facts = json.loads(worker_text().split("\n")[0].removeprefix("const FACTS = ").rstrip(";"))
    assert script["Content-Type"].startswith("text/javascript")
    assert facts["page"] == "/campagnes/accueil/"
    assert all(f'"{file}"' in page for file in ("/static/campaigns/door/door.js",))
    for file in kept_files():
        assert file in facts["files"]
        assert client.get(file).status_code == 200, file
    assert "/static/campaigns/door/vendor/jsQR.js" in facts["files"]
    assert "/static/campaigns/door/vault.js" in facts["files"]


def test_the_page_installs(client):
    manifest = client.get(reverse("campaigns:door_manifest"))

    told = json.loads(manifest.content)
    assert manifest["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"]) == ("/campagnes/accueil/", "/campagnes/accueil/")
    assert client.get(told["icons"][0]["src"]).status_code == 200


def test_who_added_a_device_is_told_and_forgotten(event):
    person = PersonFactory()
    device = DoorDeviceFactory(intake__node=event, added_by=person, name="Téléphone de Lina")

    assert privacy.export_devices(person)["devices"][0]["name"] == "Téléphone de Lina"
    privacy.erase_devices(person)
    assert privacy.export_devices(person) == {"devices": []}
    with override("fr"):
        assert privacy.erase_people_of(root_id=event.root_id) == 1
    device.refresh_from_db()
    assert (device.name, device.is_over) == ("Appareil", True)
