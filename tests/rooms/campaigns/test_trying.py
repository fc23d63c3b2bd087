"""Trying the job at a stop: at once, without an account, counted once, kept only if one wants."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import resolve

from boutdufil.kernel.calls.models import Call, ObserverSheet, Participant
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.people.registry import subject_data
from boutdufil.rooms.campaigns.enums import EventKind, NodeStatus
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Trial, TrialCall
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.services.trying import Start, erase_people_of, start_call
from boutdufil.rooms.campaigns.services.visits_privacy import erase_visits, export_visits
from tests.factories.calls import ObserverSheetFactory
from tests.factories.campaigns import (
    AttendanceCertificateFactory,
    CampaignFactory,
    EventFactory,
    IntakeFactory,
    NodeFactory,
    RegistrationFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SLUG = "colis-jamais-arrive"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def stop():
    return NodeFactory(slug="metz", name="Le bus à Metz")


@pytest.fixture
def ticket(stop):
    return RegistrationFactory(intake=IntakeFactory(node=EventFactory(parent=stop)))


def try_at(client, start=SLUG, **data):
    return client.post("/c/metz/essayer/", {"start": start, **data})


def test_a_call_is_picked_up_in_one_click_and_leads_back(client, stop):
    assert "Décrocher" in text(client.get("/c/metz/essayer/"))

    answer = try_at(client)

    assert answer.url == f"/essai/{SLUG}/appel/"
    turn = client.get(answer.url)
    assert "dix jours que j’attends" in text(turn)
    assert 'href="/c/metz/essayer/"' in turn.content.decode()
    assert not Call.objects.exists()
    assert (Trial.objects.get().node, TrialCall.objects.get().scenario) == (stop, SLUG)


def test_people_are_counted_and_not_calls(client, stop):
    for _again in range(3):
        try_at(client)
    try_at(Client())

    assert (Trial.objects.count(), TrialCall.objects.count()) == (2, 4)
    told = OutboxEvent.objects.filter(name="campaigns.call_tried")
    assert told.count() == 2


def test_the_next_person_on_the_same_device_is_another_and_reads_nothing(client, stop):
    try_at(client, f"{SLUG}:voice")
    seat = Participant.objects.get()
    sheet = ObserverSheetFactory(call=seat.call, observed=seat)
    assert f"/essai/fiches/{sheet.pk}/" in client.get("/c/metz/essayer/").content.decode()

    left = client.post("/deconnexion/", {"next": "/c/metz/essayer/"})

    assert left.url == "/c/metz/essayer/"
    assert f"/essai/fiches/{sheet.pk}/" not in client.get("/c/metz/essayer/").content.decode()
    assert client.get(f"/essai/fiches/{sheet.pk}/").status_code == 404
    try_at(client)
    assert Trial.objects.count() == 2


def test_with_somebody_a_code_is_shown(client, stop):
    answer = try_at(client, f"{SLUG}:text")

    seat = Participant.objects.get()
    assert resolve(answer.url).view_name == "calls:conversation"
    assert TrialCall.objects.get().seat == seat
    assert seat.call.reference.removeprefix("practice:") in client.get(answer.url).content.decode()


def test_a_ticket_ties_the_trial_to_its_registration(client, stop, ticket):
    try_at(client)
    try_at(client, ticket_code=f" {ticket.code[:4].lower()}-{ticket.code[4:]} ")
    try_at(Client(), ticket_code=ticket.code)

    trial = Trial.objects.get()
    assert (trial.registration, trial.calls.count()) == (ticket, 3)


def test_another_ticket_on_the_same_device_is_another_person(client, stop, ticket):
    other = RegistrationFactory(intake=ticket.intake)
    for one in (ticket, other):
        try_at(client, ticket_code=one.code)

    assert set(Trial.objects.values_list("registration", flat=True)) == {ticket.pk, other.pk}


def test_a_code_of_no_ticket_is_said_and_nothing_is_counted(client, stop):
    elsewhere = RegistrationFactory()

    for code in ("XXXXXXXX", elsewhere.code):
        answer = try_at(client, ticket_code=code)
        assert answer.status_code == 422
        assert "pas le code d’un billet" in text(answer)
        assert f'value="{code}"' in answer.content.decode()
    assert not Trial.objects.exists()


@pytest.mark.parametrize("start", ["", "nulle-part", f"{SLUG}:fax", f"{SLUG}:video:x"])
def test_a_call_that_is_none_is_refused(client, stop, start):
    assert try_at(client, start).status_code == 422
    assert not Trial.objects.exists()


@pytest.mark.parametrize("status", [NodeStatus.DRAFT, NodeStatus.ARCHIVED])
def test_only_what_is_listed_offers_a_call(client, stop, status):
    stop.status = status
    stop.save()

    assert client.get("/c/metz/essayer/").status_code == 404


def test_a_campaign_is_no_place_to_stand(client):
    CampaignFactory(slug="tour")

    assert client.get("/c/tour/essayer/").status_code == 404


def test_an_online_event_offers_one_too(client, stop):
    event = EventFactory(parent=stop, event_kind=EventKind.ONLINE)

    assert client.get(f"/c/{event.slug}/essayer/").status_code == 200


def seat_at(stop, person=None, code=""):
    start = Start(SLUG, "voice", code)
    return Participant.objects.get(
        pk=start_call(node=node_row(stop.pk), start=start, person=person).seat_id
    )


def test_the_clock_takes_what_nobody_took_home(stop, ticket):
    person = PersonFactory()
    left, kept = seat_at(stop, code=ticket.code), seat_at(stop, person)
    for seat in (left, kept):
        ObserverSheetFactory(call=seat.call, observed=seat)

    erase_people_of(root_id=stop.root_id)

    assert ObserverSheet.objects.get().observed == kept
    assert Trial.objects.filter(registration=None).count() == 2
    assert not TrialCall.objects.exclude(seat=None).exists()


def test_another_campaigns_clock_takes_nothing(stop):
    seat = seat_at(stop)
    ObserverSheetFactory(call=seat.call, observed=seat)

    erase_people_of(root_id=CampaignFactory().pk)

    assert ObserverSheet.objects.exists()


def test_what_is_held_of_a_person_is_exported_and_erased(stop):
    person = PersonFactory()
    mine = RegistrationFactory(intake=IntakeFactory(node=EventFactory(parent=stop)), person=person)
    AttendanceCertificateFactory(registration=mine)
    seat_at(stop, code=mine.code)

    told = export_visits(person)
    erase_visits(person)

    assert [len(told[name]) for name in ("tried", "certificates", "stages")] == [1, 1, 0]
    assert Trial.objects.get().registration is None
    assert export_visits(person) == {"tried": [], "certificates": [], "stages": []}


def test_it_is_part_of_every_export():
    assert "campaign_visits" in {one.name for one in subject_data()}


def test_a_trial_that_is_gone_is_begun_anew(stop):
    started = start_call(node=node_row(stop.pk), start=Start(SLUG), trial_id=10**9)

    assert Trial.objects.get().pk == started.trial_id


def test_a_channel_the_call_is_not_meant_for(stop):
    with pytest.raises(CampaignError):
        start_call(node=node_row(stop.pk), start=Start(SLUG, str(uuid4())))
