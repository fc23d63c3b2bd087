"""Calls: from the click to the ringing agent, for 200 callers at the same moment.

Question: when 200 people call at once, how long until the agent of each hears it ring? One web
process (this one: it holds the one link that all its pages share, as uvicorn does) and one
dispatcher, a process of its own with its journal in a database that survives a power cut. In
`click_to_ring` the click is the request to the dispatcher; the ring is what reaches the agent's
topic.

`page_to_ring` begins where the caller's browser does: with the POST of the page to a web process
of the whole site, which writes the call down and puts it in line. It holds the web process's own
time, `page_alone` for one call: of those who click at the same moment the last waits for all
others; `paced` ones come in turn, so many a second.

`recovery_s`: the dispatcher is killed (-9) while as many callers are rung; from there until the
next one, started as the site starts it, says of each of them what the first one said. The lease of
the dead one (3 s) and the start of a process are in it.

    boutdufil bench calls --json
"""

import argparse
import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import time as clock
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import numpy as np

from benchmarks.calls_pages import Button, button, web_process
from boutdufil.config.processes.children import Child
from boutdufil.config.supervisor import dispatcher_child

NEEDS_PEERS = False
NEEDS_DATABASE = True
NEEDS_DURABILITY = True
CALLS, ROUNDS = 200, 10
PATIENCE = 60.0
LINE = "bench:voice"
PAGE = "/illico/bench/appeler/"
# Clicks of pages: to warm the process up, one after the other, and in turn so many a second.
WARM_CLICKS, ALONE, PACE = 20, 20, 10
PROFILE = {"skills": ["n:bench", "fr"], "capacity": {"voice": 1}}
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print figures as JSON alone")
    parser.add_argument("--calls", type=int, default=CALLS, help="at the same moment")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    django.setup()
    open_number()
    figures = asyncio.run(run(chosen.calls, chosen.rounds))
    if chosen.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:>28}  {value}")


def open_number() -> None:
    """Publish the number that everybody calls."""
    # Only importable once Django is ready.
    from django.utils import timezone  # noqa: PLC0415

    from tests.factories.illico import NumberFactory, OpeningHoursFactory  # noqa: PLC0415

    number = NumberFactory(code="bench", channels=["voice"], published_at=timezone.now())
    for weekday in range(1, 8):
        OpeningHoursFactory(number=number, weekday=weekday, opens=clock(0), closes=clock(23, 59))


async def run(calls: int, rounds: int) -> Figures:
    """Play rounds of calls that come at once; return the delays of all."""
    async with dispatcher() as (child, link):
        floor = Floor(link, calls)
        await floor.open()
        delays, answers = [], []
        for _ in range(rounds):
            rings, clicks = await floor.play()
            delays += rings
            answers += clicks
        figures = {
            "calls_at_once": calls,
            "calls": len(delays),
            **spread("click_to_ring", delays),
            "click_answered_p99_ms": percentile_ms(answers, 99),
        }
        return {**figures, **await from_the_page(floor), **await recovery(child, floor)}


def spread(name: str, seconds: list[float]) -> Figures:
    """Return the usual, the late and the latest of delays, in ms."""
    shares = {"p50": 50, "p99": 99, "max": 100}
    return {f"{name}_{how}_ms": percentile_ms(seconds, share) for how, share in shares.items()}


def percentile_ms(seconds: list[float], share: float) -> float:
    return round(float(np.percentile(np.array(seconds) * 1000, share)), 1)


async def from_the_page(floor: "Floor") -> Figures:
    """Have everybody click on the page: one by one, in turn, at once; return the delays."""
    with web_process() as port:
        pressed = await asyncio.to_thread(button, port, PAGE)
        for _ in range(WARM_CLICKS):
            await floor.click_pages(pressed, 1, pause=0)
        alone = [one for _ in range(ALONE) for one in await floor.click_pages(pressed, 1, pause=0)]
        paced = await floor.click_pages(pressed, floor.size, pause=1 / PACE)
        at_once = await floor.click_pages(pressed, floor.size, pause=0)
    return {
        "page_alone_p50_ms": percentile_ms(alone, 50),
        "page_clicks_per_s_paced": PACE,
        **spread("page_to_ring_paced", paced),
        **spread("page_to_ring_at_once", at_once),
    }


async def recovery(child: Child, floor: "Floor") -> Figures:
    """Kill the dispatcher with everybody's call ringing; return the s until all is as before."""
    await floor.ring_all()
    before = await floor.states()
    if before is None or child.pid is None:
        raise SystemExit("the dispatcher went away by itself")
    begun = time.perf_counter()
    os.kill(child.pid, signal.SIGKILL)
    async with asyncio.timeout(PATIENCE):
        while child.deaths == 0 or await floor.states() != before:
            child.tend()
            await asyncio.sleep(0.01)
    return {"recovery_calls": len(before), "recovery_s": round(time.perf_counter() - begun, 2)}


class Floor:
    """As many agents as callers, their pages, and when each was rung."""

    def __init__(self, link: Any, agents: int) -> None:
        self._link = link
        self._agents = [f"a{number}" for number in range(agents)]
        self._rung: dict[str, asyncio.Future[float]] = {}
        self._idle: dict[str, asyncio.Event] = {}
        # Calls of pages, whose names nobody here has chosen, in the order of their rings.
        self._heard: asyncio.Queue[tuple[float, str]] = asyncio.Queue()
        self._clicks = 0

    @property
    def size(self) -> int:
        """Return how many agents there are, and callers at once."""
        return len(self._agents)

    async def open(self) -> None:
        """Sign everybody in; pages join the topic of their agent."""
        for agent in self._agents:
            self._idle[agent] = asyncio.Event()
            await self._link.join(f"agent:{agent}", lambda body, a=agent: self._hear(a, body))
        await asyncio.gather(*(
            self._link.request("sign_in", agent=agent, profile=PROFILE) for agent in self._agents
        ))  # fmt: skip

    async def play(self) -> tuple[list[float], list[float]]:
        """Have everybody call at once; return the s to each ring, and to each answer."""
        await self._all_idle()
        calls = [str(uuid4()) for _ in self._agents]
        loop = asyncio.get_running_loop()
        self._rung = {call: loop.create_future() for call in calls}
        began = await asyncio.gather(*(self._click(call) for call in calls))
        async with asyncio.timeout(PATIENCE):
            rung = await asyncio.gather(*self._rung.values())
        for call in calls:
            await self._link.request("gone", call=call)
        rings = [ring - click for ring, (click, _) in zip(rung, began, strict=True)]
        return rings, [answered for _, answered in began]

    async def ring_all(self) -> None:
        """Have every agent rung, and leave it so."""
        await self._all_idle()
        loop = asyncio.get_running_loop()
        self._rung = {str(uuid4()): loop.create_future() for _ in self._agents}
        await asyncio.gather(*(self._click(call) for call in self._rung))
        await asyncio.gather(*self._rung.values())

    async def states(self) -> dict[str, str] | None:
        """Return how each call stands; None while nobody can say."""
        from boutdufil.kernel.realtime import RealtimeError  # noqa: PLC0415

        try:
            told = [await self._link.request("call_state", call=call) for call in self._rung]
        except RealtimeError:
            return None
        return {one["call"]: one["kind"] for one in told}

    async def click_pages(self, pressed: Button, clicks: int, *, pause: float) -> list[float]:
        """Click so often, with a pause between; return the s to each ring, the calls then gone.

        Which ring is whose is not known: the first who clicked is taken to be rung first.
        """
        await self._all_idle()
        async with asyncio.timeout(PATIENCE * 5), asyncio.TaskGroup() as group:
            tasks, hanging_up = [], group.create_task(self._hang_up(clicks))
            for _ in range(clicks):
                self._clicks += 1
                tasks.append(group.create_task(pressed.click(self._clicks, "voice")))
                await asyncio.sleep(pause)
        begun = sorted(task.result() for task in tasks)
        rung = sorted(hanging_up.result())
        return [ring - click for ring, click in zip(rung, begun, strict=True)]

    async def _hang_up(self, clicks: int) -> list[float]:
        """Return when so many rang; each is gone at once, as nobody rings without end."""
        rung = []
        for _ in range(clicks):
            at, call = await self._heard.get()
            rung.append(at)
            await self._link.request("gone", call=call)
        return rung

    async def _click(self, call: str) -> tuple[float, float]:
        await self._link.join(f"call:{call}", lambda body: None)
        begun = time.perf_counter()
        await self._link.request("offer", call=call, line=LINE, skills=["fr"])
        return begun, time.perf_counter() - begun

    def _hear(self, agent: str, body: Mapping[str, Any]) -> None:
        if body["kind"] == "assigned":
            self._idle[agent].clear()
            rung = self._rung.get(body["call"])
            if rung is None:
                self._heard.put_nowait((time.perf_counter(), body["call"]))
            elif not rung.done():
                rung.set_result(time.perf_counter())
        elif body["kind"] == "state" and body["state"] == "available":
            self._idle[agent].set()

    async def _all_idle(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(idle.wait() for idle in self._idle.values()))


@asynccontextmanager
async def dispatcher() -> AsyncIterator[tuple[Child, Any]]:
    """Run a dispatcher; give it and the link of a web process to it, once its lines are open."""
    # Only importable once Django is ready.
    from boutdufil.kernel.realtime import Link, RefusedError  # noqa: PLC0415
    from boutdufil.kernel.realtime.addresses import Address  # noqa: PLC0415

    path = str(Path(os.environ["BOUTDUFIL_HOME"]) / "bench.sock")
    os.environ["BOUTDUFIL_DISPATCHER"] = f"unix:{path}"
    with dispatcher_child().running() as child:
        async with Link(Address(path=path)).running() as link, asyncio.timeout(PATIENCE * 10):
            while not link.is_up:
                await asyncio.sleep(0.05)
            while True:
                try:
                    await link.request("offer", call="warm-up", line=LINE, skills=["nobody"])
                except RefusedError:
                    await asyncio.sleep(0.1)
                else:
                    break
            await link.request("gone", call="warm-up")
            yield child, link


if __name__ == "__main__":
    main()
