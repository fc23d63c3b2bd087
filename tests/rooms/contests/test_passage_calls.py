"""A passage that is a practised call: three parts, one announced leg for the jury, no code."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.calls.enums import CallState, ParticipantRole
from boutdufil.kernel.calls.models import Call, Participant
from boutdufil.kernel.calls.practice import code_of
from boutdufil.kernel.calls.services.legs import leg_of
from boutdufil.kernel.calls.services.participants import join_call
from boutdufil.kernel.calls.services.room import follow_leg_up
from boutdufil.kernel.calls.services.states import end_call
from boutdufil.rooms.contests.enums import EntryStatus, StageKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import LogLine, Passage, PassageCall, StageCall
from boutdufil.rooms.contests.permissions.passage_calls import can_open_call, part_in
from boutdufil.rooms.contests.selectors.passage_calls import (
    my_calls,
    passage_call_page,
    time_given_back,
)
from boutdufil.rooms.contests.services.passage_calls import (
    choose_call,
    open_passage_call,
    play_caller,
    take_again,
)
from tests.factories.contests import ConflictFactory, PassageFactory, StageCallFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.django_db
SLUG = "colis-jamais-arrive"


@pytest.fixture
def world():
    made = jury_world(files=1, jurors=1)
    StageCallFactory(stage=made.stage)
    made.passage = PassageFactory(
        jury=made.juries[0], entry=made.entries[0], starts_at=timezone.now()
    )
    made.candidate = made.entries[0].members.get().person
    return made


def opened(world, in_room=3):
    return open_passage_call(passage_id=world.passage.pk, in_room=in_room, actor_id=None)


def again(world, reason="La ligne a coupé"):
    return take_again(passage_id=world.passage.pk, reason=reason, in_room=3, actor_id=None)


def talk(call_id):
    for seat in Participant.objects.filter(call_id=call_id):
        follow_leg_up(leg_of(join_call(participant_id=seat.pk)))
    return Call.objects.get(pk=call_id)


def test_three_have_a_seat_and_the_jury_one_alone_that_says_how_many(world):
    one = opened(world)
    play_caller(passage_id=world.passage.pk, person=world.organiser)

    seats = {seat.role: seat for seat in one.call.participants.all()}
    assert set(seats) == {"agent", "caller", "observer"}
    assert len(one.call.participants.all()) == 3
    assert seats["observer"].name == "Jury (3 personnes dans la salle)"
    assert seats["agent"].name == world.entries[0].number
    assert seats["agent"].person == world.candidate
    assert code_of(one.call.reference) == ""
    assert talk(one.call_id).state == CallState.CONNECTED
    line = LogLine.objects.get(kind="passage_call_opened")
    assert line.facts == {
        "stage": world.stage.pk,
        "number": world.entries[0].number,
        "call": 1,
        "in_room": 3,
    }


def test_the_same_call_is_opened_once(world):
    assert opened(world) == opened(world, in_room=5)
    assert Passage.objects.get().call == str(Call.objects.get().pk)
    assert LogLine.objects.filter(kind="passage_call_opened").count() == 1


@pytest.mark.parametrize("case", ["none", "over", "withdrawn", "closed", "nobody", "crowd"])
def test_what_keeps_a_call_from_being_opened(world, case):
    if case == "none":
        StageCall.objects.all().delete()
    elif case == "over":
        Passage.objects.update(ended_at=timezone.now())
    elif case == "withdrawn":
        world.entries[0].status = EntryStatus.WITHDRAWN
        world.entries[0].save()
    elif case == "closed":
        world.stage.status = StageStatus.CLOSED
        world.stage.save()

    with pytest.raises(ContestError):
        opened(world, in_room={"nobody": 0, "crowd": 31}.get(case, 3))

    assert not Call.objects.exists()


def test_a_call_that_breaks_is_taken_again_with_its_time(world):
    first = opened(world)
    play_caller(passage_id=world.passage.pk, person=world.organiser)
    talk(first.call_id)
    with pytest.raises(ContestError) as refused:
        again(world, reason=" ")
    assert refused.value.field == "reason"
    lost_at = timezone.now() - timedelta(minutes=4)
    end_call(call_id=first.call_id, cause="lost", at=lost_at)

    second = again(world)

    assert talk(second.call_id).state == CallState.CONNECTED
    back = time_given_back(world.passage.pk)
    assert timedelta(minutes=4) <= back < timedelta(minutes=5)
    page = passage_call_page(world.passage.pk)
    assert (page.current.number, page.minutes_back) == (2, 5)
    assert [one.broke_reason for one in page.calls] == ["La ligne a coupé", ""]
    assert Call.objects.get(pk=first.call_id).end_cause == "lost"
    kinds = LogLine.objects.order_by("position").values_list("kind", flat=True)
    opening = "passage_call_opened"
    assert list(kinds) == ["passage_began", opening, "passage_call_broke", opening]


def test_a_call_that_never_was_is_not_given_back(world):
    opened(world)
    assert PassageCall.objects.count() == 1
    again(world)
    assert time_given_back(world.passage.pk) == timedelta()


def test_one_person_calls(world):
    with pytest.raises(ContestError):
        play_caller(passage_id=world.passage.pk, person=world.organiser)
    opened(world)
    seat = play_caller(passage_id=world.passage.pk, person=world.organiser)
    assert play_caller(passage_id=world.passage.pk, person=world.organiser) == seat
    with pytest.raises(ContestError):
        play_caller(passage_id=world.passage.pk, person=PersonFactory())


@pytest.mark.parametrize("case", ["taken", "unknown", "channel", "file"])
def test_what_keeps_a_call_from_being_chosen(world, case):
    slug, channel = SLUG, "text"
    if case == "taken":
        opened(world)
    elif case == "file":
        world.stage.kind = StageKind.FILE
        world.stage.save()
    slug = "nulle-part" if case == "unknown" else slug
    channel = "fumee" if case == "channel" else channel

    with pytest.raises(ContestError):
        choose_call(stage_id=world.stage.pk, slug=slug, channel=channel, actor_id=None)

    assert StageCall.objects.get().channel == "voice"


def people_of(world):
    return {
        "candidate": world.candidate,
        "other_candidate": world.entries[1].members.get().person,
        "juror": world.jurors[0].person,
        "other_juror": world.jurors[1].person,
        "organiser": world.organiser,
        "stranger": PersonFactory(),
    }


def test_who_has_which_part(world):
    people = people_of(world)
    parts = {name: part_in(one, world.passage.pk) for name, one in people.items()}
    opens = {name for name, one in people.items() if can_open_call(one, world.passage.pk)}

    held = {name: part for name, part in parts.items() if part}
    assert held == {
        "candidate": ParticipantRole.AGENT,
        "juror": ParticipantRole.OBSERVER,
        "organiser": ParticipantRole.CALLER,
    }
    assert opens == {"juror", "organiser"}
    ConflictFactory(juror=world.jurors[0], entry=world.entries[0])
    assert part_in(people["juror"], world.passage.pk) is None


def test_the_way_in_shows_when_the_hour_has_come(world):
    assert my_calls(world.entries[0].pk) == (world.passage.pk,)
    Passage.objects.update(starts_at=timezone.now() + timedelta(hours=1))
    assert my_calls(world.entries[0].pk) == ()


def address_of(world):
    return reverse("contests:passage_call", args=[world.passage.pk])


@pytest.mark.parametrize("is_open", [False, True])
def test_who_finds_which_page(world, client, is_open):
    if is_open:
        opened(world)
        play_caller(passage_id=world.passage.pk, person=world.organiser)
    seen, way_in = {}, set()
    for name, person in people_of(world).items():
        client.force_login(person)
        shown = client.get(address_of(world))
        seen[name] = shown.status_code
        if b"data-conversation" in shown.content:
            way_in.add(name)

    parts = {"candidate", "juror", "organiser"}
    assert seen == {name: 200 if name in parts else 404 for name in seen}
    assert way_in == (parts if is_open else set())


def test_who_passes_reads_who_hears_and_opens_nothing(world, client):
    client.force_login(world.candidate)
    assert client.post(address_of(world), {"in_room": "3"}).status_code == 404
    assert "n’est pas encore ouvert" in client.get(address_of(world)).content.decode()
    opened(world, in_room=4)

    shown = client.get(address_of(world)).content.decode()

    assert "4\u00a0personnes dans la salle" in shown or "4 personnes dans la salle" in shown
    assert "Rien n’est enregistré" in shown
    assert world.jurors[0].name not in shown
    entry = client.get(reverse("contests:entry", args=[world.entries[0].pk])).content.decode()
    assert address_of(world) in entry


def test_a_juror_opens_somebody_calls_and_a_break_is_noted(world, client):
    client.force_login(world.jurors[0].person)
    assert client.post(address_of(world), {"in_room": "0"}).status_code == 422
    assert client.post(address_of(world), {"in_room": "2"}).status_code == 302
    client.force_login(world.organiser)
    assert client.post(address_of(world), {"do": "play"}).status_code == 302
    assert "Vous jouez" in client.get(address_of(world)).content.decode()
    assert client.post(address_of(world), {"in_room": "2"}).status_code == 422
    typed = {"in_room": "2", "reason": "Plus de son"}
    assert client.post(address_of(world), typed).status_code == 302

    shown = client.get(address_of(world)).content.decode()

    assert "Plus de son" in shown
    assert "data-conversation" in shown
    assert list(PassageCall.objects.values_list("number", "in_room")) == [(1, 2), (2, 2)]


def test_only_who_runs_the_edition_chooses(world, client):
    address = reverse("contests:stage_call", args=[world.edition.pk, world.stage.pk])
    typed, seen = {"slug": SLUG, "channel": "text"}, {}
    for name, person in people_of(world).items():
        client.force_login(person)
        seen[name] = client.post(address, typed).status_code
    assert seen.pop("organiser") == 302
    assert set(seen.values()) == {404}
    assert StageCall.objects.get().channel == "text"
    client.force_login(world.organiser)
    assert address_of(world) in client.get(address).content.decode()
