"""Telling open pages and other processes, as it happens.

    realtime.publish("plan:3", "answered", {"proposal": 7})  # durable; in your transaction
    realtime.stream_token(["plan:3"])                        # for {% stream token %} on a page
    realtime.ask("call_state", call=call_id)                 # blocking, to the dispatcher
    await realtime.link().send("leg:0c3f", {"hold": True})   # in a web process's event loop

Durable messages are rows of the outbox: a page that was away reads what it missed. Live ones go
through the exchange of the dispatcher process, are kept nowhere, and the newest replaces the older.
"""

from boutdufil.kernel.realtime.asking import ask
from boutdufil.kernel.realtime.errors import ExchangeAwayError, RealtimeError, RefusedError
from boutdufil.kernel.realtime.exchange import Exchange, serving_exchange
from boutdufil.kernel.realtime.links import Link
from boutdufil.kernel.realtime.messages import publish
from boutdufil.kernel.realtime.process import link, running
from boutdufil.kernel.realtime.tokens import stream_token

__all__ = [
    "Exchange",
    "ExchangeAwayError",
    "Link",
    "RealtimeError",
    "RefusedError",
    "ask",
    "link",
    "publish",
    "running",
    "serving_exchange",
    "stream_token",
]
