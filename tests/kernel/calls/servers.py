"""The site as uvicorn serves it, in a thread: pages, legs, and a link to an exchange or to none."""

import asyncio
import contextlib
import threading

import uvicorn

from boutdufil.config.asgi import BESIDE, Beside, WithCompany, get_pages
from boutdufil.kernel.realtime import process
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.kernel.realtime.exchange import serving_exchange
from boutdufil.kernel.realtime.links import Link
from tests.processes import wait_until

_loops = []


def send(topic, body):
    """Send to a topic as another part of this process would."""
    asyncio.run_coroutine_threadsafe(process.link().send(topic, body), _loops[0]).result(5)


def send_all(topic, bodies):
    """Send so much in one turn of the loop that no page can have read it."""

    async def work():
        for body in bodies:
            await process.link().send(topic, body)

    asyncio.run_coroutine_threadsafe(work(), _loops[0]).result(5)


async def nobody(op, body):
    """Answer nothing: legs ask the exchange for no more than its topics."""
    raise AssertionError(op)


@contextlib.contextmanager
def serving(folder, *, exchange=False):
    """Give the address of a server, http://127.0.0.1:port; its exchange is away unless asked."""
    address = Address(path=str(folder / "exchange.sock"))

    @contextlib.asynccontextmanager
    async def company():
        async with contextlib.AsyncExitStack() as stack:
            if exchange:
                await stack.enter_async_context(serving_exchange(nobody, address=address))
            process._link = await stack.enter_async_context(Link(address).running())
            _loops[:] = [asyncio.get_running_loop()]
            yield
            process._link = None

    application = WithCompany(Beside(get_pages(), BESIDE), company)
    config = uvicorn.Config(application, port=0, lifespan="on", log_config=None, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
