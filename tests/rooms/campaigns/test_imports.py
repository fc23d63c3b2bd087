"""Files an organiser brings: each line is taken or told, none is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from boutdufil.lib.tables import read_table, write_csv, write_xlsx
from boutdufil.rooms.campaigns.enums import EventKind, NodeStatus, RegistrationStatus
from boutdufil.rooms.campaigns.models import Consent, Intake, Node, Registration
from tests.factories.campaigns import IntakeFactory, RegistrationFactory, SlotFactory
from tests.rooms.campaigns.desk import MONDAY, organiser_of, tour

pytestmark = pytest.mark.django_db
HEADER = ["Prénom", "Nom", "E-mail", "Personnes", "Groupe", "Venu par", "Newsletter"]
GOOD = [
    ["Ana", "Inventée", "Ana@Exemple.test", "", "", "Affiche du tram", "oui"],
    ["", "Mme Bertin", "", "24", "Lycée inventé", "", ""],
]
BAD = [
    ["", "", "x@exemple.test", "", "", "", ""],
    ["Bob", "Inventé", "pas une adresse", "", "", "", ""],
    ["Eve", "Inventée", "eve@exemple.test", "beaucoup", "", "", ""],
    ["Ana", "Encore", "ana@exemple.test", "", "", "", ""],
    ["Ida", "Déjà", "ida@exemple.test", "", "", "", ""],
]


@pytest.fixture
def world(client):
    campaign, events = tour()
    client.force_login(organiser_of(campaign))
    intake = IntakeFactory(node=events[0], largest_group=30, capacity=60)
    return {"campaign": campaign, "event": events[0], "intake": intake}


def address(name, node):
    return reverse(name, args=[node.pk])


def bring(client, page, header, rows, write=write_csv):
    file = SimpleUploadedFile("liste.csv", write(header, rows))
    return client.post(page, {"file": file})


def take(client, page, answer, do="take"):
    return client.post(page, {"do": do, "table": answer.context["packed"]})


@pytest.mark.parametrize("write", [write_csv, write_xlsx], ids=["csv", "xlsx"])
def test_registrations_are_taken_without_their_consents(client, world, write):
    page = address("campaigns:import_registrations", world["event"])
    answer = bring(client, page, HEADER, GOOD, write)
    assert not Registration.objects.exists()
    assert answer.context["preview"].ignored == ("Newsletter",)

    for _ in range(2):
        take(client, page, answer)

    made = {one.name: one for one in Registration.objects.all()}
    assert set(made) == {"Ana Inventée", "Mme Bertin"}
    ana = made["Ana Inventée"]
    assert (ana.email, ana.origin, ana.status) == (
        "ana@exemple.test",
        "affiche-du-tram",
        RegistrationStatus.CONFIRMED,
    )
    assert (made["Mme Bertin"].places, made["Mme Bertin"].group_name) == (24, "Lycée inventé")
    assert not Consent.objects.exists()
    assert Intake.objects.get(pk=world["intake"].pk).taken == 25


def test_each_bad_line_is_named_and_can_be_taken_away(client, world):
    RegistrationFactory(intake=world["intake"], email="ida@exemple.test")
    page = address("campaigns:import_registrations", world["event"])

    answer = bring(client, page, HEADER, GOOD + BAD)
    preview = answer.context["preview"]
    file = take(client, page, answer, "mend")
    take(client, page, answer)

    assert [one.line for one in preview.bad] == [4, 5, 6, 7, 8]
    assert len(preview.good) == 2
    told = read_table(file.content, filename="a.csv")
    assert told.header == (*HEADER, "à corriger")
    assert [row.cells[:-1] for row in told.rows] == [tuple(row) for row in BAD]
    assert "pas une adresse" in told.rows[1].cells[-1]
    assert Registration.objects.count() == 3


def test_slots_are_found_by_their_hour(client, world):
    noon = timezone.make_aware(timezone.datetime(MONDAY.year, MONDAY.month, MONDAY.day, 12))
    slot = SlotFactory(intake=world["intake"], starts_at=noon)
    page = address("campaigns:import_registrations", world["event"])

    answer = bring(
        client, page, ["nom", "créneau"], [["Ana", "12h"], ["Bob", "2027-10-18 12:00"], ["Eve", ""]]
    )
    take(client, page, answer)

    assert [one.line for one in answer.context["preview"].bad] == [4]
    assert {one.slot_id for one in Registration.objects.all()} == {slot.pk}
    assert Registration.objects.count() == 2


def test_a_file_without_names_or_that_is_none_is_refused(client, world):
    page = address("campaigns:import_registrations", world["event"])

    nameless = bring(client, page, ["e-mail"], [["a@exemple.test"]])
    empty = client.post(page, {"file": SimpleUploadedFile("a.csv", b" ")})

    assert (nameless.status_code, empty.status_code) == (422, 422)
    assert "« nom »" in str(nameless.context["form"].errors["file"])
    assert "vide" in str(empty.context["form"].errors["file"])


def test_a_table_of_another_event_is_not_taken(client, world):
    answer = bring(client, address("campaigns:import_registrations", world["event"]), HEADER, GOOD)
    other = world["campaign"].tree.filter(kind="event").exclude(pk=world["event"].pk).get()
    IntakeFactory(node=other)

    take(client, address("campaigns:import_registrations", other), answer)

    assert not Registration.objects.exists()


def test_a_programme_is_added_by_the_rules_of_a_tree(client, world):
    page = address("campaigns:import_programme", world["campaign"])
    header = ["Nature", "Nom", "Sous", "Date", "De", "À", "Ville", "Adresse"]
    rows = [
        ["journée portes ouvertes", "Portes de Metz", "METZ", "2027-10-18", "9h", "12 h", "", ""],
        ["visite", "Visite", "", "19/10/2027", "", "", "Nancy", "Cours Léopold"],
        ["visite", "Hors des dates", "", "2027-12-01", "", "", "", ""],
        ["fête", "Inconnue", "", "", "", "", "", ""],
        ["visite", "Chez d’autres", "Toul", "", "", "", "", ""],
    ]

    answer = bring(client, page, header, rows)
    before = Node.objects.count()
    for _ in range(2):
        take(client, page, answer)

    assert [one.line for one in answer.context["preview"].bad] == [4, 5, 6]
    assert Node.objects.count() == before + 2
    made = Node.objects.get(name="Portes de Metz")
    assert (made.parent.name, made.event_kind, made.status, made.opens_at.hour) == (
        "Metz",
        EventKind.OPEN_DAY,
        NodeStatus.DRAFT,
        9,
    )
    assert Node.objects.get(name="Visite").commune == "54395"


def test_a_preview_of_a_programme_writes_nothing(client, world):
    before = Node.objects.count()

    answer = bring(
        client,
        address("campaigns:import_programme", world["campaign"]),
        ["nature", "nom"],
        [["visite", "V"]],
    )

    assert len(answer.context["preview"].good) == 1
    assert Node.objects.count() == before
