"""Who comes: the list, its filters, its figures, its files."""

import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.lib.tables import read_table
from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.rules.attendance import Filters, filters_from
from boutdufil.rooms.campaigns.selectors.attendance import counts_at, visitors_at
from boutdufil.rooms.campaigns.services.trail import record
from tests.factories.campaigns import (
    ConsentFactory,
    IntakeFactory,
    LetterFactory,
    PartnerFactory,
    QuestionFactory,
    RegistrationFactory,
    SlotFactory,
)
from tests.factories.people import PersonFactory
from tests.rooms.campaigns.desk import organiser_of, tour

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    campaign, events = tour()
    client.force_login(organiser_of(campaign))
    intakes = [IntakeFactory(node=event) for event in events]
    slot = SlotFactory(intake=intakes[0])
    RegistrationFactory(intake=intakes[0], slot=slot, name="Ana", origin="affiche")
    RegistrationFactory(intake=intakes[0], name="Bob", places=24, group_name="Lycée inventé")
    RegistrationFactory(intake=intakes[1], name="Eve", came_at=timezone.now(), code="ABCD2345")
    RegistrationFactory(intake=intakes[1], name="Zoé", status=RegistrationStatus.WAITING)
    RegistrationFactory(intake=intakes[1], name="", email="", erased_at=timezone.now())
    RegistrationFactory(name="Ailleurs")
    return {"campaign": campaign, "events": events, "slot": slot}


def names(world, **chosen):
    filters = Filters(**chosen)
    return [one.name for one in visitors_at(world["campaign"].pk, filters)]


def test_filters_narrow_the_list(world):
    assert names(world) == ["Ana", "Bob", "Eve", "Zoé"]
    assert names(world, status="waiting") == ["Zoé"]
    assert names(world, event=world["events"][0].pk) == ["Ana", "Bob"]
    assert names(world, slot=world["slot"].pk) == ["Ana"]
    assert names(world, origin="affiche") == ["Ana"]
    assert names(world, came="yes") == ["Eve"]
    assert names(world, came="no", status="confirmed") == ["Ana", "Bob"]
    assert names(world, text="lycée bob") == ["Bob"]
    assert names(world, text="abcd2345") == ["Eve"]
    assert names(world, text="Zoé Bob") == []


def test_filters_are_kept_as_they_were():
    chosen = Filters(status="waiting", slot=4, came="no", text="a")

    assert filters_from(chosen.chosen) == chosen
    assert filters_from({"came": "perhaps", "slot": "4"}) == Filters()


def test_people_are_counted_and_not_registrations(world):
    counts = counts_at(world["campaign"].pk)

    assert (counts.expected, counts.waiting, counts.came, counts.erased) == (27, 1, 1, 1)


def test_the_page_narrows_by_its_address(client, world):
    page = reverse("campaigns:attendance", args=[world["campaign"].pk])

    told = client.get(page, {"status": "waiting", "event": world["events"][1].pk}).content.decode()
    nonsense = client.get(page, {"slot": "x", "came": "perhaps"}).content.decode()

    assert "Zoé" in told
    assert "Ana" not in told
    assert "Ana" in nonsense


@pytest.mark.parametrize("who", ["stranger", "somebody"])
def test_nobody_else_reads_who_comes(client, world, who):
    client.logout()
    if who == "somebody":
        client.force_login(PersonFactory())

    answer = client.get(reverse("campaigns:attendance", args=[world["campaign"].pk]))

    assert answer.status_code == (404 if who == "somebody" else 302)


def test_thirty_cost_what_one_costs(client, world, django_assert_num_queries):
    page = reverse("campaigns:attendance", args=[world["events"][1].pk])
    with CaptureQueriesContext(connection) as first:
        client.get(page)
    RegistrationFactory.create_batch(29, intake=world["events"][1].intake)

    with django_assert_num_queries(len(first)):
        assert "31 inscriptions" in client.get(page).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_taken_away_without_formulas(client, world, kind):
    intake = world["events"][0].intake
    asked = QuestionFactory(node=world["campaign"], label="Votre bus ?")
    one = RegistrationFactory(
        intake=intake, name="=cmd|' /C calc'!A0", needs="+33", answers={str(asked.pk): ["A", "B"]}
    )
    ConsentFactory(registration=one)
    page = reverse("campaigns:attendance", args=[world["events"][0].pk])

    answer = client.post(f"{page}?status=confirmed", {"do": kind})

    table = read_table(answer.content, filename=f"a.{kind}")
    rows = {row.cells[2]: dict(zip(table.header, row.cells, strict=True)) for row in table.rows}
    assert set(rows) == {"Ana", "Bob", "=cmd|' /C calc'!A0"}
    mine = rows["=cmd|' /C calc'!A0"]
    assert (mine["Votre bus ?"], mine["consentements"]) == ("A, B", "recruiter")
    if kind == "csv":
        assert "'=cmd|" in answer.content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(verb="campaigns.export_attendance").exists()


def test_a_whole_campaign_is_taken_away(client, world):
    PartnerFactory(node=world["campaign"], name="-Partenaire")
    LetterFactory(node=world["events"][0])

    answer = client.post(reverse("campaigns:archive", args=[world["campaign"].pk]))

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    held = {name.partition(".")[0] for name in archive.namelist()}
    assert held == {"arbre", "partenaires", "inscriptions", "questions", "lettres", "rencontres"}
    people = json.loads(archive.read("inscriptions.json"))
    assert {one["nom"] for one in people} == {"Ana", "Bob", "Eve", "Zoé", ""}
    assert "'-Partenaire" in archive.read("partenaires.csv").decode("utf-8-sig")
    tree = json.loads(archive.read("arbre.json"))
    assert {one["adresse"] for one in tree if one["nature"] == "event"} == {
        "Place d’Armes",
        "Cours Léopold",
    }
    page = client.get(reverse("campaigns:archive", args=[world["campaign"].pk]))
    assert "données personnelles" in page.content.decode()


def test_the_log_names_people_by_what_they_organise(client, world):
    event, campaign = world["events"][0], world["campaign"]
    person = organiser_of(campaign)
    record(person.pk, "open_registrations", event.pk)
    record(PersonFactory().pk, "register", event.pk)
    record(None, "warn_erasure", campaign.pk)

    told = client.get(reverse("campaigns:activity", args=[campaign.pk])).content.decode()

    assert "a ouvert les inscriptions" in told
    assert campaign.organiser.name in told
    assert "le site, de lui-même" in told
    assert person.name not in told
