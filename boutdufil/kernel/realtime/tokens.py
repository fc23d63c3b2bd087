"""Stream tokens: what a page may listen to, signed by the view that knew who was asking."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_urlsafe

from django.core import signing

from boutdufil.kernel.events.following import last_position
from boutdufil.kernel.realtime.errors import RealtimeError, TokenError
from boutdufil.kernel.realtime.process import present_hub
from boutdufil.kernel.realtime.topics import check_topics

SALT = "boutdufil.realtime.stream"
# Then the page asks for another, and gets it only while it may still be seen by whoever asks: a
# stream does not outlive a seat. Well within the time messages are kept.
LONGEST_SECONDS = 3600
LONGEST_ASKED = 12 * 3600


@dataclass(frozen=True, slots=True)
class Grant:
    """Topics, the position up to which the page knew them, and until when (Unix seconds)."""

    topics: tuple[str, ...]
    since: int
    until: int


def stream_token(topics: Iterable[str], *, seconds: int = 3600) -> str:
    """Return a token that opens a stream of ``topics`` for at most an hour.

    A page that stays longer fetches itself for a new one, by itself.

    It remembers the present position: what is published between the page and its stream is
    delivered. Ask for it before reading what the page shows.

    :raises RealtimeError: for an impossible topic or duration.
    """
    if not 0 < seconds <= LONGEST_ASKED:
        raise RealtimeError(f"a stream token is asked for 1 to {LONGEST_ASKED} s, not {seconds}")
    until = int(time.time()) + min(seconds, LONGEST_SECONDS)
    hub = present_hub()
    # A hub of a process that has just started stands nowhere yet.
    since = (hub.pos if hub is not None else 0) or last_position()
    # Two pages of one moment have two tokens: a token opens few streams.
    content = [list(check_topics(topics)), since, until, token_urlsafe(6)]
    return signing.dumps(content, salt=SALT)


def read_token(token: str) -> Grant:
    """Return what a token grants. Raises TokenError when it is forged, damaged or too old."""
    try:
        topics, since, until, _ = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise TokenError("this is no token of ours") from error
    if until <= time.time():
        raise TokenError("the token is too old")
    return Grant(tuple(topics), since, until)
