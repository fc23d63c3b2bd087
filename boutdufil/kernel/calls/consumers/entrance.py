"""Who comes in: the page must be ours, the token must open something."""

import asyncio
import contextlib
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http.request import split_domain_port, validate_host

from boutdufil.kernel.calls.consumers.ends import (
    REFUSED,
    TRY_AGAIN,
    Event,
    LegOverError,
    Receive,
    Send,
    say,
)
from boutdufil.kernel.calls.consumers.facts import at_entrance
from boutdufil.kernel.calls.consumers.socket import Socket
from boutdufil.kernel.calls.errors import (
    CallEndedError,
    CallRefusedError,
    FullCallError,
    SeatTakenBackError,
)
from boutdufil.kernel.calls.legs import Leg
from boutdufil.kernel.calls.services.legs import open_leg
from boutdufil.kernel.calls.signals import is_session

BYE_SECONDS = 3.0


async def leg(scope: Event, receive: Receive, send: Send) -> None:
    """Serve one leg: an ASGI application for ``websocket`` scopes."""
    await receive()
    if not _is_from_here(scope):
        await send({"type": "websocket.close", "code": REFUSED})
        return
    # A page that goes away while it is told something: its socket has ended, that is all.
    with contextlib.suppress(OSError, TimeoutError):
        await send({"type": "websocket.accept"})
        try:
            await _serve(scope, receive, send)
        except LegOverError as over:
            # A page that does not read is not waited for.
            async with asyncio.timeout(BYE_SECONDS):
                await say(send, {"kind": "bye", "cause": over.cause})
                await send({"type": "websocket.close", "code": over.code})


async def _serve(scope: Event, receive: Receive, send: Send) -> None:
    query = _query(scope)
    page = query.get("page", [""])[0]
    opened = await _open(query.get("jeton", [""])[0])
    await Socket(opened, page if is_session(page) else uuid4().hex, send).live(receive)


def _query(scope: Event) -> dict[str, list[str]]:
    try:
        return parse_qs(scope["query_string"].decode("ascii", "ignore"), max_num_fields=8)
    except ValueError:
        return {}


def _is_from_here(scope: Event) -> bool:
    headers = dict(scope["headers"])
    try:
        origin = urlsplit(headers.get(b"origin", b"").decode("latin-1"))
    except ValueError:
        return False
    host, _port = split_domain_port(origin.netloc.lower())
    return origin.scheme in {"http", "https"} and validate_host(host, settings.ALLOWED_HOSTS)


async def _open(token: str) -> Leg:
    try:
        return await at_entrance(lambda: open_leg(token=token, connection=uuid4().hex))
    except CallEndedError:
        raise LegOverError("ended") from None
    except FullCallError:
        raise LegOverError("full", REFUSED) from None
    except SeatTakenBackError:
        raise LegOverError("seat_gone", REFUSED) from None
    except CallRefusedError:
        raise LegOverError("token", REFUSED) from None
    except (DatabaseError, InterfaceError):
        raise LegOverError("away", TRY_AGAIN) from None
