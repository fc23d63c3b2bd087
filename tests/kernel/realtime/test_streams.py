"""Streams of real web processes: nothing lost, nothing twice, nobody held up."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from boutdufil.kernel import realtime
from boutdufil.kernel.events.relay import running_relay
from boutdufil.kernel.events.selectors import outbox_status
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.kernel.realtime.listener import NAME
from tests.database import TestDatabase, disconnect
from tests.kernel.realtime.web import Page, Web, web
from tests.processes import wait_until


@pytest.fixture(scope="module", autouse=True)
def database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, test_database: TestDatabase
) -> Iterator[None]:
    """Let one database, one relay and one web process serve all of these; topics keep apart."""
    with django_db_blocker.unblock():
        with running_relay():
            wait_until(lambda: outbox_status().has_relay)
            yield
        disconnect()
        test_database.restore()


@pytest.fixture(scope="module")
def dispatcher(tmp_path_factory: pytest.TempPathFactory) -> Address:
    return Address(path=str(tmp_path_factory.mktemp("exchange") / "dispatcher.sock"))


@pytest.fixture(scope="module")
def served(database: None, dispatcher: Address) -> Iterator[Web]:
    with web(str(dispatcher)) as process:
        yield process


@pytest.fixture
def topic() -> str:
    return f"plan:{uuid4().hex[:8]}"


def tell(topic: str, number: int, **body: object) -> None:
    with transaction.atomic():
        realtime.publish(topic, "told", {"n": number, **body})


def numbers(page: Page) -> list[int]:
    return [body["n"] for body in page.bodies()]


def kill_hubs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where application_name = %s and datname = current_database()",
            [NAME],
        )
        return int(cursor.fetchone()[0])


def test_a_page_gets_its_topics_in_order_and_no_other(served: Web, topic: str) -> None:
    topics = [topic, f"{topic}-2", f"{topic}-3"]
    page = Page(served, realtime.stream_token(topics[:2]))
    other = Page(served, realtime.stream_token(topics[2:]))
    for number in range(20):
        tell(topics[number % 3], number)
    with transaction.atomic():
        realtime.publish(topic, "told", {"n": 99})
        transaction.set_rollback(True)
    tell(topics[1], 100)

    wait_until(lambda: 100 in numbers(page))
    assert numbers(page) == [n for n in range(20) if n % 3 != 2] + [100]
    assert numbers(other) == [n for n in range(20) if n % 3 == 2]


def test_what_is_published_between_the_page_and_its_stream_is_delivered(
    served: Web, topic: str
) -> None:
    tell(topic, 1)
    wait_until(lambda: outbox_status().waiting == 0)
    token = realtime.stream_token([topic])
    tell(topic, 2)
    wait_until(lambda: outbox_status().waiting == 0)
    time.sleep(0.2)
    page = Page(served, token)
    tell(topic, 3)

    wait_until(lambda: numbers(page) == [2, 3])


def test_whoever_returns_gets_what_was_missed_once(served: Web, topic: str) -> None:
    token = realtime.stream_token([topic])
    got: list[int] = []
    stop = threading.Event()
    writer = threading.Thread(target=_tell_until, args=[topic, stop])
    writer.start()
    last, by_header = "", False
    for _ in range(8):
        page = Page(served, token, **({"header": last} if by_header else {"last": last}))
        before = len(page.messages)
        wait_until(lambda p=page, b=before: len(p.messages) > b + 5)
        page.leave()
        page.join(5)
        got += numbers(page)
        last, by_header = page.last, not by_header
        time.sleep(0.1)
    stop.set()
    writer.join()
    page = Page(served, token, header=last)
    tell(topic, -1)
    wait_until(lambda: -1 in numbers(page))
    got += numbers(page)[:-1]

    assert len(got) > 40
    assert got == list(range(len(got)))


def _tell_until(topic: str, stop: threading.Event) -> None:
    number = 0
    while not stop.is_set():
        tell(topic, number)
        number += 1
        time.sleep(0.01)
    connection.close()


def test_a_page_that_missed_hundreds_gets_them_all(served: Web, topic: str) -> None:
    token = realtime.stream_token([topic])
    with transaction.atomic():
        for number in range(700):
            realtime.publish(topic, "told", {"n": number})
    wait_until(lambda: outbox_status().waiting == 0)
    page = Page(served, token)
    tell(topic, 700)

    wait_until(lambda: numbers(page)[-1:] == [700])
    assert numbers(page) == list(range(701))


def test_three_killed_connections_lose_nothing(served: Web, topic: str) -> None:
    page = Page(served, realtime.stream_token([topic]))
    for number in range(300):
        tell(topic, number)
        if number in (50, 150, 250):
            wait_until(lambda: kill_hubs() > 0)
    wait_until(lambda: len(page.bodies()) >= 300)
    time.sleep(0.5)

    assert numbers(page) == list(range(300))


def test_a_second_process_delivers_the_same_and_open_streams_do_not_hold_up_its_end(
    served: Web, dispatcher: Address, topic: str
) -> None:
    with web(str(dispatcher), grace=600) as second:
        pages = [Page(process, realtime.stream_token([topic])) for process in (served, second)]
        pages += [Page(second, realtime.stream_token([topic])) for _ in range(20)]
        for number in range(10):
            tell(topic, number)
        wait_until(lambda: all(numbers(page) == list(range(10)) for page in pages))

        # Long before its grace is over, which open streams would wait for; else this raises.
        second.stop(seconds=60)
        wait_until(lambda: all(page.has_ended for page in pages[1:]))
        assert not pages[0].has_ended


def test_bad_tokens_and_methods_are_turned_away(served: Web, topic: str) -> None:
    good = realtime.stream_token([topic])
    assert served.status("/flux/") == 403
    assert served.status("/flux/?t=") == 403
    assert served.status(f"/flux/?t={good[:-2]}") == 403
    assert served.status(f"/flux/?t={good}", method="POST") == 405
    assert served.status("/flux") in (301, 404)


def test_a_token_opens_a_few_streams_and_no_more(served: Web, topic: str) -> None:
    token = realtime.stream_token([topic])
    pages = [Page(served, token) for _ in range(4)]
    assert served.status(f"/flux/?t={token}") == 429
    pages[0].leave()
    again: list[Page] = []

    def is_let_in() -> bool:
        again.append(Page(served, token))
        return bool(again[-1].opened)

    wait_until(is_let_in)


def test_a_stream_ends_with_its_token(served: Web, topic: str) -> None:
    page = Page(served, realtime.stream_token([topic], seconds=2))
    assert not page.has_ended
    wait_until(lambda: page.has_ended, seconds=10)


def test_a_page_that_does_not_read_is_closed_alone(served: Web, topic: str) -> None:
    reader = Page(served, realtime.stream_token([topic]))
    token = realtime.stream_token([topic])
    with socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stuck.connect(("127.0.0.1", served.port))
        stuck.sendall(f"GET /flux/?t={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        for number in range(700):
            tell(topic, number, text="x" * 15_000)
        wait_until(lambda: len(reader.bodies()) == 700, seconds=60)
        assert numbers(reader) == list(range(700))
        stuck.settimeout(60)
        size = 0
        while more := stuck.recv(1 << 20):
            size += len(more)
        # Cut off in the middle: far from all of its ten megabytes.
        assert size < 8_000_000


def test_live_messages_come_through_the_exchange_without_a_number(
    served: Web, dispatcher: Address
) -> None:
    async def answer(op, body):
        return {}

    async def scene() -> None:
        async with realtime.serving_exchange(answer, address=dispatcher) as exchange:
            page = await asyncio.to_thread(Page, served, token)
            position = page.last
            async with asyncio.timeout(10):
                while not exchange.push("wall", {"kind": "snapshot", "waiting": 3}):
                    await asyncio.sleep(0.05)
            await asyncio.to_thread(wait_until, lambda: bool(page.bodies()))
            assert page.messages[-1] == {
                "topic": "wall", "kind": "snapshot",
                "body": {"kind": "snapshot", "waiting": 3},
            }  # fmt: skip
            assert page.last == position
            page.leave()
            async with asyncio.timeout(10):
                while exchange.push("wall", {}):
                    await asyncio.sleep(0.05)

    token = realtime.stream_token(["wall"])
    asyncio.run(scene())


def test_a_position_of_a_database_that_is_no_more_silences_no_page(served: Web, topic: str) -> None:
    page = Page(served, realtime.stream_token([topic]), last="123456789")
    tell(topic, 1)

    wait_until(lambda: numbers(page) == [1])
