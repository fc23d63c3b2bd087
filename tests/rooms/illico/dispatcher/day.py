"""A day on a floor that is killed again and again: pages that react, ask again, come back."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any

from boutdufil.kernel.realtime import RefusedError
from boutdufil.rooms.illico.dispatcher.database import connect
from tests.rooms.illico.dispatcher.floor import LINE, PROFILE, Floor, SetClock, start_floor

TICK_MS = 250
# For an answer on a machine that has much else to do.
PATIENCE_SECONDS = 300
# Nobody dispatches for so long: a start takes a second, a host that begins anew many.
AWAY_MS = (1_000, 30_000)
Body = Mapping[str, Any]


@dataclass
class Day:
    """Callers come, agents answer, decline, forget, lose their link; the dispatcher dies."""

    calls: list[str]
    agents: list[str]
    seed: int
    kill_share: float = 0.01
    floor: Floor = field(init=False)
    clock: SetClock = field(default_factory=SetClock)
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._now = 0
        self._due: list[tuple[int, int, str, dict[str, Any]]] = []
        self._numbers = count()
        self._asked: list[tuple[str, dict[str, Any], asyncio.Task[Body]]] = []
        self._heard = 0
        self.left: set[str] = set()
        self.gave_up: set[str] = set()
        self._offered: set[str] = set()
        self._told_the_end: set[str] = set()

    async def play(self) -> None:
        """Live through the day until every caller has left and every agent is at rest."""
        self.floor = await start_floor("main", self.clock)
        self.floor.loop.set_line(LINE)
        for number, agent in enumerate(self.agents):
            self.at(number, "sign_in", agent=agent, profile=PROFILE)
        for number, call in enumerate(self.calls):
            self.at(
                1_000 + number * 400 + self._chance.randrange(400), "offer", call=call, line=LINE.id
            )
        last_call_at = 1_000 + 400 * len(self.calls)
        while len(self.left) < len(self.calls) or self._busy():
            assert self._now < last_call_at + 7_200_000, self._stuck()
            await self._tick()
        self.floor.journal.close()
        await self.floor.writing
        self.floor.loop.forget()

    def at(self, ms: int, op: str, **body: Any) -> None:
        """Have a page ask so much later."""
        heappush(self._due, (self._now + ms, next(self._numbers), op, body))

    def _busy(self) -> bool:
        states = self.floor.loop.desk.tally.by_state
        return any(
            number for state, number in states.items() if state not in ("available", "paused")
        )

    def _stuck(self) -> str:
        tally = self.floor.loop.desk.tally
        return f"{len(self.calls) - len(self.left)} calls, {dict(tally.by_state)}"

    async def _tick(self) -> None:
        self._now += TICK_MS
        self.clock.ahead_ms += TICK_MS
        while self._due and self._due[0][0] <= self._now:
            _at, _number, op, body = heappop(self._due)
            self._ask(op, body)
        self._mishap()
        self.floor.loop.look()
        self.floor.loop.reap()
        for _ in range(self._chance.randrange(4)):
            await asyncio.sleep(0)
        if self._chance.random() < self.kill_share:
            await self._kill()
        await self._settle()

    def _ask(self, op: str, body: dict[str, Any]) -> None:
        if op == "gone":
            self.gave_up.add(body["call"])
        task = asyncio.ensure_future(self.floor.loop.answer(op, body))
        self._asked.append((op, body, task))

    def _mishap(self) -> None:
        """Let somebody's page go, for a while or for good."""
        if self._chance.random() < 0.02:
            agent = self._chance.choice(self.agents)
            self._ask("lost", {"agent": agent})
            self.at(self._chance.choice((1_000, 10_000, 40_000)), "back", agent=agent)
        if self._chance.random() < 0.02 and (here := list(self.floor.loop.desk.router.calls())):
            call = self._chance.choice(here).name
            self._ask("caller_lost", {"call": call})
            self.at(self._chance.choice((2_000, 30_000)), "caller_back", call=call)

    async def _settle(self) -> None:
        """Hear the answers and what was pushed."""
        asked, self._asked = self._asked, []
        waiting = {task for _op, _body, task in asked}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while waiting:
                _done, waiting = await asyncio.wait(waiting, timeout=0.05)
                self.floor.loop.look()
        for op, body, task in asked:
            self._hear_answer(op, body, task)
        told = self.floor.told[self._heard :]
        self._heard = len(self.floor.told)
        for topic, body in told:
            self._hear(topic, body)

    def _hear_answer(self, op: str, body: dict[str, Any], task: asyncio.Task[Body]) -> None:
        error = task.exception()
        assert error is None or isinstance(error, RefusedError), error
        code = error.code if isinstance(error, RefusedError) else "ok"
        self.happened[f"{op} {code}"] += 1
        if op == "offer":
            assert code == "ok", body
            self._offered.add(body["call"])
            self._miss([body["call"]])
        if op == "back" and code == "unknown_agent":
            self.at(500, "sign_in", agent=body["agent"], profile=PROFILE)

    def _hear(self, topic: str, body: Body) -> None:
        kind, _, who = topic.partition(":")
        if kind == "agent" and body["kind"] in REACTIONS:
            REACTIONS[body["kind"]](self, who, body)
        if kind == "call" and body["kind"] == "ended":
            assert who not in self._told_the_end, f"{who} ended twice"
            self._told_the_end.add(who)
            self.left.add(who)

    def assigned(self, agent: str, body: Body) -> None:
        chance = self._chance.random()
        op = "answer" if chance < 0.9 else "decline" if chance < 0.95 else ""
        if op:
            self.at(self._chance.randrange(3_000), op, agent=agent, call=body["call"])
        if self._chance.random() < 0.05:
            self.at(self._chance.randrange(300), "gone", call=body["call"])

    def connected(self, agent: str, body: Body) -> None:
        self.at(self._chance.randrange(20_000), "release", agent=agent, call=body["call"])
        # One in twenty finds no path; of these, some pages say so and some say nothing.
        chance = self._chance.random()
        if chance < 0.98:
            said = {"on": chance < 0.95, "from": agent, "agents": [agent]}
            self.at(500, "note", call=body["call"], kind="media", who="page", body=said)

    def ended(self, agent: str, body: Body) -> None:
        self.at(self._chance.randrange(4_000), "wrapped_up", agent=agent, call=body["call"])

    def changed(self, agent: str, body: Body) -> None:
        if body["state"] == "paused":
            self.at(2_000, "resume", agent=agent)
        if body["state"] == "offline":
            self.at(2_000, "sign_in", agent=agent, profile=PROFILE)

    async def _kill(self) -> None:
        """Kill the dispatcher at work, or only its connections; pages ask again and look again."""
        if self._chance.random() < 0.3:
            await self._cut_connections()
            return
        self.happened["killed"] += 1
        told = self.floor.told[self._heard :]
        await self.floor.kill()
        for topic, body in told:
            self._hear(topic, body)
        again = [(op, body) for op, body, task in self._asked if not task.done()]
        self._asked = [one for one in self._asked if one[2].done()]
        away = self._chance.randrange(*AWAY_MS)
        self._now += away
        self.clock.ahead_ms += away
        self.floor, self._heard = await start_floor("main", self.clock), 0
        for op, body in again:
            self._ask(op, body)
        await self._look_again()

    async def _look_again(self) -> None:
        """Show every page where it stands: what was pushed while nobody heard is in it."""
        for agent in self.agents:
            state = await self.floor.ask("state", agent=agent)
            self.changed(agent, state)
            for one in state["calls"]:
                act = {"reserved": self.assigned, "in_call": self.connected, "wrap_up": self.ended}
                act[one["phase"]](agent, one)
        self._miss(self._offered)

    def _miss(self, calls: Iterable[str]) -> None:
        """Take those who were offered and are there no more as having left."""
        self.left |= {call for call in calls if self.floor.loop.desk.router.call(call) is None}

    async def _cut_connections(self) -> None:
        self.happened["cut"] += 1
        async with await connect(name="test") as connection:
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and application_name = 'boutdufil dispatcher'"
                " and pid <> pg_backend_pid()"
            )


REACTIONS = {
    "assigned": Day.assigned,
    "connected": Day.connected,
    "ended": Day.ended,
    "state": Day.changed,
}
