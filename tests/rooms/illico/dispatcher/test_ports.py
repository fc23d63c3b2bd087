"""A dispatcher between hosts: who cannot be reached does not own the pool."""

import asyncio
import socket

import pytest

from boutdufil.kernel.realtime import Exchange, RealtimeError
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.rooms.illico.dispatcher import Post, serve
from boutdufil.rooms.illico.models import PoolLease

pytestmark = pytest.mark.django_db(transaction=True)


async def nobody(op, body):
    return {}


@pytest.fixture
def place() -> Address:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Address(host="127.0.0.1", port=probe.getsockname()[1], secret="hush")


def test_a_port_of_somebody_else_costs_no_pool(place: Address) -> None:
    async def scene() -> None:
        other = Exchange(answer=nobody)
        await other.serve(place)
        with pytest.raises(RealtimeError, match=r"another process serves at tcp://127"):
            await serve(Post(address=place, projects=False))
        await other.close()

    asyncio.run(scene())
    assert not PoolLease.objects.exists()


def test_a_port_lost_at_the_last_moment_gives_the_pool_back(
    place: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(exchange: Exchange, address: Address) -> None:
        raise RealtimeError("another process serves there")

    monkeypatch.setattr(Exchange, "serve", lost)
    with pytest.raises(RealtimeError):
        asyncio.run(serve(Post(address=place, projects=False)))
    lease = PoolLease.objects.get(pool="main")
    assert (lease.epoch, lease.holder) == (1, "")
