"""The final report and certificates: who reads them, what they say, what they keep back."""

import io
import re
from datetime import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.enums import FunnelStage, Kept, NodeKind, NodeStatus
from boutdufil.rooms.campaigns.models import AttendanceCertificate
from boutdufil.rooms.campaigns.permissions.report import can_read_report
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from tests.factories.campaigns import (
    CampaignFactory,
    DoorDeviceFactory,
    EventFactory,
    FunnelFactFactory,
    IntakeFactory,
    NodeFactory,
    PartnerFactory,
    RegistrationFactory,
    ScanFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
WHO = ("stranger", "person", "partner", "company", "reader", "own", "elsewhere")


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def pdf_text(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.fixture
def tour():
    return CampaignFactory(slug="tour", name="Tour inventé", status=NodeStatus.OVER)


@pytest.fixture
def actors(tour):
    company = NodeFactory(parent=tour, kind=NodeKind.COMPANY, organiser=OrganisationFactory())
    partner = OrganisationFactory()
    PartnerFactory(node=company, organisation=partner)
    roles = {
        "partner": (partner, Role.READER),
        "company": (company.organiser, Role.MANAGER),
        "reader": (tour.organiser, Role.READER),
        "own": (tour.organiser, Role.MANAGER),
        "elsewhere": (CampaignFactory(status=NodeStatus.OVER).organiser, Role.MANAGER),
    }
    members = {
        who: MembershipFactory(organisation=firm, role=role).person
        for who, (firm, role) in roles.items()
    }
    return members | {"stranger": AnonymousUser(), "person": PersonFactory()}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("status", sorted(NodeStatus))
def test_who_reads_the_report(who, status, tour, actors):
    tour.status = status
    tour.save()
    ended = status in {NodeStatus.OVER, NodeStatus.ARCHIVED}
    allowed = {"own", "partner", "company"} if ended else {"own"}

    assert can_read_report(actors[who], node_row(tour.pk)) is (who in allowed)


def test_a_partner_is_led_to_the_report_and_a_stranger_is_not(tour, actors, client):
    stop = NodeFactory(parent=tour, slug="etape", status=NodeStatus.OVER)
    link = f'href="/c/{stop.slug}/bilan/"'
    assert link not in client.get("/c/etape/").content.decode()
    client.force_login(actors["partner"])

    assert link in client.get("/c/etape/").content.decode()
    assert not can_read_report(actors["own"], node_row(stop.pk))


def people_at(tour, stop, counts):
    """Register people at an event of a stop, by origin."""
    intake = IntakeFactory(node=EventFactory(parent=stop), capacity=None)
    for origin, places in counts.items():
        one = RegistrationFactory(intake=intake, places=places, origin=origin)
        FunnelFactFactory(registration=one)
    return intake


@pytest.fixture
def figures(tour, client):
    client.force_login(MembershipFactory(organisation=tour.organiser, role=Role.MANAGER).person)
    for name, counts in (("Metz", {"affiche": 30, "radio": 11}), ("Nancy", {"radio": 3})):
        people_at(tour, NodeFactory(parent=tour, name=name), counts)
    people_at(tour, NodeFactory(parent=tour, name="Épinal"), {"affiche": 17})
    PartnerFactory(node=tour, promise="Prêter la place", kept=Kept.YES)


def test_the_page_says_what_counts_and_hides_what_is_small(figures, client):
    told = text(client.get("/c/tour/bilan/"))

    assert "inscrits : 61" in told
    assert "Qui s’inscrit à deux rendez-vous compte deux fois" in told
    assert "Un point remplace tout nombre de 1 à 4 personnes" in told
    assert re.search(r"Metz 41", told)
    assert re.search(r"Nancy · caché", told)
    assert re.search(r"Épinal · caché", told)
    assert "Prêter la place tenue" in told
    assert "accessibilité inconnue 3 rendez-vous" in told
    assert "les deux comptes concordent" in told


def test_the_paper_and_the_table_say_the_same(figures, client):
    paper = client.get("/c/tour/bilan/bilan.pdf")
    table = client.get("/c/tour/bilan/bilan.csv").content.decode("utf-8-sig")

    assert paper["Content-Disposition"].endswith('"tour-bilan.pdf"')
    assert "Metz 41" in pdf_text(paper)
    assert "Nancy ·" in pdf_text(paper)
    assert "Provisoire" not in pdf_text(paper)
    rows = {line.split(";")[1]: line.split(";")[2] for line in table.splitlines()[1:5]}
    assert rows == {"Tour inventé": "61", "Metz": "41", "Nancy": "·", "Épinal": "·"}
    assert "Un point remplace tout nombre de 1 à 4 personnes" in table
    assert client.get("/c/tour/bilan/autre.doc").status_code == 404


def test_a_stop_leads_to_the_report_of_its_campaign(figures, tour, client):
    stop = NodeFactory(parent=tour, slug="etape")

    assert "inscrits : 61" in text(client.get(f"/c/{stop.slug}/bilan/"))


def test_a_report_before_the_end_is_marked(tour, client):
    tour.status = NodeStatus.LIVE
    tour.organiser.invented = True
    tour.organiser.save()
    tour.save()
    client.force_login(MembershipFactory(organisation=tour.organiser, role=Role.MANAGER).person)

    told, paper = text(client.get("/c/tour/bilan/")), client.get("/c/tour/bilan/bilan.pdf")

    assert "provisoire" in told
    assert "données inventées" in told
    assert "Rien n’est encore compté" in told
    assert "Données inventées, pour la démonstration." in pdf_text(paper)


def test_a_report_costs_the_same_for_one_stop_and_for_thirty(figures, tour, client):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/c/tour/bilan/").status_code == 200
        return len(queries)

    client.get("/c/tour/bilan/")
    few = cost()
    for _stop in range(6):
        people_at(tour, NodeFactory(parent=tour), {"affiche": 8})

    assert cost() == few


@pytest.fixture
def visit(tour):
    event = EventFactory(
        parent=tour, name="Halte inventée", opens_at=time(9), closes_at=time(12), commune="57463"
    )
    return RegistrationFactory(intake=IntakeFactory(node=event), name="Nadia Inventée")


def came(one, **facts):
    one.came_at = timezone.now()
    for name, value in facts.items():
        setattr(one, name, value)
    one.save()
    return f"/i/{link_of(one)}/attestation/"


def test_who_was_not_noted_has_no_certificate(visit, client):
    page = f"/i/{link_of(visit)}/attestation/"

    assert "Présence inconnue" in text(client.get(page))
    assert client.post(page).url == page
    assert not AttendanceCertificate.objects.exists()


def test_who_came_takes_a_certificate_that_anybody_can_check(visit, client):
    page = came(visit)
    assert "Télécharger l’attestation" in text(client.get(page))
    assert not AttendanceCertificate.objects.exists()

    first, second = client.post(page), client.post(page)

    one = AttendanceCertificate.objects.get()
    told = pdf_text(first)
    assert told == pdf_text(second)
    for words in ("Nadia Inventée", "Halte inventée", "Metz", "de 09:00 à 12:00", one.code[:4]):
        assert words in told
    assert f"/c/attestation/{one.code}/" in told.replace(" ", "")
    typed = f"{one.code[:4].lower()}-{one.code[4:]}"
    assert "Cette attestation est de nous" in text(client.get(f"/c/attestation/{typed}/"))
    assert "Nadia Inventée" in text(client.get(f"/c/attestation/{one.code}/"))
    assert AuditEntry.objects.filter(verb="campaigns.issue_certificate").count() == 1


def test_a_group_has_one_with_the_number_that_came(visit, client):
    page = came(visit, places=24, group_name="BTS 1")
    ScanFactory(device=DoorDeviceFactory(intake=visit.intake), registration=visit, people=22)

    assert "22 personnes (BTS 1)" in pdf_text(client.post(page)).replace("\u00a0", " ")


def test_a_check_tells_no_more_than_was_printed(visit, client):
    page = came(visit, needs="LSF", email="nadia@exemple.test", origin="affiche")
    client.post(page)

    told = client.get(f"/c/attestation/{AttendanceCertificate.objects.get().code}/")

    for hidden in ("LSF", "nadia@exemple.test", "affiche", visit.code, link_of(visit)):
        assert hidden not in told.content.decode()


def test_erased_or_taken_back_a_code_names_nobody(visit, client):
    client.post(came(visit))
    address = f"/c/attestation/{AttendanceCertificate.objects.get().code}/"

    came(visit, erased_at=timezone.now())
    told = text(client.get(address))
    assert "Cette attestation est de nous" in told
    assert "Nadia" not in told
    visit.came_at = None
    visit.save()
    assert "Code inconnu" in text(client.get(address))


def test_codes_and_links_that_are_none(client):
    assert "Code inconnu" in text(client.get("/c/attestation/RIEN/"))
    assert client.get("/i/rien/attestation/").status_code == 404
    assert client.post("/i/rien/attestation/").status_code == 404


def test_what_no_company_is_told_of_is_no_nought(figures, tour, client):
    stop = NodeFactory(parent=tour, name="Toul")
    people_at(tour, stop, {"affiche": 90})
    firm, other = OrganisationFactory(name="Firme inventée"), OrganisationFactory(name="Invitante")
    event = EventFactory(parent=stop)
    for number in range(6):
        one = RegistrationFactory(intake=IntakeFactory(node=EventFactory(parent=stop)))
        FunnelFactFactory(
            registration=one,
            node=event,
            organisation=firm,
            stage=FunnelStage.MET,
            key=f"met {number}",
        )
    own = NodeFactory(parent=stop, kind=NodeKind.COMPANY, organiser=other)
    people_at(tour, own, {"affiche": 70})

    table = client.get("/c/tour/bilan/bilan.csv").content.decode("utf-8-sig")

    lines = table.replace("\u00a0", " ").splitlines()[1:]
    rows = {line.split(";")[1]: line.split(";")[2:] for line in lines}
    assert rows["Toul : Firme inventée"] == ["–", "–", "–", "6", "0", "0", "0"]
    assert rows["Toul : Invitante"] == ["70", "0", "0", "0", "0", "0", "0"]
    assert rows["Toul : sans entreprise"] == ["90", "0", "0", "–", "–", "–", "–"]


def test_every_stage_has_its_sentence(figures, client):
    told = text(client.get("/c/tour/bilan/"))

    assert all(f"{stage.label} :" in told for stage in FunnelStage)
