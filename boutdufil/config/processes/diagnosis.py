"""What may be wrong with a machine or a site, each with what to type about it."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import psycopg

from boutdufil.adapters.postgres import Cluster, PostgresError, addresses, open_cluster
from boutdufil.adapters.postgres.creation import refuse_other_majors
from boutdufil.adapters.postgres.locks import is_held, read_holder
from boutdufil.config.processes import migrations
from boutdufil.config.processes.state import Site

OLDEST_PYTHON = (3, 11)
OLDEST_SERVER = 170000
LEAST_FREE_BYTES = 1_000_000_000
BROWSERS = ("chromium", "chromium-browser")
RELAY = Path("/etc/turnserver.conf")
RELAY_NEEDS = frozenset(
    {
        "use-auth-secret",
        "no-cli",
        "no-multicast-peers",
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    }
)
OWN_BROWSERS = Path.home() / ".cache" / "ms-playwright"


class Verdict(Enum):
    """How a finding stands."""

    FINE = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``remedy`` says what to type when it is not fine."""

    verdict: Verdict
    text: str
    remedy: str = ""


def examine(site: Site) -> Iterator[Finding]:
    """Look at everything in turn; nothing is created, started or changed."""
    checks: tuple[Callable[[Site], Finding], ...] = (
        check_python,
        check_state,
        check_disk,
        check_site,
        check_port,
        check_dispatcher,
        check_relay,
    )
    for check in checks:
        yield check(site)
    if os.environ.get("DATABASE_URL"):
        yield check_server(os.environ["DATABASE_URL"])
    else:
        yield from check_embedded(site)
    yield check_browser(site)


def check_python(site: Site) -> Finding:
    """Is this Python recent enough."""
    release = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding(
            Verdict.WRONG, f"Python {release} is too old", "install Python 3.11 or later"
        )
    return Finding(Verdict.FINE, f"Python {release}")


def check_state(site: Site) -> Finding:
    """May this user write where the state lies."""
    if os.access(site.home, os.W_OK | os.X_OK):
        return Finding(Verdict.FINE, f"state in {site.home}")
    remedy = "choose a folder of yours: BOUTDUFIL_HOME=~/boutdufil boutdufil serve"
    return Finding(Verdict.WRONG, f"{site.home} is not yours to write in", remedy)


def check_disk(site: Site) -> Finding:
    """Is there room left."""
    free = shutil.disk_usage(site.home).free
    text = f"{free / 1e9:.1f} GB free on the disk of {site.home}"
    if free < LEAST_FREE_BYTES:
        return Finding(Verdict.WRONG, text, "make room, or move BOUTDUFIL_HOME to a larger disk")
    return Finding(Verdict.FINE, text)


def check_site(site: Site) -> Finding:
    """Is the site running."""
    if is_held(site.lock):
        pid, url = read_holder(site.lock)
        return Finding(Verdict.FINE, f"the site is running at {url} (pid {pid})")
    return Finding(Verdict.NOTE, "the site is not running", "boutdufil serve")


def check_port(site: Site) -> Finding:
    """Is the port free, or ours."""
    with socket.socket() as probe:
        is_taken = probe.connect_ex(("127.0.0.1", site.port)) == 0
    if is_taken and not is_held(site.lock):
        remedy = f"BOUTDUFIL_PORT={site.port + 1} boutdufil serve"
        return Finding(Verdict.WRONG, f"port {site.port} is taken by another program", remedy)
    return Finding(Verdict.FINE, f"port {site.port}")


def check_dispatcher(site: Site) -> Finding:
    """Does somebody put callers through."""
    # Not at the top: its address comes from settings that not every command has.
    from boutdufil.kernel.realtime.addresses import read_address  # noqa: PLC0415
    from boutdufil.kernel.realtime.asking import ask_at  # noqa: PLC0415
    from boutdufil.kernel.realtime.errors import ExchangeAwayError, RealtimeError  # noqa: PLC0415

    place = os.environ.get("BOUTDUFIL_DISPATCHER", f"unix:{site.home}/dispatcher.sock")
    try:
        address = read_address(place, secret=os.environ.get("BOUTDUFIL_DISPATCHER_SECRET", ""))
        ask_at(address, "ping")
    except ExchangeAwayError as error:
        text = f"nobody dispatches calls: {error}"
        if is_held(site.lock):
            remedy = "it is started again by itself; `serve` prints what stops it"
            return Finding(Verdict.WRONG, text, remedy)
        return Finding(Verdict.NOTE, text, "boutdufil dispatcher")
    except RealtimeError as error:
        return Finding(Verdict.WRONG, str(error), "see docs/reference/cli.md, Environment")
    return Finding(Verdict.FINE, f"calls are dispatched at {address}")


def check_relay(site: Site) -> Finding:
    """Does the relay beside the site, if there is one, keep strangers out of the network."""
    if not os.environ.get("BOUTDUFIL_TURN_URLS"):
        text = "no relay: calls between homes have neither sound nor picture"
        return Finding(Verdict.NOTE, text, "see docs/how-to/deploy.md, The relay")
    try:
        text = RELAY.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return Finding(Verdict.NOTE, "the relay runs elsewhere", f"check its {RELAY.name} there")
    except OSError as error:
        return Finding(
            Verdict.NOTE, f"the relay's settings cannot be read: {error}", "ask its owner"
        )
    # Whole lines: what a comment names is not set.
    missing = sorted(RELAY_NEEDS.difference(line.strip() for line in text.splitlines()))
    if missing:
        remedy = f"write into {RELAY}: {', '.join(missing)} (deploy/coturn/turnserver.conf)"
        return Finding(Verdict.WRONG, "the relay lets strangers into your network", remedy)
    return Finding(Verdict.FINE, "the relay reaches itself alone")


def check_embedded(site: Site) -> Iterator[Finding]:
    """Can PostgreSQL run here, and is its cluster in order."""
    try:
        cluster = open_cluster(site.home, environment=os.environ)
        refuse_other_majors(cluster.data, cluster.binaries.major)
    except PostgresError as error:
        yield Finding(Verdict.WRONG, str(error), error.hint)
        return
    text = f"PostgreSQL {cluster.binaries.version}, run by the user {cluster.account.name}"
    yield Finding(Verdict.FINE, text)
    yield _check_cluster(cluster)


def check_server(address: str) -> Finding:
    """Does the server answer, is it recent, is the role harmless, the schema new."""
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            return _check_connection(connection)
    except psycopg.OperationalError as error:
        text = f"the database does not answer: {str(error).strip()}"
        return Finding(Verdict.WRONG, text, "check DATABASE_URL, and that the server is up")


def has_database(site: Site) -> bool:
    """Tell whether there is a database to ask, without making one."""
    if os.environ.get("DATABASE_URL"):
        return True
    return open_cluster(site.home, environment=os.environ).data.exists()


def check_browser(site: Site) -> Finding:
    """Is there a browser for the tests."""
    if any(map(shutil.which, BROWSERS)) or any(OWN_BROWSERS.glob("chromium*")):
        return Finding(Verdict.FINE, "a browser for the tests")
    return Finding(Verdict.NOTE, "no browser for the tests", "make test installs one")


def _check_cluster(cluster: Cluster) -> Finding:
    if not cluster.data.exists():
        return Finding(Verdict.NOTE, "there is no database here yet", "boutdufil serve")
    if not cluster.answers():
        return Finding(Verdict.NOTE, "the database is asleep", "any command wakes it")
    return check_server(addresses(cluster).app)


def _check_connection(connection: psycopg.Connection) -> Finding:
    release = connection.info.server_version
    if release < OLDEST_SERVER:
        text = f"PostgreSQL {release // 10000} is too old"
        return Finding(Verdict.WRONG, text, "use PostgreSQL 17 or later")
    row = connection.execute(
        "select rolsuper from pg_roles where rolname = current_user"
    ).fetchone()
    if row is not None and row[0]:
        text = "DATABASE_URL names a superuser, whom no guard of the data binds"
        return Finding(
            Verdict.WRONG, text, "give the site the app role: deploy/postgresql/roles.sql"
        )
    if not migrations.is_current(connection):
        return Finding(Verdict.WRONG, "the schema is not this release's", "boutdufil migrate")
    return Finding(Verdict.FINE, f"the database answers (PostgreSQL {release // 10000})")
