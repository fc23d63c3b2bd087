"""The exchange and its links: requests, topics, breaks, strangers and slow readers."""

import asyncio
import contextlib
import json
import socket
import stat
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from boutdufil.kernel.realtime import (
    Exchange,
    ExchangeAwayError,
    Link,
    RealtimeError,
    RefusedError,
    asking,
    links,
    serving_exchange,
)
from boutdufil.kernel.realtime import exchange as exchanges
from boutdufil.kernel.realtime.addresses import Address, read_address
from boutdufil.kernel.realtime.asking import ask_at
from boutdufil.kernel.realtime.wire import LINE_BYTES

SECRET = "hush hush"


async def answer(op, body):
    if op == "refuse":
        raise RefusedError("closed", "Le numéro est fermé")
    if op == "stumble":
        raise ZeroDivisionError
    if op == "sleep":
        await asyncio.sleep(60)
    return {"op": op, **body}


@pytest.fixture
def place(tmp_path: Path) -> Address:
    return Address(path=str(tmp_path / "dispatcher.sock"))


@contextlib.asynccontextmanager
async def linked(address: Address) -> AsyncIterator[Link]:
    async with Link(address).running() as link:
        await until(lambda: link.is_up)
        yield link


async def until(condition: Callable[[], bool], *, seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


def played(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(scene())


def test_a_request_is_answered_refused_or_found_faulty(place: Address) -> None:
    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place) as link:
            assert (await link.request("offer", call="c1"))["call"] == "c1"
            with pytest.raises(RefusedError) as refused:
                await link.request("refuse")
            assert (refused.value.code, refused.value.text) == ("closed", "Le numéro est fermé")
            with pytest.raises(RefusedError) as stumbled:
                await link.request("stumble")
            assert stumbled.value.code == "fault"

    played(scene)


def test_a_message_reaches_every_process_that_joined_and_no_other(place: Address) -> None:
    heard: list[tuple[str, object]] = []

    async def noted(body) -> None:
        heard.append(("async", body["n"]))

    async def scene() -> None:
        async with (
            serving_exchange(answer, address=place) as exchange,
            linked(place) as one,
            linked(place) as two,
        ):
            await one.join("call:c1", lambda body: heard.append(("one", body["n"])))
            await two.join("call:c1", noted)
            await two.join("call:c2", lambda body: heard.append(("other", body["n"])))
            await two.request("anything")
            await one.send("call:c1", {"n": 1})
            await until(lambda: len(heard) == 2)
            assert exchange.push("call:c1", {"n": 2}) == 2
            assert exchange.push("nobody", {}) == 0
            await until(lambda: len(heard) == 4)
            await two.leave("call:c1", noted)
            await two.request("anything")
            assert exchange.push("call:c1", {"n": 3}) == 1
            await until(lambda: len(heard) == 5)

    played(scene)
    assert sorted(heard) == [("async", 1), ("async", 2), ("one", 1), ("one", 2), ("one", 3)]


def test_a_callback_that_stumbles_hurts_no_other(place: Address) -> None:
    heard: list[object] = []

    async def scene() -> None:
        async with serving_exchange(answer, address=place) as exchange, linked(place) as link:
            await link.join("wall", lambda body: 1 / 0)
            await link.join("wall", heard.append)
            await link.request("anything")
            exchange.push("wall", {"waiting": 3})
            await until(lambda: heard == [{"waiting": 3}])

    played(scene)


def test_a_link_comes_back_and_joins_again_after_a_restart(place: Address) -> None:
    heard: list[object] = []
    ups: list[float] = []

    async def scene() -> None:
        async with Link(place).running() as link:
            link.on_up.append(lambda: ups.append(time.monotonic()))
            await link.join("wall", heard.append)
            with pytest.raises(ExchangeAwayError):
                await link.request("anything")
            for number in range(3):
                async with serving_exchange(answer, address=place) as exchange:
                    await until(lambda n=number: len(ups) == n + 1, seconds=3)
                    await link.request("anything")
                    assert exchange.push("wall", {"n": number}) == 1
                    await until(lambda n=number: len(heard) == n + 1)
                await until(lambda: not link.is_up)

    played(scene)
    assert heard == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_link_with_very_many_topics_comes_back(place: Address) -> None:
    topics = [f"leg:{number:036d}" for number in range(30_000)]

    async def scene() -> None:
        async with Link(place).running() as link:
            for topic in topics:
                await link.join(topic, print)
            ups: list[int] = []
            link.on_up.append(lambda: ups.append(1))
            async with serving_exchange(answer, address=place) as exchange:
                await until(lambda: link.is_up)
                await link.request("anything")
                assert all(exchange.is_joined(topic) for topic in topics)
                await asyncio.sleep(0.2)
                assert ups == [1]

    played(scene)


def test_what_changes_while_a_link_joins_again_is_not_lost(place: Address, monkeypatch) -> None:
    monkeypatch.setattr(links, "TOPICS_AT_ONCE", 1)

    async def scene() -> None:
        async with Link(place).running() as link:
            for number in range(5):
                await link.join(f"leg:{number}", print)
            ask = link._ask

            async def ask_and_change(op, body):
                if body == {"topics": ["leg:1"]}:
                    await link.leave("leg:0", print)
                    await link.leave("leg:4", print)
                    await link.join("leg:5", print)
                return await ask(op, body)

            monkeypatch.setattr(link, "_ask", ask_and_change)
            async with serving_exchange(answer, address=place) as exchange:
                await until(lambda: link.is_up)
                await link.request("anything")
                there = [number for number in range(6) if exchange.is_joined(f"leg:{number}")]
                assert there == [1, 2, 3, 5]

    played(scene)


def test_what_is_sent_while_it_is_away_stays_in_the_process(place: Address) -> None:
    heard: list[object] = []

    async def scene() -> None:
        async with Link(place).running() as link:
            await link.join("call:c1", heard.append)
            await link.send("call:c1", {"hold": True})
            await until(lambda: heard == [{"hold": True}])

    played(scene)


def test_a_request_waits_no_longer_than_it_may(place: Address, monkeypatch) -> None:
    monkeypatch.setattr(links, "REQUEST_SECONDS", 0.2)
    monkeypatch.setattr(asking, "ASK_SECONDS", 0.2)

    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place) as link:
            with pytest.raises(ExchangeAwayError):
                await link.request("sleep")
            with pytest.raises(ExchangeAwayError):
                await asyncio.to_thread(ask_at, place, "sleep")

    played(scene)


def test_an_exchange_that_hangs_holds_up_one_and_not_a_whole_site(
    place: Address, monkeypatch
) -> None:
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(asking, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(asking, "ASK_SECONDS", 0.2)

    def is_asked(hung: socket.socket) -> bool:
        """Tell whether a question got as far as the exchange, and so waited for its answer."""
        with pytest.raises(ExchangeAwayError):
            ask_at(place, "anything")
        try:
            hung.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(place.path)
        hung.listen()
        hung.settimeout(0)
        assert [is_asked(hung) for _ in range(3)] == [True, False, False]
        clock.now += asking.HUNG_SECONDS
        # One tries again; meanwhile and for a moment after it nobody else does.
        assert [is_asked(hung) for _ in range(3)] == [True, False, False]
    Path(place.path).unlink()

    async def scene() -> None:
        async with serving_exchange(answer, address=place):
            clock.now += asking.HUNG_SECONDS
            for _ in range(3):
                assert await asyncio.to_thread(ask_at, place, "anything")

    played(scene)


def test_pending_requests_fail_at_once_when_the_exchange_dies(
    place: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "REQUEST_SECONDS", 600)

    async def scene() -> None:
        async with serving_exchange(answer, address=place) as exchange, linked(place) as link:
            asked = asyncio.create_task(link.request("sleep"))
            await asyncio.sleep(0.05)
            await exchange.close()
            with pytest.raises(ExchangeAwayError, match="went away"):
                async with asyncio.timeout(60):
                    await asked

    played(scene)


def test_a_blocking_question_needs_no_event_loop_of_its_own(place: Address) -> None:
    async def scene() -> None:
        async with serving_exchange(answer, address=place):
            assert (await asyncio.to_thread(ask_at, place, "state", agent="a1"))["agent"] == "a1"
            with pytest.raises(RefusedError):
                await asyncio.to_thread(ask_at, place, "refuse")
        with pytest.raises(ExchangeAwayError):
            await asyncio.to_thread(ask_at, place, "state")

    played(scene)


@pytest.mark.parametrize(
    "garbage",
    [
        b"no json\n",
        b"[1, 2]\n",
        b"\xff\xfe\n",
        b'{"id": 1}\n',
        b'{"op": "join"}\n',
        b'{"op": "join", "topic": 7}\n',
        b'{"op": "join", "topics": "wall"}\n',
        b'{"op": "join", "topics": ["wall", 7]}\n',
        b'{"op": "send", "topic": "wall", "body": 3}\n',
        b"[" * 60_000 + b"\n",
        b"x" * (LINE_BYTES + 2),
        b"x" * (LINE_BYTES + 2) + b"\n",
    ],
)
def test_what_is_no_message_closes_that_link_alone(place: Address, garbage: bytes) -> None:
    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place) as link:
            reader, writer = await asyncio.open_unix_connection(place.path)
            writer.write(b'{"id": 1, "op": "ping"}\n')
            assert await reader.readline() == b'{"re":1,"ok":true}\n'
            writer.write(garbage)
            with contextlib.suppress(ConnectionResetError):
                assert await reader.read() == b""
            writer.close()
            assert await link.request("still here")

    played(scene)


def test_a_link_that_does_not_read_is_closed_and_holds_up_nobody(place: Address) -> None:
    heard: list[object] = []

    async def scene() -> None:
        async with serving_exchange(answer, address=place) as exchange, linked(place) as link:
            await link.join("wall", heard.append)
            _, writer = await asyncio.open_unix_connection(place.path, limit=1)
            writer.transport.pause_reading()
            writer.write(b'{"op": "join", "topic": "wall"}\n')
            await until(lambda: exchange.push("wall", {}) == 2)
            sent = len(heard)
            for _ in range(100):
                exchange.push("wall", {"text": "x" * 60_000})
                sent += 1
                await asyncio.sleep(0)
            await until(lambda: exchange.links == 1)
            await until(lambda: len(heard) >= sent)
            writer.transport.abort()

    played(scene)


def test_the_owner_hears_which_topics_a_closed_link_had(place: Address) -> None:
    closed: list[frozenset[str]] = []

    async def scene() -> None:
        async with serving_exchange(answer, address=place) as exchange:
            exchange.on_link_closed.append(closed.append)
            async with linked(place) as link:
                await link.join("leg:1", print)
                await link.join("leg:2", print)
                await link.leave("leg:2", print)
                await link.request("anything")
            await until(lambda: closed == [frozenset({"leg:1"})])
            assert exchange.push("leg:1", {}) == 0

    played(scene)


def test_requests_without_answers_make_a_flood_wait(place: Address, monkeypatch) -> None:
    monkeypatch.setattr(exchanges, "IN_FLIGHT", 3)
    # All two thousand are asked at once: on a busy machine the last waits longer than one request.
    monkeypatch.setattr(links, "REQUEST_SECONDS", 60.0)

    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place) as link:
            answers = await asyncio.gather(*(link.request("n", n=n) for n in range(2000)))
            assert [each["n"] for each in answers] == list(range(2000))

    played(scene)


def test_the_socket_is_for_its_user_alone_and_for_one_dispatcher(place: Address) -> None:
    async def scene() -> None:
        async with serving_exchange(answer, address=place):
            assert stat.S_IMODE(Path(place.path).stat().st_mode) == 0o600
            with pytest.raises(RealtimeError, match="another dispatcher"):
                await Exchange(answer=answer).serve(place)
        assert not Path(place.path).exists()

    played(scene)


def test_what_a_killed_dispatcher_left_is_no_obstacle(place: Address) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(place.path)

    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place) as link:
            assert await link.request("anything")

    played(scene)


def test_a_deep_folder_is_no_obstacle(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    place = Address(path=str(deep / "dispatcher.sock"))

    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place):
            assert await asyncio.to_thread(ask_at, place, "anything")

    played(scene)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_between_hosts_the_secret_is_proven_and_never_sent() -> None:
    place = Address(host="127.0.0.1", port=free_port(), secret=SECRET)
    stranger = Address(host=place.host, port=place.port, secret="guessed")

    async def scene() -> None:
        async with serving_exchange(answer, address=place) as exchange, linked(place) as link:
            assert await link.request("anything")
            assert await asyncio.to_thread(ask_at, place, "anything")
            with pytest.raises(ExchangeAwayError):
                await asyncio.to_thread(ask_at, stranger, "anything")
            reader, writer = await asyncio.open_connection(place.host, place.port)
            await reader.readline()
            writer.write(b'{"op": "join", "topic": "wall"}\n')
            with contextlib.suppress(ConnectionResetError):
                assert await reader.read() == b""
            assert exchange.push("wall", {}) == 0
            writer.close()

    played(scene)


def test_a_link_tells_nothing_to_who_does_not_know_the_secret() -> None:
    place = Address(host="127.0.0.1", port=free_port(), secret=SECRET)
    said: list[bytes] = []

    async def pretend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer as an exchange would; give the proof of the link back as one's own."""
        writer.write(b'{"challenge": "00"}\n{"topic": "call:c1", "body": {"kind": "ended"}}\n')
        with contextlib.suppress(ConnectionError, ValueError):
            said.append(hello := await reader.readline())
            asked = json.loads(hello)
            answer = {"re": asked["id"], "ok": True, "proof": asked["proof"]}
            writer.write(json.dumps(answer).encode() + b"\n")
            said.append(await reader.readline())
        writer.close()

    heard: list[object] = []

    async def scene() -> None:
        async with (
            await asyncio.start_server(pretend, place.host, place.port),
            Link(place).running() as link,
        ):
            await link.join("call:c1", heard.append)
            with pytest.raises(ExchangeAwayError):
                await asyncio.to_thread(ask_at, place, "offer", call="c1")
            await until(lambda: len(said) >= 4)
            assert not link.is_up

    played(scene)
    assert heard == []
    assert {json.loads(line)["op"] for line in said if line} <= {"hello"}


def test_a_port_that_is_taken_is_said_before_anything_is_served() -> None:
    place = Address(host="127.0.0.1", port=free_port(), secret=SECRET)

    async def scene() -> None:
        async with serving_exchange(answer, address=place):
            with pytest.raises(RealtimeError, match="another process serves at"):
                await Exchange(answer=answer).bind(place)
        first, second = Exchange(answer=answer), Exchange(answer=answer)
        # Neither listens yet; whoever waits for the pool may wait beside whoever has it.
        await first.bind(place)
        await second.bind(place)
        await first.serve(place)
        with pytest.raises(RealtimeError, match="another process serves at"):
            await second.serve(place)
        await first.close()
        await second.close()

    played(scene)


def test_a_link_may_have_much_to_say(place: Address) -> None:
    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place) as link:
            ups: list[int] = []
            link.on_up.append(lambda: ups.append(1))
            for _ in range(60):
                await link.send("call:c1", {"text": "x" * 60_000})
            assert (await link.request("anything"))["op"] == "anything"
            assert ups == []

    played(scene)


def test_a_stranger_who_says_nothing_is_not_kept(monkeypatch) -> None:
    monkeypatch.setattr(exchanges, "HELLO_SECONDS", 0.1)
    place = Address(host="127.0.0.1", port=free_port(), secret=SECRET)

    async def scene() -> None:
        async with serving_exchange(answer, address=place), linked(place) as link:
            reader, writer = await asyncio.open_connection(place.host, place.port)
            with contextlib.suppress(ConnectionResetError):
                await reader.read()
            writer.close()
            await asyncio.sleep(0.2)
            assert await link.request("the one that knows is kept")

    played(scene)


def test_addresses_are_read_and_odd_ones_refused() -> None:
    assert read_address("unix:/run/d.sock") == Address(path="/run/d.sock")
    assert str(read_address("tcp://10.0.0.1:7000", secret=SECRET)) == "tcp://10.0.0.1:7000"
    for text in ("", "unix:", "http://x:1", "tcp://host", "tcp://host:port"):
        with pytest.raises(RealtimeError):
            read_address(text, secret=SECRET)
    with pytest.raises(RealtimeError, match="BOUTDUFIL_DISPATCHER_SECRET"):
        read_address("tcp://10.0.0.1:7000")
