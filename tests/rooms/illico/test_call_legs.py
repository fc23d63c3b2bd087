"""What the legs of a call on a number mean to the dispatcher, and to the case."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.errors import SeatTakenBackError
from boutdufil.kernel.calls.hooks import find_room
from boutdufil.kernel.calls.legs import Leg
from boutdufil.kernel.calls.services import leg_token
from boutdufil.kernel.calls.services.legs import leg_of, open_leg
from boutdufil.rooms.illico.models import CallBack, ServiceCall
from boutdufil.rooms.illico.services import legs
from boutdufil.rooms.illico.services.console import answer_call, enter_call
from boutdufil.rooms.illico.services.projection import project_lines
from boutdufil.rooms.illico.services.transfers import transfer_call
from tests.factories.calls import ParticipantFactory
from tests.factories.illico import AgentFactory, CallBackFactory, JournalEntryFactory
from tests.rooms.illico.callers import call_of, open_number, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    said = []
    monkeypatch.setattr(realtime, "ask", lambda op, **body: said.append((op, body)) or {})
    return said


@pytest.fixture
def call(client, asked):
    made = call_of(press(client, open_number()))
    asked.clear()
    return made


def seat(call, role, **more):
    return leg_of(ParticipantFactory(call=call.call, role=role, **more))


def test_the_room_follows_calls_on_a_number():
    room = find_room("service")
    assert room.on_leg_up is legs.follow_leg_up
    assert room.on_leg_down is legs.follow_leg_down
    assert room.on_message is legs.follow_message


def test_a_caller_who_comes_back_is_there_again(call, asked):
    leg = leg_of(call.call.participants.get())

    legs.follow_leg_up(leg)
    legs.follow_leg_down(leg, "lost")
    legs.follow_leg_up(leg)
    legs.follow_leg_down(leg, "left")

    ops = [op for op, _body in asked if op != "call_state"]
    assert ops == ["caller_back", "caller_lost", "caller_back", "gone"]
    assert {body["call"] for _op, body in asked} == {str(call.pk)}


QUEUED = {"kind": "queued", "place": 3, "expected_s": 40}


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (QUEUED, QUEUED),
        ({"kind": "connected", "agent": "a1"}, {"kind": "connected", "agent": "a1"}),
        # Ended while nobody could be told, or not in line yet: the tables know which.
        ({"kind": "unknown"}, {"kind": "look"}),
    ],
)
def test_a_caller_is_told_again_how_the_call_stands(call, monkeypatch, told, shown):
    monkeypatch.setattr(
        realtime, "ask", lambda op, **body: told if op == "call_state" else {"already": True}
    )

    assert legs.follow_leg_up(leg_of(call.call.participants.get())) == shown
    assert legs.follow_leg_up(seat(call, "interpreter")) is None


def test_an_agent_who_is_gone_is_missed_by_their_console_alone(call, asked):
    legs.follow_leg_down(seat(call, "agent"), "lost")

    assert asked == []


def test_the_case_keeps_whoever_answered_first(call, asked):
    agent = AgentFactory(organisation=call.number.organisation)
    agent.numbers.add(call.number)
    other = AgentFactory(organisation=call.number.organisation)
    other.numbers.add(call.number)

    legs.follow_leg_up(seat(call, "agent", person=agent.person))
    legs.follow_leg_up(seat(call, "agent", person=other.person))

    call.case.refresh_from_db()
    assert call.case.agent == agent


def test_a_free_place_is_offered_to_whoever_waits_for_a_message(call, asked, monkeypatch):
    CallBackFactory(service_call=call, way="email", email="inventee@example.org")
    looked = []
    monkeypatch.setattr(
        "boutdufil.kernel.jobs.enqueue", lambda name, **_arguments: looked.append(name)
    )

    legs.follow_leg_down(leg_of(call.call.participants.get()), "left")
    CallBack.objects.all().delete()
    legs.follow_leg_up(seat(call, "agent"))

    assert looked == ["illico.ready_call_backs"]


def test_media_hold_and_interpreter_are_facts_for_the_meter(call, asked):
    agent, interpreter = seat(call, "agent"), seat(call, "interpreter")
    who = str(agent.participant_id)

    legs.follow_message(agent, "media", {"from": who, "up": True})
    legs.follow_message(agent, "hold", {"on": True})
    legs.follow_leg_up(interpreter)
    legs.follow_leg_down(interpreter, "left")

    assert [op for op, _body in asked] == ["note"] * 4
    assert [(body["kind"], body["body"]["on"]) for _op, body in asked] == [
        ("media", True),
        ("hold", True),
        ("interpreter", True),
        ("interpreter", False),
    ]
    assert asked[0][1]["who"] == who


def agents_named(asked):
    return [body["body"].get("agents") for _op, body in asked]


def test_the_dispatcher_judges_by_caller_and_agent_alone(call, asked):
    caller, agent = leg_of(call.call.participants.get()), AgentFactory()
    seated, interpreter = seat(call, "agent", person=agent.person), seat(call, "interpreter")

    legs.follow_message(caller, "media", {"from": str(seated.participant_id), "up": False})
    legs.follow_message(seated, "media", {"from": str(caller.participant_id), "up": True})
    legs.follow_message(seated, "media", {"from": str(interpreter.participant_id), "up": False})
    legs.follow_message(caller, "media", {"from": str(uuid4()), "up": False})

    assert agents_named(asked) == [[agent.name], [agent.name], [], []]


def test_text_flows_with_both_legs_and_needs_no_path_of_its_own(client, asked):
    call = call_of(press(client, open_number(), channel="text"))
    caller, agent = leg_of(call.call.participants.get()), AgentFactory()
    seated = seat(call, "agent", person=agent.person)
    asked.clear()

    legs.follow_leg_up(seated)
    legs.follow_message(caller, "media", {"from": str(seated.participant_id), "up": False})

    assert [(body["kind"], body["body"]["on"]) for _op, body in asked] == [
        ("media", True),
        ("media", False),
    ]
    assert agents_named(asked) == [[agent.name], []]


def test_who_answers_next_finds_the_seat_of_the_one_before_closed(call, asked):
    first, second = AgentFactory(), AgentFactory()
    answer_call(agent_id=first.pk, call_id=call.pk)
    token = leg_token(call.call.participants.get(person=first.person).pk)

    answer_call(agent_id=second.pk, call_id=call.pk)

    with pytest.raises(SeatTakenBackError):
        open_leg(token=token)
    answer_call(agent_id=first.pk, call_id=call.pk)
    assert open_leg(token=token).role == "agent"
    assert call.call.participants.filter(revoked_at=None).count() == 2


@pytest.mark.parametrize("kind", ["media", "hold"])
@pytest.mark.parametrize("role", ParticipantRole.values)
def test_who_may_say_what_to_the_meter(call, asked, role, kind):
    body = {"media": {"from": str(uuid4()), "up": True}, "hold": {"on": True}}[kind]

    legs.follow_message(seat(call, role), kind, body)

    # A hold within thirty seconds breaks the promise: only who made it can.
    assert bool(asked) is (kind == "media" or role == ParticipantRole.AGENT)


def test_what_no_longer_fits_is_no_mistake_and_who_is_away_is_told_again(call, monkeypatch):
    leg = leg_of(call.call.participants.get())

    def refuse(op, **body):
        raise realtime.RefusedError("unknown_call", "")

    def be_away(op, **body):
        raise realtime.ExchangeAwayError("nobody")

    monkeypatch.setattr(realtime, "ask", refuse)
    legs.follow_leg_up(leg)
    monkeypatch.setattr(realtime, "ask", be_away)
    with pytest.raises(realtime.ExchangeAwayError):
        legs.follow_leg_up(leg)


def test_who_leaves_before_being_in_line_is_not_put_in_line_later(call, monkeypatch):
    leg = leg_of(call.call.participants.get())

    def refuse(op, **body):
        raise realtime.RefusedError("unknown_call", "")

    monkeypatch.setattr(realtime, "ask", refuse)
    with pytest.raises(realtime.ExchangeAwayError):
        legs.follow_leg_down(leg, "left")  # said again: it may be on its way

    gone_at = timezone.now() - timedelta(seconds=3)
    ServiceCall.objects.filter(pk=call.pk).update(gone_at=gone_at)
    legs.follow_leg_down(leg, "left")

    call.refresh_from_db()
    assert (call.state, call.ended_at) == ("ended", gone_at)
    assert call.outcome == "abandoned_at_once"
    legs.follow_leg_down(leg, "left")


def test_who_passes_a_call_on_has_no_seat_until_it_comes_back(call, asked):
    agent = AgentFactory(organisation=call.number.organisation)
    ask = {"agent_id": agent.pk, "call_id": call.pk}
    seated = enter_call(**ask, role="agent")
    open_leg(token=leg_token(seated.pk))

    transfer_call(**ask, number_id=call.number_id)

    ops = [(op, body.get("topic")) for op, body in asked]
    assert ("send", f"leg:{seated.pk}") in ops
    with pytest.raises(SeatTakenBackError):
        open_leg(token=leg_token(seated.pk))
    assert enter_call(**ask, role="agent") == seated
    assert open_leg(token=leg_token(seated.pk)).role == "agent"


def test_agents_consulting_one_another_are_no_callers(asked):
    aside = Leg(uuid4(), uuid4(), "service", "voice", "caller", "Ana", "consult:x", relay_only=True)

    legs.follow_leg_up(aside)
    legs.follow_message(aside, "hold", {"on": True})
    legs.follow_leg_down(aside, "left")

    assert asked == []


def test_who_lost_a_call_does_not_come_back_into_it_by_the_old_token(
    call, asked, django_capture_on_commit_callbacks
):
    agent, other = AgentFactory(), AgentFactory()
    token = leg_token(sit(call, agent).pk)
    kept = leg_token(sit(call, other).pk)
    open_leg(token=token)
    journal_of(call, detached(call, agent, "agent_lost"), detached(call, other, "transferred"))

    with django_capture_on_commit_callbacks(execute=True):
        project_lines(pool="main")

    with pytest.raises(SeatTakenBackError):
        open_leg(token=token)
    assert open_leg(token=kept).role == "agent", "who passes it on takes leave of it themselves"
    assert [body["body"] for op, body in asked if op == "send"] == [{"kind": "seat_gone"}]


def test_who_has_the_call_again_before_the_tables_know_keeps_the_seat(call, asked):
    agent = AgentFactory()
    seat = sit(call, agent)
    again = {"type": "Connected", "call": str(call.pk), "agent": agent.name}
    journal_of(call, detached(call, agent, "agent_lost"), again)

    project_lines(pool="main")

    assert open_leg(token=leg_token(seat.pk)).role == "agent"


def sit(call, agent):
    """Give an agent a seat, as somebody else may have one already."""
    return ParticipantFactory(call=call.call, person=agent.person, role=ParticipantRole.AGENT)


def detached(call, agent, cause):
    return {"type": "Detached", "call": str(call.pk), "agent": agent.name, "cause": cause}


def journal_of(call, *decisions):
    """Write one line of the journal for each decision."""
    for seq, decision in enumerate(decisions, start=1):
        body = {"event": {"type": "Told"}, "decisions": [decision]}
        JournalEntryFactory(
            pool="main", seq=seq, at=seq, call=str(call.pk), body=body, happened_at=timezone.now()
        )
