"""The tour of Lorraine: copied to another year, then played from the first poster to the report.

Visitors, a teacher and a recruiter hold telephones of 360 px without JavaScript, the organiser sits
at a desk; the calendar is moved instead of waited for.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from boutdufil.kernel.events.handlers import handlers
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.events.services import deliver
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import Hire
from boutdufil.rooms.campaigns.demo import tour as demo
from boutdufil.rooms.campaigns.enums import Outcome, RegistrationStatus
from boutdufil.rooms.campaigns.models import Dating, Intake, Meeting, Node, Registration, Slot
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.selectors.dating import dating_row
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.selectors.report import report_page
from boutdufil.rooms.campaigns.services.arrivals import record_arrival
from boutdufil.rooms.campaigns.services.steps import follow_days
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.browser
TELEPHONE = {"javascript": False, "width": 360}
YANIS = ("Yanis Inventé", "yanis@exemple.test")
TEACHER = ("Prof Inventée", "prof@exemple.test")


def of(name, one):
    return reverse(f"campaigns:{name}", args=[link_of(one)])


def register(phone, event, who, button="M’inscrire"):
    """Fill the form of an event in, as far as everybody does; return what came of it."""
    name, email = who
    phone.page.locator("main [name=name]").fill(name)
    phone.page.locator("main [name=email]").fill(email)
    phone.press(button)
    assert email in phone.text()
    return Registration.objects.get(intake__node=event, email=email)


def move(root, days):
    """Let days pass: what was said of them lies so much earlier."""
    earlier = timedelta(days=days)
    for node in Node.objects.filter(pk=root.pk) | Node.objects.filter(root=root):
        if node.starts_on is not None:
            node.starts_on, node.ends_on = node.starts_on - earlier, node.ends_on - earlier
            node.save()
    for slot in Slot.objects.all():
        slot.starts_at, slot.ends_at = slot.starts_at - earlier, slot.ends_at - earlier
        slot.save()
    for dating in Dating.objects.all():
        dating.starts_at -= earlier
        dating.save()
    follow_days(today=timezone.localdate())
    root.refresh_from_db()


def tell_everybody():
    """Hand every event of the tour to the funnel, as the relay does."""
    for event_id, name in OutboxEvent.objects.order_by("pk").values_list("pk", "name"):
        for handler in handlers():
            if handler.event == name and handler.name.startswith("campaigns.note_"):
                deliver(handler=handler.name, event_id=event_id)


def wait_and_get_a_place(phone, dating):
    """Register where it is full; whoever is ahead comes first, until a place is there."""
    phone.go(f"/c/{dating.slug}/inscription/?de=affiche")
    phone.page.get_by_label("Les recruteurs que je rencontre").check()
    yanis = register(phone, dating, YANIS, "Rejoindre la liste d’attente")
    ahead = list(Registration.objects.filter(intake=yanis.intake, status="waiting")[:6])
    holders = Registration.objects.filter(intake=yanis.intake, status="confirmed")
    for holder in holders[: len(ahead) + 1]:
        yanis.refresh_from_db()
        assert yanis.status == RegistrationStatus.WAITING
        Client().post(of("cancel_registration", holder))
    offered = Registration.objects.filter(pk__in=[one.pk for one in ahead])
    assert {one.status for one in offered} == {"offered"}
    phone.go(of("accept_place", yanis))
    phone.press("Accepter la place")
    assert "Votre billet" in phone.text()
    yanis.refresh_from_db()
    return yanis


def wish_for(phone, yanis, table):
    """Tie one's registration to one's account, and wish to meet a recruiter."""
    phone.sign_in(PersonFactory(email=yanis.email))
    phone.go(of("registration", yanis))
    phone.press("La garder dans ma page")
    phone.press("Choisir qui je veux rencontrer", role="link")
    phone.press(f"Je veux rencontrer · {table.label}")
    assert table.label in phone.text("ol")


def plan(desk, dating):
    desk.go(reverse("campaigns:dating", args=[dating.pk]))
    desk.press("Faire le plan")
    expect(desk.page.locator("body")).to_contain_text("au plus")
    desk.press("Publier le plan")
    expect(desk.page.locator("body")).to_contain_text("Le plan est publié")


def hire(phone, meeting):
    """Make an offer at the table, then hire: a tap each."""
    hour = dating_row(meeting.dating).clock.hour(meeting.round)
    phone.go(f"/campagnes/tables/{meeting.table_id}/")
    assert "Yanis Inventé" in phone.text()
    phone.press(f"Offre · {hour}")
    phone.press(f"Embauche · {hour}")
    assert "poste est compté comme pourvu" in phone.text("body")
    meeting.refresh_from_db()
    assert (meeting.outcome, meeting.hire.person) == (Outcome.HIRED, meeting.registration.person)


class Tour:
    """The demo's tour, who organises it, who recruits for a centre of it, and its first stop."""

    def __init__(self):
        demo.furnish(today=timezone.localdate())
        self.root = Node.objects.get(slug=demo.SLUG)
        self.recruiter = Person.objects.get(demo_slug="recruteuse-du-tour")
        self.organiser = Person.objects.get(demo_slug="organisatrice")
        stop = Node.objects.filter(parent__slug="tour-metz")
        self.bus, self.dating = stop.get(event_kind="bus_stop"), stop.get(event_kind="job_dating")

    @property
    def table(self):
        """The table of the recruiter's firm."""
        firm = self.recruiter.memberships.get().organisation
        return Dating.objects.get(node=self.dating).tables.filter(organisation=firm)[0]


@pytest.fixture
def tour(transactional_db):
    return Tour()


def test_the_tour_is_copied_to_another_year_without_anybody(start_journey, tour):
    root, desk = tour.root, start_journey().sign_in(tour.organiser)
    year = root.starts_on.year + 1
    desk.go(reverse("campaigns:seat", args=[root.pk]))
    desk.page.locator("summary", has_text="Copier vers une autre année").click()
    desk.page.locator("[name=year]").fill(str(year))
    desk.press("Copier")

    copy = Node.objects.get(copied_from=root)
    assert desk.page.url.endswith(reverse("campaigns:seat", args=[copy.pk]))
    assert (copy.starts_on.year, copy.starts_on.weekday()) == (year, root.starts_on.weekday())
    beneath = Node.objects.filter(root=copy)
    assert beneath.count() == Node.objects.filter(root=root).count()
    assert {one.status for one in [copy, *beneath]} == {"draft"}
    assert not Registration.objects.filter(intake__node__in=beneath).exists()
    assert Client().get(reverse("campaigns:node", args=[copy.slug])).status_code == 404


def bring_a_class(phone, bus):
    """Register a class by its number in the third hour of the bus."""
    phone.go(f"/c/{bus.slug}/inscription/")
    phone.page.locator("[name=slot]").nth(2).check()
    phone.page.locator("summary", has_text="en groupe").click()
    phone.page.locator("[name=places]").fill("24")
    phone.page.locator("[name=group_name]").fill("Terminale inventée")
    return register(phone, bus, TEACHER)


def totals(desk):
    """Return who came and who was hired in all, as the report's table tells on paper."""
    with desk.page.expect_download() as paper:
        desk.page.get_by_role("link", name="En CSV").click()
    content = Path(paper.value.path()).read_bytes().decode("utf-8-sig")
    rows = csv.reader(content.splitlines(), delimiter=";")
    whole = next(row for row in rows if row[0] == "toute la campagne")
    return whole[3], whole[-1]


def test_the_tour_is_played_and_its_report_says_what_the_ledger_counts(start_journey, tour):
    desk, phone = start_journey().sign_in(tour.organiser), start_journey(**TELEPHONE)
    yanis = wait_and_get_a_place(phone, tour.dating)
    group = bring_a_class(start_journey(**TELEPHONE), tour.bus)
    wish_for(phone, yanis, tour.table)
    move(tour.root, (tour.root.starts_on - timezone.localdate()).days)
    assert tour.root.status == "live"
    plan(desk, tour.dating)
    for one in (yanis, group):
        record_arrival(registration_id=one.pk, at=timezone.now())
    meeting = Meeting.objects.get(registration=yanis, table=tour.table)
    hire(start_journey(**TELEPHONE).sign_in(tour.recruiter), meeting)
    move(tour.root, 28)
    tell_everybody()

    desk.go(f"/c/{demo.SLUG}/bilan/")
    text = desk.text()
    assert "campagne terminée" in text
    assert "Embauches du rapport : 1. Embauches du registre : 1." in text
    told = report_page(node_row(tour.root.pk))
    assert {row.label: row.count for row in told.stages}["venus"] == 24 + 1
    assert (told.figure.offered, told.figure.open, Hire.objects.count()) == (500, 499, 1)
    held = Intake.objects.get(node=tour.dating)
    assert held.taken == held.capacity
    assert totals(desk) == ("25", "1")
