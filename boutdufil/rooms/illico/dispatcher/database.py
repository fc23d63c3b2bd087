"""The dispatcher's own sessions with PostgreSQL, and its tables there."""

from typing import Any

from django.db import connections

from boutdufil.adapters.postgres import Session, open_session

JOURNAL = "illico_journalentry"
LEASES = "illico_poollease"
NAME = "boutdufil dispatcher"
STATEMENT_TIMEOUT_MS = 2_000

Connection = Session
Row = tuple[Any, ...]


async def connect(*, name: str = NAME) -> Connection:
    """Return a session of its own, each statement its own transaction."""
    given = connections["default"].get_connection_params()
    return await open_session(given, name=name, statement_timeout_ms=STATEMENT_TIMEOUT_MS)
