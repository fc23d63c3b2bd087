"""What the process environment says, read in one place."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

PROJECT_ROOT = Path(__file__).resolve().parents[3]
PACKAGE_ROOT = Path(__file__).resolve().parents[2]

# Connections the pool may open in one process; every sync job and page holds at most one. After
# five seconds of a server that is away an attempt is given up and the next request begins one of
# its own: the pauses between attempts double, and would outlast the outage.
POOL = {"min_size": 2, "max_size": 20, "timeout": 5, "reconnect_timeout": 5}

# What Django names itself; every other parameter of the address is passed on to libpq.
_LIBPQ_TO_DJANGO = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def read_list(name: str) -> list[str]:
    """Return the comma-separated values of an environment variable."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def as_owner() -> bool:
    """Tell whether this process does maintenance (migrations, restore) as the owner role."""
    return os.environ.get("BOUTDUFIL_DB_ROLE") == "owner"


def database_address() -> str:
    """Return the libpq address of the role this process is entitled to."""
    if as_owner() and "BOUTDUFIL_OWNER_URL" in os.environ:
        return os.environ["BOUTDUFIL_OWNER_URL"]
    return os.environ.get("DATABASE_URL", "")


def database_settings(address: str, *, pooled: bool) -> dict[str, Any]:
    """Return Django's settings of one database from a libpq address.

    An empty address gives a connection that fails with a clear message on first use, so that
    ``--help``, linters and type checkers need no server.
    """
    parameters = {k: str(v) for k, v in conninfo_to_dict(address).items()} if address else {}
    named = {_LIBPQ_TO_DJANGO[k]: v for k, v in parameters.items() if k in _LIBPQ_TO_DJANGO}
    options: dict[str, Any] = {k: v for k, v in parameters.items() if k not in _LIBPQ_TO_DJANGO}
    if pooled:
        options["pool"] = dict(POOL)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "boutdufil",
        **named,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": pooled,
        "OPTIONS": options,
    }
