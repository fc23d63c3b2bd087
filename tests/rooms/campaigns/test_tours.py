"""Tours planned on a page: read from a list, proven, compared, printed, made into stops."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.enums import NodeStatus
from boutdufil.rooms.campaigns.models import Node, TourPlan
from boutdufil.rooms.campaigns.permissions.tours import can_plan_tours, can_use_tour
from boutdufil.rooms.campaigns.services import tours as services
from tests.factories.campaigns import CampaignFactory, TourPlanFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
CITIES = """Commune;Demandeurs d'emploi;Postes;Centres
Metz;12 000;90;11
Nancy;14000;120;16
Épinal;4000;40;5
Strasbourg;25000;80;14
"""
ASKED = {
    "name": "Automne",
    "first_day": "2027-10-18",
    "days": 3,
    "reach_km": 35,
    "leg_km": 130,
    "job_seekers": 1,
    "posts": 20,
    "centres": 100,
}
TOURS = "/campagnes/tournees/"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def member(client):
    member = MembershipFactory(role=Role.MANAGER)
    client.force_login(member.person)
    return member


def planned(client, **typed):
    answer = client.post(TOURS, ASKED | {"cities": CITIES} | typed)
    assert answer.status_code == 302, text_of(answer)
    return TourPlan.objects.get(pk=answer["Location"].strip("/").rpartition("/")[2])


def test_a_pasted_list_becomes_a_proven_tour(client, member):
    plan = planned(client)
    page = client.get(reverse("campaigns:tour", args=[plan.pk]))

    assert [stop["place"] for stop in plan.answer["stops"]] == ["Metz", "Nancy", "Strasbourg"]
    assert "Optimum prouvé" in text_of(page)
    assert "mercredi 20 octobre" in text_of(page)
    assert page.content.decode().count('class="map-sign"') == 3


def test_a_file_does_as_well(client, member):
    file = SimpleUploadedFile("villes.csv", CITIES.encode())

    assert planned(client, cities="", file=file).answer == planned(client).answer


def test_the_most_populous_towns_of_departements_are_looked_at(client, member):
    plan = planned(client, cities="", departments=["54", "57"], count=10, days=2)
    page = text_of(client.get(reverse("campaigns:tour", args=[plan.pk])))

    assert len(plan.cities) == 10
    assert {city["code"][:2] for city in plan.cities} == {"54", "57"}
    assert "c’est une approximation" in page
    assert "Postes" not in page.partition("La meilleure tournée")[2]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"cities": "Commune\nNullepartville\n"}, "liste collée, ligne 2, Commune : aucune"),
        ({"cities": "Commune;Postes\nMetz;douze\n"}, "ligne 2, Postes : « douze » n’est pas"),
        ({"cities": "Étage\n1\n"}, "il manque la colonne « Commune »"),
        ({"cities": ""}, "Collez des villes, envoyez un fichier"),
        ({"days": 9}, "moins de villes que de jours"),
        ({"days": 99}, "inférieure ou égale à 10"),
        ({"posts": -1}, "de 0 à 1000"),
        ({"first_day": ""}, "Choisissez un jour"),
    ],
)
def test_what_cannot_be_planned_is_named_and_nothing_typed_is_lost(client, member, typed, said):
    answer = client.post(TOURS, ASKED | {"cities": CITIES} | typed)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Automne"' in answer.content.decode()
    assert not TourPlan.objects.exists()


def test_too_many_towns_are_refused(client, member):
    many = "Commune;Latitude;Longitude\n" + "".join(
        f"V{n};48,{n:03d};6,1\n" for n in range(services.MOST_CITIES + 1)
    )

    answer = client.post(TOURS, ASKED | {"cities": many})

    assert f"{services.MOST_CITIES + 1} villes, c’est trop" in text_of(answer)


def test_no_tour_says_which_leg_would_do(client, member):
    plan = planned(client, leg_km=20)

    text = text_of(client.get(reverse("campaigns:tour", args=[plan.pk])))

    assert "Aucune tournée ne tient. Avec des étapes de" in text
    assert client.get(reverse("campaigns:tour_file", args=[plan.pk, "pdf"])).status_code == 404


def test_two_tours_stand_side_by_side(client, member):
    one, other = planned(client), planned(client, name="Sans l’Est", days=2)

    page = client.get(reverse("campaigns:tour", args=[one.pk]), {"avec": other.pk})

    assert page.content.decode().count('class="map-way"') == 2
    assert "Deux tournées côte à côte" in text_of(page)
    alone = client.get(reverse("campaigns:tour", args=[one.pk]), {"avec": "x"})
    assert "Sans l’Est" in text_of(alone)


def test_the_road_book_is_a_paper_a_calendar_and_a_table(client, member):
    plan = planned(client)

    def taken(form):
        return client.get(reverse("campaigns:tour_file", args=[plan.pk, form])).content

    events = Calendar.from_ical(taken("ics")).walk("VEVENT")
    text = " ".join(PdfReader(io.BytesIO(taken("pdf"))).pages[0].extract_text().split())
    assert [str(one["LOCATION"]) for one in events] == ["Metz", "Nancy", "Strasbourg"]
    assert "lundi 18 octobre 2027" in text
    assert taken("csv").decode("utf-8-sig").splitlines()[1].startswith("1;Metz")
    assert client.get(reverse("campaigns:tour_file", args=[plan.pk, "exe"])).status_code == 404


def test_a_tour_becomes_the_stops_of_a_campaign(client, member):
    tour = CampaignFactory(organiser=member.organisation)
    plan = planned(client)

    answer = client.post(reverse("campaigns:make_stops", args=[plan.pk]), {"home": tour.pk})

    assert answer["Location"] == reverse("campaigns:seat", args=[tour.pk])
    stops = Node.objects.filter(parent=tour).order_by("starts_on")
    assert [(one.commune, one.starts_on.day) for one in stops] == [
        ("57463", 18),
        ("54395", 19),
        ("67482", 20),
    ]
    assert {one.status for one in stops} == {NodeStatus.DRAFT}


def test_stops_outside_the_days_of_a_campaign_are_not_made_at_all(client, member):
    tour = CampaignFactory(organiser=member.organisation)
    plan = planned(client, first_day="2027-10-21")

    answer = client.post(
        reverse("campaigns:make_stops", args=[plan.pk]), {"home": tour.pk}, follow=True
    )

    assert "Choisissez des jours entre le" in text_of(answer)
    assert not Node.objects.filter(parent=tour).exists()


def test_stops_are_not_made_in_somebody_elses_campaign(client, member):
    other, plan = CampaignFactory(), planned(client)

    client.post(reverse("campaigns:make_stops", args=[plan.pk]), {"home": other.pk})

    assert not Node.objects.filter(parent=other).exists()


@pytest.mark.parametrize(
    ("role", "owns", "plans", "uses"),
    [
        (Role.MANAGER, True, True, True),
        (Role.MANAGER, False, True, False),
        (Role.RECRUITER, True, False, False),
        (None, True, False, False),
    ],
)
def test_who_plans_and_who_reads_a_tour(role, owns, plans, uses):
    person = MembershipFactory(role=role).person if role else PersonFactory()
    plan = TourPlanFactory(owner=person) if owns else TourPlanFactory()

    assert (can_plan_tours(person), can_use_tour(person, plan)) == (plans, uses)


@pytest.mark.parametrize("name", ["tour", "tour_file"])
def test_somebody_elses_tour_does_not_exist(client, member, name):
    extra = ["pdf"] if name == "tour_file" else []

    answer = client.get(reverse(f"campaigns:{name}", args=[TourPlanFactory().pk, *extra]))

    assert answer.status_code == 404


def test_only_organisers_plan(client):
    client.force_login(PersonFactory())

    assert client.get(TOURS).status_code == 404


def test_a_tour_is_dropped_exported_erased_and_forgotten(client, member):
    plan = planned(client)
    assert services.export_tours(member.person)["tours"][0]["name"] == "Automne"

    client.post(reverse("campaigns:drop_tour", args=[plan.pk]))
    assert not TourPlan.objects.exists()
    planned(client)
    services.erase_tours(member.person)
    assert not TourPlan.objects.exists()
    TourPlanFactory(first_day=date(2020, 1, 6))
    assert services.forget_tours(datetime(2022, 1, 1, tzinfo=UTC)) == 0
    assert services.forget_tours(datetime(2022, 1, 7, tzinfo=UTC)) == 1
