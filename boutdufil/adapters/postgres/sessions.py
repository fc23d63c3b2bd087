"""A process's own session with a server: none of the web framework's, none of a pool's."""

from collections.abc import Mapping
from typing import Any

import psycopg

# A server that is gone without a word is noticed in seconds, not in the two hours of TCP.
WATCHFUL: Mapping[str, Any] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2_000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}
# The framework's own ways with a connection.
FOREIGN = frozenset({"cursor_factory", "context", "prepare_threshold", "server_side_binding"})

Session = psycopg.AsyncConnection[Any]


async def open_session(
    given: Mapping[str, Any], *, name: str, statement_timeout_ms: int = 0
) -> Session:
    """Return a session whose every statement is a transaction of its own.

    ``given`` are parameters of libpq or of the framework; what those say of patience stands.
    ``name`` is what the server lists it under; a timeout of 0 ms is none. Raises psycopg's
    OperationalError.
    """
    parameters = {key: value for key, value in given.items() if key not in FOREIGN}
    if statement_timeout_ms:
        settings = f"-c statement_timeout={statement_timeout_ms}"
        parameters["options"] = f"{parameters.get('options', '')} {settings}".strip()
    return await psycopg.AsyncConnection.connect(
        **{**WATCHFUL, **parameters, "application_name": name, "autocommit": True}
    )
