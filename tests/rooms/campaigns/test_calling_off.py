"""Cancelled because of snow: in two taps, to everybody, and undone as easily."""

import pytest
from django.core import mail
from django.urls import reverse

from boutdufil.rooms.campaigns.enums import LetterKind, RegistrationStatus
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Intake, Letter, Registration
from boutdufil.rooms.campaigns.rules.calling_off import falling
from boutdufil.rooms.campaigns.rules.registrations import RegistrationDraft
from boutdufil.rooms.campaigns.rules.traits import Period
from boutdufil.rooms.campaigns.selectors.calling_off import called_off
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.selectors.registrations import way_in
from boutdufil.rooms.campaigns.services.calling_off import call_off, take_back
from boutdufil.rooms.campaigns.services.letter_sending import send_letters
from boutdufil.rooms.campaigns.services.registering import register
from tests.factories.campaigns import EventFactory, IntakeFactory, RegistrationFactory
from tests.rooms.campaigns.desk import MONDAY, TUESDAY, organiser_of, tour

pytestmark = pytest.mark.django_db
SNOW = "La neige rend la route dangereuse."


@pytest.fixture
def world(client):
    campaign, events = tour()
    organiser = organiser_of(campaign)
    client.force_login(organiser)
    for event in events:
        IntakeFactory(node=event, capacity=1)
    return {"campaign": campaign, "events": events, "organiser": organiser}


def come(event, email, **facts):
    return RegistrationFactory(intake=event.intake, email=email, **facts)


def off(world):
    return set(called_off([event.pk for event in world["events"]]))


def act(world, what=call_off, node=None, **facts):
    node_id = (node or world["campaign"]).pk
    if what is call_off:
        facts.setdefault("reason", SNOW)
    return what(node_id=node_id, actor_id=world["organiser"].pk, **facts)


def told():
    return sorted((one.to[0], one.subject) for one in mail.outbox)


def test_a_day_is_called_off_in_two_taps(client, world):
    metz, nancy = world["events"]
    come(metz, "ana@exemple.test")
    come(nancy, "bob@exemple.test")
    page = reverse("campaigns:call_off", args=[world["campaign"].pk])

    form = client.get(page).context["form"]
    client.post(page, {"reason": str(form["reason"].value()), "day": MONDAY.isoformat()})
    send_letters()

    assert off(world) == {metz.pk}
    (letter,) = mail.outbox
    assert letter.to == ["ana@exemple.test"]
    assert letter.subject == "Annulé : Bus à Metz"
    assert SNOW in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers
    public = client.get(reverse("campaigns:node", args=[metz.slug])).content.decode()
    assert SNOW in public


def test_everything_is_called_off_and_each_address_told_once_of_all_it_had(world):
    metz, nancy = world["events"]
    come(metz, "ana@exemple.test")
    come(nancy, "ana@exemple.test", status=RegistrationStatus.WAITING)
    come(nancy, "eve@exemple.test", status=RegistrationStatus.CANCELLED)

    assert act(world) == 1
    send_letters()

    assert told() == [("ana@exemple.test", "Annulé : Bus à Metz, Bus à Nancy")]
    assert off(world) == {metz.pk, nancy.pk}


def test_nobody_registers_for_what_is_called_off(world):
    metz = world["events"][0]
    act(world, node=metz)

    found = way_in(node_row(metz.pk))

    assert (found.state, found.called_off_reason) == ("called_off", SNOW)
    with pytest.raises(CampaignError):
        register(
            intake_id=metz.intake.pk, draft=RegistrationDraft(name="Ana", email="a@exemple.test")
        )


def test_it_takes_place_after_all_and_those_who_heard_are_told(world):
    metz, nancy = world["events"]
    come(metz, "ana@exemple.test")
    act(world)
    send_letters()
    late = come(nancy, "bob@exemple.test")

    assert act(world, take_back) == 1
    send_letters()

    assert [to for to, _subject in told()] == ["ana@exemple.test", "ana@exemple.test"]
    assert mail.outbox[-1].subject == "Finalement, cela a lieu : Bus à Metz"
    assert off(world) == set()
    assert Registration.objects.get(pk=late.pk).status == RegistrationStatus.CONFIRMED


def test_taken_back_before_it_was_told_nobody_is_alarmed(world):
    come(world["events"][0], "ana@exemple.test")
    act(world)

    act(world, take_back)
    send_letters()

    assert told() == []


def test_those_who_wait_are_offered_a_place_once_it_takes_place_again(world):
    metz = world["events"][0]
    waiting = come(
        metz,
        "ana@exemple.test",
        status=RegistrationStatus.WAITING,
        waiting_since="2026-11-01T10:00Z",
    )
    act(world)
    act(world, take_back)

    waiting.refresh_from_db()
    assert waiting.status == RegistrationStatus.OFFERED


def test_what_takes_no_registrations_is_called_off_too(world):
    bare = EventFactory(parent=world["campaign"], starts_on=TUESDAY, ends_on=TUESDAY)

    act(world, node=bare)
    assert called_off([bare.pk])[bare.pk].reason == SNOW
    act(world, take_back, node=bare)

    assert not Intake.objects.filter(node=bare).exists()


@pytest.mark.parametrize("what", [call_off, take_back], ids=["off", "back"])
def test_there_must_be_something_to_call_off(world, what):
    if what is call_off:
        act(world)

    with pytest.raises(CampaignError):
        act(world, what)

    assert Letter.objects.filter(kind=LetterKind.REOPENED).count() == 0


def test_an_event_of_several_days_is_not_called_off_with_one():
    week, day = Period(MONDAY, TUESDAY), Period(MONDAY, MONDAY)

    found = falling([(1, week), (2, day), (3, None), (4, Period(TUESDAY, TUESDAY))], MONDAY)

    assert (found.off, found.longer) == ((2,), (1,))
    assert falling([(1, week), (3, None)], None).off == (1, 3)


def test_a_wrong_day_is_refused_and_nothing_is_called_off(client, world):
    page = reverse("campaigns:call_off", args=[world["campaign"].pk])

    answer = client.post(page, {"reason": SNOW, "day": "2027-12-25"})

    assert answer.status_code == 422
    assert off(world) == set()
