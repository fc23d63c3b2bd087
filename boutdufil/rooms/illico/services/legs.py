"""What the legs of a call on a number mean to the dispatcher and to the case.

Called in the order of what happened on a leg, again when nobody heard: everything here may be said
twice (kernel.calls.hooks).
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.enums import Channel, ParticipantRole
from boutdufil.kernel.calls.legs import Leg
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.signals import may_say
from boutdufil.rooms.illico.models import Agent, Case, ServiceCall
from boutdufil.rooms.illico.selectors.callers import caller_of
from boutdufil.rooms.illico.services.call_backs import look_after_call_backs
from boutdufil.rooms.illico.services.calling import ON_A_NUMBER
from boutdufil.rooms.illico.services.lines import tell_dispatcher, tell_gone


def is_on_a_number(leg: Leg) -> bool:
    """Tell whether a call is one on a number, and not agents consulting one another."""
    return leg.reference.startswith(ON_A_NUMBER)


def follow_leg_up(leg: Leg) -> Mapping[str, Any] | None:
    """Take in that somebody is there, or there again; return how a caller's call stands."""
    if not is_on_a_number(leg):
        return None
    if leg.role == ParticipantRole.CALLER:
        tell_dispatcher("caller_back", call=str(leg.call_id))
        return _how_it_stands(leg)
    if leg.role == ParticipantRole.AGENT:
        _name_agent(leg)
        _say_text_flows(leg)
    elif leg.role == ParticipantRole.INTERPRETER:
        _note(leg, "interpreter", {"on": True})
    return None


def follow_leg_down(leg: Leg, cause: str) -> None:
    """Take in that somebody is gone: they said so ("left"), or nobody came back ("lost").

    An agent is missed by the console's own topic, which knows who closed a laptop.
    """
    if not is_on_a_number(leg):
        return
    if leg.role == ParticipantRole.CALLER:
        _miss_caller(leg, cause)
        _look_after(leg.call_id)
    elif leg.role == ParticipantRole.INTERPRETER:
        _note(leg, "interpreter", {"on": False})


def follow_message(leg: Leg, kind: str, body: Mapping[str, Any]) -> None:
    """Hand on whether media flow and whether an agent holds; nothing of what is said.

    A caller's hold would break the promise made to them, and end what is paid for their call.
    """
    if not is_on_a_number(leg) or not may_say(leg.role, kind):
        return
    if kind == "media":
        _note(leg, kind, _said_of_media(leg, str(body["from"]), is_up=body["up"]))
    else:
        _note(leg, kind, body)


def _said_of_media(leg: Leg, other: str, *, is_up: bool) -> Mapping[str, Any]:
    """Return what a page says of media with another, and whose call the dispatcher is to judge by.

    ``agents`` are the names of the one who is not the caller, in all their seats. That text finds
    no path from page to page condemns no call: it goes through the legs then.
    """
    is_judged = is_up or leg.channel != Channel.TEXT
    agents = _agents_at(leg, other) if is_judged else []
    return {"on": is_up, "from": other, "agents": agents}


def _agents_at(leg: Leg, other: str) -> list[str]:
    """Return the names of whoever sits at one end when the caller sits at the other."""
    ends = Participant.objects.filter(call_id=leg.call_id, pk__in=(leg.participant_id, other))
    if not ends.filter(role=ParticipantRole.CALLER).exists():
        return []
    seats = Agent.objects.filter(person__call_participations__in=ends).distinct()
    return [seat.name for seat in seats.order_by("pk")]


def _say_text_flows(leg: Leg) -> None:
    """Say that text flows: it needs no more than both legs, and who calls is watched apart."""
    caller = caller_of(leg.call_id)
    if leg.channel == Channel.TEXT and caller is not None:
        _note(leg, "media", _said_of_media(leg, str(caller), is_up=True))


def _how_it_stands(leg: Leg) -> Mapping[str, Any] | None:
    """Return what the caller's page may have missed: who pushed it knew of no page."""
    try:
        told = realtime.ask("call_state", call=str(leg.call_id))
    except realtime.RefusedError:
        return None
    # Over, or not in line yet: the page asks the tables, which know.
    return {"kind": "look"} if told.get("kind", "unknown") == "unknown" else told


def _miss_caller(leg: Leg, cause: str) -> None:
    if cause == "left":
        tell_gone(call_id=leg.call_id)
    else:
        tell_dispatcher("caller_lost", call=str(leg.call_id))


def _note(leg: Leg, kind: str, body: Mapping[str, Any]) -> None:
    who = str(leg.participant_id)
    tell_dispatcher("note", call=str(leg.call_id), kind=kind, who=who, body=dict(body))


def _name_agent(leg: Leg) -> None:
    """Let the case keep the agent who answered it first: they are asked again next time."""
    seats = Agent.objects.filter(person__call_participations=leg.participant_id)
    agent = seats.filter(numbers__calls=leg.call_id).first()
    Case.objects.filter(calls=leg.call_id, agent=None).update(agent=agent)
    _look_after(leg.call_id)


def _look_after(call_id: UUID) -> None:
    number_id = ServiceCall.objects.filter(pk=call_id).values_list("number_id", flat=True).first()
    if number_id is not None:
        look_after_call_backs(number_id=number_id)
