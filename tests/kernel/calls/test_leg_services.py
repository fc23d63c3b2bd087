"""Opening a leg: who may come in, whose media are relayed, which room hears of it."""

import pytest

from boutdufil.kernel import realtime
from boutdufil.kernel.calls import hooks
from boutdufil.kernel.calls.errors import CallEndedError, LegTokenError
from boutdufil.kernel.calls.services import add_participant, end_call, leg_token, legs, open_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return open_call(kind="service", channel="voice", reference="illico:1")


@pytest.fixture
def heard(monkeypatch):
    """What a room of service calls hears."""
    said = []
    monkeypatch.setattr(hooks, "_rooms", {})
    hooks.register_room(
        "service",
        on_leg_up=lambda leg: said.append(("up", leg.role)),
        on_leg_down=lambda leg, cause: said.append((cause, leg.role)),
        on_message=lambda leg, kind, body: said.append((kind, dict(body))),
    )
    return said


def opened(call, role="agent", **seat):
    participant = add_participant(call=call, role=role, **seat)
    return legs.open_leg(token=leg_token(participant.pk))


def test_a_leg_knows_its_call(call):
    leg = opened(call, name="Camille")

    assert (leg.call_id, leg.kind, leg.channel) == (call.pk, "service", "voice")
    assert (leg.role, leg.name, leg.reference) == ("agent", "Camille", "illico:1")
    assert leg.topic == f"leg:{leg.participant_id}"
    assert leg.call_topic == f"call:{call.pk}"


@pytest.mark.parametrize(
    ("media", "role", "is_home", "relayed"),
    [
        ("relay", "caller", False, True),  # anonymous: taken for a home
        ("relay", "caller", True, True),
        ("relay", "agent", True, True),
        ("relay", "agent", False, False),  # at a site
        ("relay", "interpreter", True, True),
        ("direct", "caller", True, False),
        ("direct", "agent", True, False),
        ("anything else", "agent", True, True),
    ],
)
def test_a_home_is_relayed_unless_the_whole_site_is_direct(
    call, settings, media, role, is_home, relayed
):
    settings.BOUTDUFIL_MEDIA = media

    assert opened(call, role, is_home=is_home).relay_only is relayed


def test_a_call_that_is_over_opens_no_leg(call):
    participant = add_participant(call=call, role="agent")
    end_call(call_id=call.pk)

    with pytest.raises(CallEndedError):
        legs.open_leg(token=leg_token(participant.pk))
    with pytest.raises(LegTokenError):
        legs.open_leg(token="forged")


def test_the_room_hears_of_its_legs(call, heard):
    leg = opened(call)

    legs.tell_leg_up(leg=leg)
    legs.hear_leg(leg=leg, kind="hold", body={"on": True})
    legs.close_leg(leg=leg, cause="lost")

    assert heard == [("up", "agent"), ("hold", {"on": True}), ("lost", "agent")]
    assert list(call.events.values_list("kind", flat=True)) == ["opened", "joined", "left"]


def test_without_a_room_the_chain_keeps_it(call, monkeypatch):
    monkeypatch.setattr(hooks, "_rooms", {})
    leg = opened(call)

    legs.tell_leg_up(leg=leg)
    legs.hear_leg(leg=leg, kind="media", body={"up": True})
    legs.close_leg(leg=leg, cause="left")

    kinds = list(call.events.values_list("kind", flat=True))
    assert kinds == ["opened", "joined", "media", "left"]


def test_the_pages_of_a_call_are_told(call, monkeypatch):
    asked = []
    monkeypatch.setattr(realtime, "ask", lambda op, **body: asked.append((op, body)))

    assert legs.tell_call(call_id=call.pk, body={"kind": "ended"}) is True
    assert asked == [("send", {"topic": f"call:{call.pk}", "body": {"kind": "ended"}})]


def test_without_an_exchange_nobody_is_told(call, monkeypatch):
    def away(op, **body):
        raise realtime.ExchangeAwayError("away")

    monkeypatch.setattr(realtime, "ask", away)

    assert legs.tell_call(call_id=call.pk, body={"kind": "ended"}) is False
