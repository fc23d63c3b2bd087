"""The pages: what everybody reads, and what organisers do."""

import re
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.demo import tour as demo
from boutdufil.rooms.campaigns.enums import EventKind, Kept, NodeKind, NodeStatus
from boutdufil.rooms.campaigns.models import Node, Partner
from boutdufil.rooms.campaigns.services.partners import LOGO_BYTES
from tests.factories.campaigns import (
    PNG,
    CampaignFactory,
    EventFactory,
    NodeFactory,
    PartnerFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def member(client):
    member = MembershipFactory(role=Role.MANAGER)
    client.force_login(member.person)
    return member


@pytest.fixture
def tour(member):
    return CampaignFactory(organiser=member.organisation, name="Tour inventé", slug="tour")


def event_of(parent, day, **facts):
    return EventFactory(parent=parent, starts_on=day, ends_on=day, **facts)


def test_a_public_page_tells_the_programme_by_day_and_by_place(client):
    tour = CampaignFactory(slug="tour", accessibility=["lsf"], territory="area:lorraine")
    metz = NodeFactory(parent=tour, name="Le bus à Metz", commune="57463")
    nancy = NodeFactory(parent=tour, commune="54395", opens_at=time(10), closes_at=time(12))
    event_of(metz, date(2027, 10, 18), name="Monter dans le bus", event_kind=EventKind.BUS_STOP)
    event_of(nancy, date(2027, 10, 19), name="Entretiens", event_kind=EventKind.JOB_DATING)
    event_of(nancy, date(2027, 10, 19), name="Pas encore", status=NodeStatus.DRAFT)

    text = text_of(client.get("/c/tour/"))

    assert text.index("lundi 18 octobre 2027") < text.index("mardi 19 octobre 2027")
    for words in ("Nancy", "de 10:00 à 12:00", "langue des signes", "Lorraine"):
        assert words in text
    assert "De courts entretiens avec des employeurs" in text
    assert "portes ouvertes On visite" not in text
    assert "Pas encore" not in text


@pytest.mark.parametrize("status", [NodeStatus.DRAFT, NodeStatus.REVIEW])
def test_nobody_reads_a_draft_but_its_own_people(client, member, status):
    ours = CampaignFactory(organiser=member.organisation, slug="le-mien", status=status)
    CampaignFactory(slug="autre", status=status)

    assert client.get("/c/autre/").status_code == 404
    assert "pas encore publique" in text_of(client.get(f"/c/{ours.slug}/"))
    client.logout()
    assert client.get(f"/c/{ours.slug}/").status_code == 404


def test_the_directory_leads_to_what_is_listed(client):
    CampaignFactory(name="Tour visible")
    CampaignFactory(name="Tour passé", status=NodeStatus.ARCHIVED)
    CampaignFactory(name="Tour caché", status=NodeStatus.DRAFT)

    text = text_of(client.get(reverse("campaigns:directory")))

    assert [name in text for name in ("Tour visible", "Tour passé", "Tour caché")] == [
        True,
        False,
        False,
    ]
    assert "gardée pour mémoire" in text_of(
        client.get(f"/c/{Node.objects.get(name='Tour passé').slug}/")
    )


def test_a_page_costs_the_same_for_one_event_and_for_thirty(client):
    small, large = CampaignFactory(slug="petit"), CampaignFactory(slug="grand")
    for tour, count in ((small, 1), (large, 30)):
        stop = NodeFactory(parent=tour, commune="57463")
        for _ in range(count):
            event_of(stop, date(2027, 10, 19))
    client.get("/c/petit/")
    counts = []
    for slug in ("petit", "grand"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/c/{slug}/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_page_of_sixty_open_days_is_light(client):
    tour = CampaignFactory(slug="24-heures")
    for _ in range(60):
        company = NodeFactory(
            parent=tour, kind=NodeKind.COMPANY, organiser=OrganisationFactory(), commune="57463"
        )
        event_of(company, date(2027, 10, 19), name="Portes ouvertes d’un centre de contacts")

    assert len(client.get("/c/24-heures/").content) < 100_000


def test_the_demo_tour_is_built_by_services(client):
    demo.furnish(today=date(2027, 9, 22))
    demo.furnish(today=date(2027, 9, 22))

    root = Node.objects.get(slug=demo.SLUG)
    assert root.starts_on == date(2027, 10, 18)
    assert root.starts_on.weekday() == 0
    assert Node.objects.filter(root=root, kind=NodeKind.STOP).count() == 5
    assert {one.status for one in Node.objects.all()} == {NodeStatus.PUBLISHED}
    text = text_of(client.get(f"/c/{demo.SLUG}/"))
    for town in ("Metz", "Nancy", "Thionville", "Épinal", "Bar-le-Duc"):
        assert town in text
    assert "inventé, démonstration" in text


def test_an_organiser_builds_a_campaign_and_a_stop(client, member):
    firm = member.organisation
    typed = {"kind": "campaign", "name": "Tour", "starts_on": "2027-10-18", "ends_on": "2027-10-22"}

    client.post(reverse("campaigns:new_campaign", args=[firm.pk]), typed)
    tour = Node.objects.get()
    wrong = client.post(
        reverse("campaigns:new_node", args=[tour.pk]),
        {"kind": "stop", "name": "Metz", "starts_on": "2027-11-01"},
    )
    client.post(
        reverse("campaigns:new_node", args=[tour.pk]),
        {"kind": "stop", "name": "Metz", "starts_on": "2027-10-18", "near": "57000"},
    )

    assert wrong.status_code == 422
    assert "starts_on" in wrong.context["form"].errors
    stop = Node.objects.get(kind="stop")
    assert (stop.parent, stop.commune, stop.ends_on) == (tour, "57463", date(2027, 10, 18))
    assert "Metz" in text_of(client.get(reverse("campaigns:seat", args=[tour.pk])))
    assert "Tour" in text_of(client.get(reverse("campaigns:desk")))


def test_a_change_says_what_is_inherited_and_what_is_kept(client, tour):
    tour.languages, tour.locked = ["fr", "de"], ["languages"]
    tour.save()
    stop = NodeFactory(parent=tour, name="Metz", languages=["fr"])
    page = reverse("campaigns:edit", args=[stop.pk])

    form = client.get(page)
    client.post(page, {"name": "Metz-Ville", "languages": ["de"]})

    assert "languages" not in form.context["form"].fields
    assert f"gardé tel quel par {tour.organiser.name}" in text_of(form)
    stop.refresh_from_db()
    assert (stop.name, stop.languages) == ("Metz-Ville", ["fr"])


@pytest.mark.parametrize(
    ("do", "status", "code"),
    [("end", "over", 302), ("publish", "published", 302), ("nothing", "published", 404)],
)
def test_a_step_is_taken_on_a_button(client, tour, do, status, code):
    answer = client.post(reverse("campaigns:step", args=[tour.pk]), {"do": do})

    tour.refresh_from_db()
    assert (answer.status_code, tour.status) == (code, status)


def test_traits_are_locked_on_a_button(client, tour):
    client.post(reverse("campaigns:lock", args=[tour.pk]), {"traits": ["hours", "place"]})

    tour.refresh_from_db()
    assert tour.locked == ["hours", "place"]


@pytest.mark.parametrize(("year", "copies"), [("2028", 1), ("2027", 0), ("x", 0), ("1999", 0)])
def test_a_campaign_is_copied_on_a_button(client, tour, year, copies):
    client.post(reverse("campaigns:duplicate", args=[tour.pk]), {"year": year})

    assert Node.objects.filter(copied_from=tour).count() == copies


def test_partners_are_added_moved_judged_and_removed(client, tour):
    page = reverse("campaigns:partners", args=[tour.pk])
    for name in ("Ville", "Université"):
        client.post(page, {"name": name, "role": "host", "promise": "Une salle"})
    first, second = Partner.objects.all()
    acts = [(second, "up"), (second, "yes"), (first, "remove")]
    for partner, act in acts:
        client.post(reverse("campaigns:partner", args=[tour.pk, partner.pk]), {"do": act})

    kept = Partner.objects.get()
    assert (kept.name, kept.position, kept.kept) == ("Université", 1, Kept.YES)
    wrong = client.post(reverse("campaigns:partner", args=[tour.pk, kept.pk]), {"do": "x"})
    assert wrong.status_code == 404


def test_a_logo_is_a_small_picture(client, tour):
    page = reverse("campaigns:partners", args=[tour.pk])
    typed = {"name": "Ville", "role": "host"}

    def send(content):
        return client.post(page, typed | {"logo": SimpleUploadedFile("logo.png", content)})

    assert send(b"<svg/>").status_code == 422
    assert send(PNG + b"0" * LOGO_BYTES).status_code == 422
    assert send(PNG).status_code == 302
    partner = Partner.objects.get()
    picture = reverse("campaigns:logo", args=[tour.slug, partner.pk])
    assert client.get(picture).content == PNG
    assert picture in client.get("/c/tour/").content.decode()
    client.post(reverse("campaigns:partner", args=[tour.pk, partner.pk]), {"do": "remove"})
    assert client.get(picture).status_code == 404


def test_a_partner_without_logo_has_no_picture(client, tour):
    partner = PartnerFactory(node=tour)

    answer = client.get(reverse("campaigns:logo", args=[tour.slug, partner.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name",
    ["seat", "edit", "new_node", "partners", "vacancies", "invitations"],
)
def test_the_desk_of_somebody_else_does_not_exist(client, member, name):
    other = CampaignFactory()

    assert client.get(reverse(f"campaigns:{name}", args=[other.pk])).status_code == 404


@pytest.mark.parametrize(("name", "code"), [("seat", 200), ("edit", 404), ("partners", 404)])
def test_whoever_organises_above_sees_and_does_not_rewrite(client, tour, name, code):
    company = NodeFactory(parent=tour, organiser=OrganisationFactory())

    assert client.get(reverse(f"campaigns:{name}", args=[company.pk])).status_code == code


def test_my_page_leads_to_campaigns(client, tour):
    assert "Tour inventé" in text_of(client.get("/moi/"))
