"""What may be asked of the dispatcher, and which fact each request becomes."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from boutdufil.engines.routing import (
    OWN_POOL,
    Answered,
    Back,
    Channel,
    Declined,
    Gone,
    HandedOver,
    Lost,
    Moved,
    Offered,
    Paused,
    Profile,
    Released,
    Resumed,
    SignedIn,
    SignedOut,
    Transferred,
    WrappedUp,
)
from boutdufil.engines.sealing import SealError, canonical_json
from boutdufil.kernel.realtime import RefusedError
from boutdufil.rooms.illico.dispatcher.facts import CallerBack, CallerLost, Fact, Noted
from boutdufil.rooms.illico.dispatcher.times import RouterClock

# An urgent call stands in line as if it had been waiting this long.
URGENT_AHEAD_MS = 600_000
LONGEST_TEXT = 100
LONGEST_BODY = 4_000
MOST_SKILLS = 100
NOT_STORABLE = re.compile("[\\x00\ud800-\udfff]")

Body = Mapping[str, Any]


class BadRequestError(RefusedError):
    """A request that cannot be read: the fault is the sender's."""

    def __init__(self, text: str) -> None:
        super().__init__("bad_request", text)


def text_of(body: Body, name: str, default: str | None = None) -> str:
    """Return a short text that PostgreSQL can store; raises BadRequestError."""
    value = body.get(name, default)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not is_storable(value):
        raise BadRequestError(f"{name} is no text of at most {LONGEST_TEXT} characters")
    if not value and default is None:
        raise BadRequestError(f"{name} is missing")
    return value


def is_storable(text: str) -> bool:
    """Tell whether a text is Unicode without the one character that PostgreSQL has no room for."""
    return NOT_STORABLE.search(text) is None


def skills_of(body: Body, name: str) -> frozenset[str]:
    """Return a set of skills; raises BadRequestError."""
    value = body.get(name) or []
    if not isinstance(value, list) or len(value) > MOST_SKILLS:
        raise BadRequestError(f"{name} is no list of skills")
    return frozenset(text_of({name: one}, name) for one in value)


def whole_of(body: Body, name: str) -> int | None:
    """Return a whole number, None when absent; raises BadRequestError."""
    value = body.get(name)
    if value is not None and (type(value) is not int or abs(value) >= 2**53):
        raise BadRequestError(f"{name} is no whole number")
    return value


def profile_of(body: Body) -> Profile:
    """Return what an agent may answer; raises BadRequestError."""
    plain = body.get("profile")
    if not isinstance(plain, dict):
        raise BadRequestError("profile is missing")
    try:
        return Profile(
            skills=skills_of(plain, "skills"),
            levels=_numbers(plain.get("levels") or {}),
            capacity={Channel(name): most for name, most in _numbers(plain["capacity"]).items()},
            pool=text_of(plain, "pool", OWN_POOL) or OWN_POOL,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRequestError(f"profile: {error}") from error


def _numbers(plain: Mapping[str, Any]) -> dict[str, int]:
    if not all(type(value) is int for value in plain.values()):
        raise BadRequestError("a level or a capacity is a whole number")
    return {text_of({"name": name}, "name"): value for name, value in plain.items()}


def _offer(body: Body, at: int, clock: RouterClock) -> Fact:
    received = whole_of(body, "received_at")
    received_at = at if received is None else min(clock.from_wall(received), at)
    if body.get("urgent"):
        received_at -= URGENT_AHEAD_MS
    return Offered(
        at,
        text_of(body, "call"),
        text_of(body, "line"),
        skills=skills_of(body, "skills"),
        favours=skills_of(body, "favours"),
        sticky=text_of(body, "sticky", ""),
        received_at=received_at,
    )


def _transfer(body: Body, at: int, clock: RouterClock) -> Fact:
    return Transferred(
        at,
        text_of(body, "agent"),
        text_of(body, "call"),
        text_of(body, "line"),
        skills=skills_of(body, "skills"),
        favours=skills_of(body, "favours"),
        sticky=text_of(body, "sticky", ""),
    )


def _hand_over(body: Body, at: int, clock: RouterClock) -> Fact:
    return HandedOver(at, text_of(body, "agent"), text_of(body, "call"), text_of(body, "request"))


def _note(body: Body, at: int, clock: RouterClock) -> Fact:
    said = body.get("body") or {}
    if not isinstance(said, dict):
        raise BadRequestError("body is no object")
    try:
        # It will stand in the call's chain, which knows no fractions.
        written = canonical_json(said)
    except (SealError, UnicodeEncodeError) as error:
        raise BadRequestError(f"body: {error}") from error
    if len(written) > LONGEST_BODY or b"\\u0000" in written:
        raise BadRequestError(f"body is longer than {LONGEST_BODY} bytes, or no text")
    call, kind = text_of(body, "call"), text_of(body, "kind")
    return Noted(at, call, kind, text_of(body, "who", ""), said)


def _caller_lost(body: Body, at: int, clock: RouterClock) -> Fact:
    return CallerLost(at, text_of(body, "call"), text_of(body, "by", ""))


def _pause(body: Body, at: int, clock: RouterClock) -> Fact:
    return Paused(at, text_of(body, "agent"), text_of(body, "reason", ""))


def _of_agent(kind: Callable[[int, str], Fact]) -> "Reader":
    return lambda body, at, clock: kind(at, text_of(body, "agent"))


def _of_profile(kind: Callable[[int, str, Profile], Fact]) -> "Reader":
    return lambda body, at, clock: kind(at, text_of(body, "agent"), profile_of(body))


def _of_call(kind: Callable[[int, str], Fact]) -> "Reader":
    return lambda body, at, clock: kind(at, text_of(body, "call"))


def _of_both(kind: Callable[[int, str, str], Fact]) -> "Reader":
    return lambda body, at, clock: kind(at, text_of(body, "agent"), text_of(body, "call"))


Reader = Callable[[Body, int, RouterClock], Fact]
READERS: dict[str, Reader] = {
    "offer": _offer,
    "gone": _of_call(Gone),
    "caller_lost": _caller_lost,
    "caller_back": _of_call(CallerBack),
    "sign_in": _of_profile(SignedIn),
    "move": _of_profile(Moved),
    "sign_out": _of_agent(SignedOut),
    "pause": _pause,
    "resume": _of_agent(Resumed),
    "lost": _of_agent(Lost),
    "back": _of_agent(Back),
    "answer": _of_both(Answered),
    "decline": _of_both(Declined),
    "release": _of_both(Released),
    "wrapped_up": _of_both(WrappedUp),
    "transfer": _transfer,
    "hand_over": _hand_over,
    "note": _note,
}
# Facts of the world, true whether or not the journal can be written just now: kept until it can.
KEPT = frozenset({"offer", "gone", "caller_lost", "caller_back", "lost", "back", "release", "note"})
