"""What everybody reads and takes away: map, programme, calendar, poster, press, schema.org."""

import gzip
import io
import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from boutdufil.lib.tables import read_table
from boutdufil.rooms.campaigns.enums import (
    Access,
    EventKind,
    NodeKind,
    NodeStatus,
    PartnerRole,
    Trait,
)
from boutdufil.rooms.campaigns.rules.clocks import moment, zone_of
from boutdufil.rooms.campaigns.rules.traits import NodeDraft, Period
from boutdufil.rooms.campaigns.services.nodes import change_node
from boutdufil.rooms.campaigns.services.partners import Logo, PartnerDraft, add_partner
from tests.factories.campaigns import (
    PNG,
    CampaignFactory,
    EventFactory,
    IntakeFactory,
    NodeFactory,
    PartnerFactory,
    RegistrationFactory,
)
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
METZ, NANCY, LILLE, SAINT_DENIS = "57463", "54395", "59350", "97411"
MONDAY = date(2027, 10, 18)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def data_of(client, slug):
    html = client.get(f"/c/{slug}/").content.decode()
    return json.loads(re.search(r'application/ld\+json">(.*?)</script>', html).group(1))


def events_of(client, slug):
    answer = client.get(f"/c/{slug}/agenda.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def tour():
    tour = CampaignFactory(slug="tour", name="Tour inventé", territory="area:lorraine")
    metz = NodeFactory(parent=tour, name="Metz", commune=METZ, accessibility=[Access.LSF])
    nancy = NodeFactory(parent=tour, name="Nancy", commune=NANCY)
    for stop, day, kind, name in (
        (metz, MONDAY, EventKind.BUS_STOP, "Le bus"),
        (nancy, MONDAY + timedelta(days=1), EventKind.JOB_DATING, "Entretiens"),
        (nancy, MONDAY + timedelta(days=1), EventKind.CONFERENCE, "Débat"),
    ):
        EventFactory(
            parent=stop, name=name, starts_on=day, ends_on=day, event_kind=kind,
            slug=f"rdv-{kind}", opens_at=time(10), closes_at=time(17),
        )  # fmt: skip
    return tour


def test_a_map_shows_its_towns_in_words_too(client, tour):
    html = client.get("/c/tour/").content.decode()

    assert html.count('class="map-dot"') == 2
    assert 'href="/c/rdv-bus_stop/" tabindex="-1"' in html
    assert f'<li><a href="/c/tour/?place={NANCY}#programme">Nancy</a>' in html


def test_what_is_near_comes_first_with_its_distance(client, tour):
    text = text_of(client.get("/c/tour/?near=54000"))

    assert text.index("Entretiens") < text.index("Le bus")
    assert "à 0 km à vol d’oiseau" in text
    assert re.search(r"à 4\d km à vol d’oiseau, environ [^·]+ en voiture", text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("day=2027-10-19", {"Entretiens", "Débat"}),
        ("kind=bus_stop", {"Le bus"}),
        ("access=lsf", {"Le bus"}),
        (f"place={NANCY}", {"Entretiens", "Débat"}),
        ("kind=bus_stop&day=2027-10-19", set()),
    ],
)
def test_a_programme_is_narrowed(client, tour, query, found):
    answer = client.get(f"/c/tour/?{query}")

    groups = answer.context["programme"].groups
    assert {one.node.name for group in groups for one in group.entries} == found
    assert ("Rien de tel au programme" in text_of(answer)) is (not found)


@pytest.mark.parametrize("query", ["near=Nullepartville", "kind=x", "day=hier", "page=x"])
def test_a_wrong_choice_is_told_and_hides_nothing(client, tour, query):
    answer = client.get(f"/c/tour/?{query}")

    assert answer.status_code == 200
    assert answer.context["programme"].found == 3
    assert bool(answer.context["form"].errors) is not query.startswith("page")


def first_visit(answer):
    """Return the bytes that a page and all it names bring, compressed as a server sends them."""
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', answer.content.decode()))
    assert {name.rpartition(".")[2] for name in names} >= {"css", "js", "woff2"}
    files = [Path(finders.find(name)).read_bytes() for name in names]
    return sum(len(gzip.compress(each)) for each in (answer.content, *files))


def test_twenty_four_hours_of_sixty_companies_are_light_and_cost_the_same(client):
    large, small = CampaignFactory(slug="grand"), CampaignFactory(slug="petit")
    towns = ["13055", "21231", "35238", "45234", "2A004", "67482", "59350", "75056", "76540"]
    towns += ["33063", "31555", "44109", "06088", "97105", "97209", "97302", "97411", "97611"]
    for tour, count in ((large, 60), (small, 2)):
        for number in range(count):
            company = NodeFactory(
                parent=tour, kind=NodeKind.COMPANY, organiser=OrganisationFactory(),
                commune=towns[number % 18], opens_at=time(9), closes_at=time(18),
            )  # fmt: skip
            EventFactory(parent=company, starts_on=MONDAY, ends_on=MONDAY)
    client.get("/c/petit/")
    counts, sizes = [], []
    for slug in ("petit", "grand"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/c/{slug}/")
        counts.append(len(queries))
        sizes.append(first_visit(answer))

    assert counts[0] == counts[1]
    assert len(answer.content) < 100_000
    assert sizes[1] < 100_000
    assert answer.context["programme"].page.paginator.num_pages == 2


def test_people_are_counted_from_ten_on(client, tour):
    intake = IntakeFactory(node=tour.tree.get(slug="rdv-bus_stop"))
    RegistrationFactory(intake=intake, places=9)
    assert "moins de 10 personnes inscrites" in text_of(client.get("/c/tour/"))

    RegistrationFactory(intake=intake, places=3)
    assert "12 personnes inscrites" in text_of(client.get("/c/tour/"))


def test_an_event_is_told_to_programs(client, tour):
    told = data_of(client, "rdv-bus_stop")

    assert told["@type"] == "Event"
    assert told["startDate"] == "2027-10-18T10:00:00+02:00"
    assert told["location"]["address"]["addressLocality"] == "Metz"
    assert told["superEvent"]["name"] == "Metz"
    assert told["isAccessibleForFree"] is True
    assert told["eventStatus"].endswith("EventScheduled")


def test_a_cancelled_event_says_so_everywhere(client, tour):
    event = tour.tree.get(slug="rdv-bus_stop")
    IntakeFactory(node=event, called_off_at=timezone.now(), called_off_reason="Neige")

    assert data_of(client, "rdv-bus_stop")["eventStatus"].endswith("EventCancelled")
    held = {str(one["UID"]): one for one in events_of(client, "tour")}
    cancelled = held[f"campagne-{event.pk}-1@boutdufil"]
    assert (str(cancelled["STATUS"]), int(cancelled["SEQUENCE"])) == ("CANCELLED", 1)
    assert "annulé" in text_of(client.get("/c/tour/"))


def test_an_online_event_has_no_street(client, tour):
    EventFactory(parent=tour, event_kind=EventKind.ONLINE, slug="en-ligne", starts_on=MONDAY,
                 ends_on=MONDAY)  # fmt: skip

    told = data_of(client, "en-ligne")

    assert told["location"]["@type"] == "VirtualLocation"
    assert told["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")


def test_a_calendar_keeps_its_entries_and_counts_their_changes(client, tour):
    event = tour.tree.get(slug="rdv-bus_stop")
    before = events_of(client, "rdv-bus_stop")[0]

    tuesday = MONDAY + timedelta(days=1)
    moved = NodeDraft("Le bus", traits={Trait.PERIOD: Period(tuesday, tuesday)})
    change_node(node_id=event.pk, draft=moved, actor_id=None)
    after = events_of(client, "rdv-bus_stop")[0]

    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert before.decoded("DTSTART") == datetime(2027, 10, 18, 8, tzinfo=UTC)
    assert after.decoded("DTSTART") == tuesday
    assert len(events_of(client, "tour")) == 3


def test_what_is_not_public_is_in_no_calendar_and_on_no_poster(client):
    CampaignFactory(slug="cache", status=NodeStatus.DRAFT)

    for path in ("agenda.ics", "affiche-a4.pdf", "presse/", "presse/faits.csv"):
        assert client.get(f"/c/cache/{path}").status_code == 404


def test_islands_keep_their_own_time():
    assert moment(MONDAY, time(10), SAINT_DENIS).astimezone(UTC).hour == 6
    assert moment(MONDAY, time(10), METZ).astimezone(UTC).hour == 8
    assert str(zone_of("97302")) == "America/Cayenne"


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("a3", 842)])
def test_a_poster_says_what_when_where_and_how_to_come(client, tour, paper, width):
    PartnerFactory(node=tour, name="Ville inventée")

    page = PdfReader(io.BytesIO(client.get(f"/c/rdv-bus_stop/affiche-{paper}.pdf").content))

    assert len(page.pages) == 1
    assert round(page.pages[0].mediabox.width) == width
    text = " ".join(page.pages[0].extract_text().split())
    for words in ("Le bus", "18 octobre 2027", "Metz", "langue des signes", "Ville inventée",
                  "/c/rdv-bus_stop/"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(("picture", "named"), [(PNG, False), (PNG[:40], True)])
def test_a_picture_that_is_cut_short_spoils_no_poster(client, tour, picture, named):
    add_partner(
        node_id=tour.pk,
        draft=PartnerDraft("Ville inventée", PartnerRole.HOST),
        actor_id=None,
        logo=Logo(picture, "ville.png"),
    )

    page = PdfReader(io.BytesIO(client.get("/c/tour/affiche-a4.pdf").content)).pages[0]

    assert ("Ville inventée" in page.extract_text()) is named


def test_there_is_no_other_paper(client, tour):
    assert client.get("/c/tour/affiche-a5.pdf").status_code == 404
    assert client.get("/c/tour/presse/faits.exe").status_code == 404


def test_the_press_takes_dated_facts_that_say_how_they_are_counted(client, tour):
    text = text_of(client.get("/c/tour/presse/"))
    table = read_table(client.get("/c/tour/presse/faits.csv").content)
    facts = json.loads(client.get("/c/tour/presse/faits.json").content)

    assert "Rendez-vous maintenus 3" in text
    assert "inconnu : l’organisateur n’en a pas donné" in text
    assert {row.cells[0]: row.cells[1] for row in table.rows}["Étapes"] == "2"
    held = {one["key"]: one for one in facts["facts"]}
    assert (held["events"]["value"], held["towns"]["value"]) == (3, 2)
    assert "/postes/" in held["offered"]["detail"]
    assert all(one["counted"] for one in facts["facts"])


def test_where_the_poster_led_is_kept_on_the_way_to_the_form(client, tour):
    IntakeFactory(node=tour.tree.get(slug="rdv-bus_stop"))

    stop = client.get("/c/tour/?de=affiche").content.decode()
    event = client.get("/c/rdv-bus_stop/?de=affiche").content.decode()
    odd = client.get("/c/rdv-bus_stop/?de=%22%3E%3Cb%3E").content.decode()

    assert 'href="/c/rdv-bus_stop/?de=affiche"' in stop
    assert reverse("campaigns:register", args=["rdv-bus_stop"]) + "?de=affiche" in event
    assert '"><b>' not in odd
