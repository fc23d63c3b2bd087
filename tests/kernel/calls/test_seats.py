"""Seats: which connection is the newest, who is there, and seats that are taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.kernel.calls import hooks, services
from boutdufil.kernel.calls.errors import FullCallError, SeatTakenBackError
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.services import add_participant, leg_token, legs, open_call, room

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return open_call(kind="service", channel="voice", reference="illico:1")


@pytest.fixture
def gone(monkeypatch):
    """Who a room of service calls hears is gone."""
    said = []
    monkeypatch.setattr(hooks, "_rooms", {})
    hooks.register_room(
        "service",
        on_leg_up=lambda leg: None,
        on_leg_down=lambda leg, cause: said.append((leg.role, cause)),
        on_message=lambda leg, kind, body: None,
    )
    return said


def forget(*seats):
    """Let the process that knew them die without a word, some minutes ago."""
    unseen = timezone.now() - timedelta(minutes=5)
    Participant.objects.filter(pk__in=[seat.pk for seat in seats]).update(seen_at=unseen)


def test_an_old_connection_takes_nobody_out_who_is_on_a_newer_one(call, gone):
    token = leg_token(add_participant(call=call, role="caller").pk)
    old = legs.open_leg(token=token, connection="old")
    new = legs.open_leg(token=token, connection="new")

    legs.close_leg(leg=old, cause="lost")
    assert gone == []
    assert Participant.objects.get().left_at is None

    legs.close_leg(leg=new, cause="lost")
    assert gone == [("caller", "lost")]
    assert Participant.objects.get().left_at is not None


def test_nobody_is_in_a_call_that_is_over(call):
    seats = [add_participant(call=call, role=role) for role in ("caller", "agent")]
    services.join_call(participant_id=seats[0].pk)

    services.end_call(call_id=call.pk)

    caller, agent = (Participant.objects.get(pk=seat.pk) for seat in seats)
    call.refresh_from_db()
    assert caller.left_at == call.ended_at
    assert agent.left_at is None


def test_who_was_not_seen_for_long_takes_nobody_a_place(call):
    seats = [add_participant(call=call, role="colleague") for _ in range(5)]
    for seat in seats[:4]:
        services.join_call(participant_id=seat.pk)
    with pytest.raises(FullCallError):
        services.join_call(participant_id=seats[4].pk)

    forget(seats[0])

    assert services.join_call(participant_id=seats[4].pk).joined_at
    with pytest.raises(FullCallError):
        services.join_call(participant_id=seats[0].pk)


def test_who_is_noted_as_seen_stays(call):
    seats = [add_participant(call=call, role="colleague") for _ in range(5)]
    for seat in seats[:4]:
        services.join_call(participant_id=seat.pk)
    forget(*seats[:4])

    services.note_seen(participant_ids=[seat.pk for seat in seats[:4]])

    with pytest.raises(FullCallError):
        services.join_call(participant_id=seats[4].pk)


def test_a_practised_call_is_not_connected_to_a_ghost():
    call = open_call(kind="practice", channel="voice")
    caller, agent = (add_participant(call=call, role=role) for role in ("caller", "agent"))
    services.join_call(participant_id=caller.pk)
    forget(caller)

    leg = legs.open_leg(token=leg_token(agent.pk))
    room.follow_leg_up(leg)
    call.refresh_from_db()
    assert call.state == "open"

    services.join_call(participant_id=caller.pk)
    room.follow_leg_up(leg)
    call.refresh_from_db()
    assert call.state == "connected"


def test_a_seat_that_is_taken_back_opens_nothing_until_it_is_given_back(call, monkeypatch):
    sent = []
    monkeypatch.setattr(realtime, "ask", lambda op, **body: sent.append((op, body)) or {})
    seat = add_participant(call=call, role="agent")
    token = leg_token(seat.pk)
    legs.open_leg(token=token)

    legs.end_seat(participant_id=seat.pk)

    assert sent == [("send", {"topic": f"leg:{seat.pk}", "body": {"kind": "seat_gone"}})]
    assert Participant.objects.get().left_at is not None
    with pytest.raises(SeatTakenBackError):
        legs.open_leg(token=token)

    services.give_back_seat(participant_id=seat.pk)
    assert legs.open_leg(token=token).role == "agent"


def test_who_did_not_hear_that_a_practised_call_is_over_is_told_later(monkeypatch):
    monkeypatch.setattr(realtime, "ask", _away)
    call = open_call(kind="practice", channel="voice")
    leg = legs.open_leg(token=leg_token(add_participant(call=call, role="caller").pk))
    assert room.follow_leg_up(leg) is None

    room.hang_up(call_id=call.pk, cause="lost")

    assert room.follow_leg_up(leg) == {"kind": "ended", "cause": "lost"}


def _away(op, **body):
    raise realtime.ExchangeAwayError(op)
