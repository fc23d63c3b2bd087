"""The relay beside writers, outages and kill -9: nothing is lost, nothing happens twice."""

import signal
import threading
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import DataError, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel.events import relay, services
from boutdufil.kernel.events.models import HandlerPosition, OutboxEvent
from boutdufil.kernel.events.outbox import news
from boutdufil.kernel.events.relay import Relay, give_positions, hand_over, running_relay
from boutdufil.kernel.events.selectors import outbox_status
from tests.database import TestDatabase
from tests.forking import Forked
from tests.kernel.events.conftest import PostOpened
from tests.kernel.events.relaying import relay_in_small_steps
from tests.kernel.events.walking import publish
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
INSERT = (
    "insert into events_outboxevent (name, payload, occurred_at)"
    " values ('tests.post_opened', jsonb_build_object('post_id', %s::int), now())"
)


@pytest.fixture
def address(test_database: TestDatabase) -> str:
    return test_database.addresses.app


def handed_over() -> list[int]:
    """Return the events of all jobs that were made, the first job first."""
    made = ProcrastinateJob.objects.filter(task_name="events.deliver").order_by("id")
    return [args["event_id"] for args in made.values_list("args", flat=True)]


def is_led() -> bool:
    return outbox_status().has_relay


def write(address: str, first: int, count: int, *, open_seconds: float = 0.0) -> None:
    """Commit events one by one, or all in one transaction that stays open."""
    with psycopg.connect(address, autocommit=not open_seconds) as connection:
        for number in range(first, first + count):
            connection.execute(INSERT, [number])
        time.sleep(open_seconds)


def test_writers_beside_a_long_transaction_lose_nothing(told: list[object], address: str) -> None:
    writers = [
        threading.Thread(target=write, args=[address, 1000 * n, 200]) for n in range(1, 5)
    ] + [threading.Thread(target=write, args=[address, 0, 50], kwargs={"open_seconds": 3.0})]
    with running_relay():
        wait_until(is_led)
        for writer in writers:
            writer.start()
        wait_until(lambda: len(handed_over()) >= 800, seconds=20)
        # The long transaction is open still: nobody waits for it.
        assert writers[-1].is_alive()
        for writer in writers:
            writer.join()
        wait_until(lambda: len(handed_over()) >= 850)

    positions = sorted(OutboxEvent.objects.values_list("pos", flat=True))
    assert positions == list(range(positions[0], positions[0] + 850))
    assert sorted(handed_over()) == sorted(OutboxEvent.objects.values_list("id", flat=True))


def test_an_event_is_on_its_way_at_once(told: list[object]) -> None:
    with running_relay():
        wait_until(is_led)
        time.sleep(0.2)  # idle by now
        publish(PostOpened(1))
        began = time.monotonic()
        wait_until(lambda: bool(handed_over()), seconds=5)

    assert time.monotonic() - began < 1.0


def test_a_commit_wakes_the_relay() -> None:
    news.clear()
    publish(PostOpened(1))

    assert news.is_set()


def test_one_leads_and_the_next_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "LOOK_AROUND_SECONDS", 0.1)
    leading = count_leaders(monkeypatch)
    first, second = Relay(), Relay()
    first.start()
    wait_until(lambda: leading == {first})
    second.start()
    time.sleep(0.5)
    assert leading == {first}

    first.stop()
    wait_until(lambda: leading == {second})
    second.stop()


def count_leaders(monkeypatch: pytest.MonkeyPatch) -> set[Relay]:
    """Note who leads at this moment."""
    leading: set[Relay] = set()
    lead: Callable[[Relay], None] = Relay._lead

    def noting(self: Relay) -> None:
        leading.add(self)
        try:
            lead(self)
        finally:
            leading.discard(self)

    monkeypatch.setattr(Relay, "_lead", noting)
    return leading


def end_relays(test_database: TestDatabase) -> None:
    """Cut the connections of all relays, as a restart of the server does."""
    with psycopg.connect(test_database.administrator(), autocommit=True) as administrator:
        administrator.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
            " and application_name = 'boutdufil relay'",
            [test_database.name],
        )


def test_an_outage_is_survived(
    told: list[object], test_database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "OUTAGE_PAUSE_SECONDS", 0.1)
    with running_relay():
        wait_until(is_led)
        end_relays(test_database)
        publish(PostOpened(1))
        wait_until(lambda: len(handed_over()) == 1)


def test_a_fault_of_ours_is_logged_and_survived(
    told: list[object], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(relay, "OUTAGE_PAUSE_SECONDS", 0.1)
    faults = iter([ZeroDivisionError()])
    give = relay.give_positions

    def stumble() -> int:
        for fault in faults:
            raise fault
        return give()

    monkeypatch.setattr(relay, "give_positions", stumble)
    publish(PostOpened(1))
    services.start_new_handlers()
    with running_relay():
        wait_until(lambda: len(handed_over()) == 1)

    assert "stumbled" in caplog.text


def test_the_connection_stands_outside_the_pool() -> None:
    connections["default"].ensure_connection()
    pool = connections["default"].pool
    asked = pool.get_stats()["requests_num"]
    with running_relay():
        wait_until(is_led)

        assert pool.get_stats()["requests_num"] == asked


def test_a_death_between_position_and_hand_over_loses_nothing(told: list[object]) -> None:
    services.start_new_handlers()
    publish(PostOpened(1), PostOpened(2))
    give_positions()  # and here it dies

    with running_relay():
        wait_until(lambda: len(handed_over()) == 2)


def test_a_death_inside_the_hand_over_leaves_no_half(
    told: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.start_new_handlers()
    publish(PostOpened(1))
    give_positions()
    fail = "select 1 / (0 * %s::int) from unnest(%s::text[]) where %s > 0"
    monkeypatch.setattr(relay, "ADVANCE", fail)
    with pytest.raises(DataError, match="division by zero"):
        hand_over()
    monkeypatch.undo()

    assert handed_over() == []
    assert HandlerPosition.objects.filter(pos__gt=0).count() == 0


@pytest.fixture
def relay_process() -> Iterator[Callable[[], Forked]]:
    """Start relays in processes of their own."""
    started: list[Forked] = []

    def start() -> Forked:
        started.append(Forked(relay_in_small_steps))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait(10)


def test_kill_9_mid_way_loses_nothing_and_doubles_nothing(
    told: list[object], address: str, relay_process: Callable[[], Forked]
) -> None:
    total = 3000
    services.start_new_handlers()
    killed, former = relay_process(), 0
    wait_until(is_led)
    # Another candidate waits all the time, as in a site of two processes.
    relay_process()
    writer = threading.Thread(target=write, args=[address, 0, total])
    writer.start()
    for _ in range(2):
        wait_until(lambda: len(handed_over()) > former + 100)  # noqa: B023
        killed.send_signal(signal.SIGKILL)
        killed.wait(10)
        former, killed = len(handed_over()), relay_process()
    writer.join()
    wait_until(lambda: len(handed_over()) >= total, seconds=60)

    jobs = handed_over()
    assert len(jobs) == len(set(jobs)) == total
