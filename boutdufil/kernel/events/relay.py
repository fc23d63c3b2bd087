"""The relay: gives events their positions and hands them to the jobs; one per database.

Every web and worker process has a candidate, a thread with one connection of its own; the one
that gets the advisory lock leads until its connection ends, however that happens. Positions,
tick and lock live on that same connection, so a leader that lost its lock cannot write.

Giving positions and handing over are two transactions. How far each handler was served is a row
written in the second one, beside the jobs themselves: a relay that dies between the two, or
inside one, leaves a state the next one continues from.
"""

import contextlib
import logging
import threading
from collections.abc import Iterator
from time import monotonic

from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from boutdufil.kernel import jobs
from boutdufil.kernel.events.handlers import handlers
from boutdufil.kernel.events.outbox import news
from boutdufil.kernel.events.selectors import RELAY_NAME
from boutdufil.kernel.events.services import start_new_handlers

POSITIONS_AT_ONCE = 1000
# Smaller, since making a job takes a tenth of a millisecond for which new events would wait.
STRETCH = 200
BUSY_SECONDS = 0.005
IDLE_SECONDS = 0.05
# A replay asked for by another process is noticed, a dead leader replaced, within this time.
LOOK_AROUND_SECONDS = 1.0
OUTAGE_PAUSE_SECONDS = 2.0
STOP_SECONDS = 5.0
LOCK = 0x626466
# Below every other job: a replay of a year does not hold up a sign-in mail.
PRIORITY = -1

GIVE_POSITIONS = """
with waiting as (
    select id from events_outboxevent where pos is null order by id limit %s
), numbered as (
    select id, nextval('events_pos') as pos from waiting
), given as (
    update events_outboxevent e set pos = n.pos from numbered n where e.id = n.id returning e.id
)
select count(*), (select pg_notify('bdf', '') from given limit 1) from given
"""
# The next stretch of positions that some handler has not been served from; null: none.
HORIZON = """
select max(pos) from (
    select pos from events_outboxevent where pos > (
        select min(pos) from events_handlerposition where handler = any(%s)
    ) order by pos limit %s
) as next
"""
TO_HAND_OVER = """
select h.handler, e.id from unnest(%s::text[], %s::text[]) as s(handler, name)
join events_handlerposition h on h.handler = s.handler
join events_outboxevent e on e.name = s.name and e.pos > h.pos and e.pos <= %s
where not exists (
    select 1 from events_delivery d where d.handler = h.handler and d.event_id = e.id
) order by e.pos, h.handler
"""
ADVANCE = "update events_handlerposition set pos = %s where handler = any(%s) and pos < %s"
# A leader's machine that loses its power is noticed in seconds, not in the two hours of TCP.
KEEPALIVE = """
set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3
"""

logger = logging.getLogger(__name__)


def give_positions() -> int:
    """Give waiting events their positions and send one tick; return how many there were."""
    with connections["default"].cursor() as cursor:
        cursor.execute(GIVE_POSITIONS, [POSITIONS_AT_ONCE])
        return int(cursor.fetchone()[0])


@transaction.atomic
def hand_over() -> bool:
    """Make the jobs of the next stretch of positions; return whether there was one."""
    told = {handler.name: handler.event for handler in handlers()}
    with connections["default"].cursor() as cursor:
        # Against a replay at this moment: it moves a handler back, this moves it on.
        cursor.execute(
            "select from events_handlerposition where handler = any(%s) for update", [list(told)]
        )
        cursor.execute(HORIZON, [list(told), STRETCH])
        (horizon,) = cursor.fetchone()
        if horizon is None:
            return False
        cursor.execute(TO_HAND_OVER, [list(told), list(told.values()), horizon])
        pairs = [{"handler": name, "event_id": number} for name, number in cursor.fetchall()]
        if pairs:
            jobs.enqueue_many("events.deliver", pairs, priority=PRIORITY)
        cursor.execute(ADVANCE, [horizon, list(told), horizon])
    return True


class Relay(threading.Thread):
    """A candidate for the leadership, until it is told to stop; survives outages."""

    def __init__(self) -> None:
        super().__init__(name="events-relay", daemon=True)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let the present step end, then give the leadership up."""
        self._stopping.set()
        news.set()
        self.join(STOP_SECONDS)

    def run(self) -> None:
        """Lead, wait to lead, or wait for the database."""
        while not self._stopping.is_set():
            try:
                with _own_connection() as connection:
                    self._serve(connection)
            except (OperationalError, InterfaceError):
                logger.warning("events rest: the database is away")
            except Exception:
                # A fault of ours: a site without events for good would be worse than a full log.
                logger.exception("the relay of events stumbled")
            self._stopping.wait(OUTAGE_PAUSE_SECONDS)

    def _serve(self, connection: BaseDatabaseWrapper) -> None:
        start_new_handlers()
        while not self._stopping.is_set():
            if _is_elected(connection):
                self._lead()
            self._stopping.wait(LOOK_AROUND_SECONDS)

    def _lead(self) -> None:
        pause, look_around_at = BUSY_SECONDS, monotonic()
        while not self._stopping.is_set():
            moved = give_positions() > 0
            if moved or monotonic() >= look_around_at:
                behind = hand_over()
                look_around_at = monotonic() + (0 if behind else LOOK_AROUND_SECONDS)
                moved = moved or behind
            pause = BUSY_SECONDS if moved else min(pause * 2, IDLE_SECONDS)
            if news.wait(pause):
                news.clear()


@contextlib.contextmanager
def running_relay() -> Iterator[None]:
    """Have a candidate in this process while the block runs."""
    relay = Relay()
    relay.start()
    try:
        yield
    finally:
        relay.stop()


@contextlib.contextmanager
def _own_connection() -> Iterator[BaseDatabaseWrapper]:
    """Give this thread a connection that no pool takes back, since a lock hangs on it."""
    settings = dict(connections.settings["default"])
    options = {key: value for key, value in settings["OPTIONS"].items() if key != "pool"}
    settings |= {"OPTIONS": options | {"application_name": RELAY_NAME}, "CONN_HEALTH_CHECKS": False}
    connection = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    connections["default"] = connection
    try:
        with connection.cursor() as cursor:
            cursor.execute(KEEPALIVE)
        yield connection
    finally:
        connection.close()


def _is_elected(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
