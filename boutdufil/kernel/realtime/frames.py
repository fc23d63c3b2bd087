"""Messages as a browser's EventSource reads them."""

import json
from collections.abc import Mapping
from typing import Any

# How long a browser waits before it returns, in milliseconds.
RETRY_MS = 1500
HEARTBEAT = b":\n\n"


def first_frame(pos: int) -> bytes:
    """Return what a stream begins with: where it stands, so that who returns can say so."""
    body = json.dumps({"topic": "", "kind": "stream.open", "body": {}})
    return f"retry: {RETRY_MS}\nid: {pos}\ndata: {body}\n\n".encode()


def stored_frame(pos: int, text: str) -> bytes:
    """Return a stored message; ``text`` is its JSON, which holds no raw line break."""
    return f"id: {pos}\ndata: {text}\n\n".encode()


def live_frame(topic: str, kind: str, body: Mapping[str, Any]) -> bytes:
    """Return a live message, which has no number: who missed it gets the next one."""
    text = json.dumps({"topic": topic, "kind": kind, "body": body}, ensure_ascii=False)
    return f"data: {text}\n\n".encode()
