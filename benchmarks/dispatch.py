"""Dispatch: how many decisions a second the router takes, and whether it takes them rightly.

Question: does one process carry 12,000 agents, and the 273,000 of the whole trade, with all
policies on: skills, levels that widen, overflow, sticky agents, ageing, reserves, several texts at
once, unanswered and declined calls, transfers, lost agents? A decision is a choice made: an agent
for a call, found or not, or a call for a free agent, found or not. Its time holds all the rest of
the life of a call in the router too: answer, end, wrap-up, gap, deadlines; `engine_calls_per_s`
counts whole lives. A child process plays the day and writes its events down; they are then timed
alone, from the same state: per second of the processor, so that neighbours on the machine count
less, and each event by the clock. The router makes no reference cycles, so the collector of the
process is off, as it may be in a dispatcher.

With a database (durable, on this disk) the same day goes through the whole loop of the dispatcher,
without sockets: a decision counts when its line is in PostgreSQL and its page would be told.
`journaled_per_s` are lines of the journal alone; `skip_locked_per_s` the decisions of a queue in
the same PostgreSQL that writes the same rows; `fdatasync_ms` says what the disk can do.
`rebuilding_s` is how long another process needs for the whole floor from the last snapshot and
`rebuilding_lines` behind it.

    boutdufil bench dispatch --json
"""

import argparse
import gc
import json
import multiprocessing
import os
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.dispatch_floor import CYCLE_S, Day
from benchmarks.dispatch_journal import journal_figures
from boutdufil.engines.routing import (
    Assigned,
    Decision,
    Event,
    Expired,
    Queued,
    RefusedError,
    Router,
    State,
    StateChanged,
)
from tests.engines.routing_traces import Trace
from tests.engines.slow_routing import SlowRouter

NEEDS_PEERS = False
NEEDS_DATABASE = True
NEEDS_DURABILITY = True
SEED = 20251122
SIZES = (12_000, 273_000)
JOURNAL_SECONDS = 5.0
Figures = dict[str, object]


@dataclass
class World:
    """A floor at work: what happens outside, and the router."""

    day: Day
    router: Router = field(default_factory=Router)
    profiles: set[str] = field(default_factory=set)

    def open(self) -> None:
        """Set the rules, sign everybody in, and let one and a half cycles of calls go by."""
        for event in self.day.opening():
            self.router.apply(event)
            if profile := getattr(event, "profile", None):
                self.profiles.add(repr((sorted(profile.skills), profile)))
        while self.day.now < 1.5 * CYCLE_S * 1000:
            self.step()

    def step(self) -> list[tuple[Event, list[Decision]]]:
        """Let the next thing happen outside, after all that has run out by then."""
        upcoming = self.day.next_event()
        applied = [self.apply(event) for event in (*self.router.due(upcoming.at), upcoming)]
        return [one for one in applied if one]

    def apply(self, event: Event) -> tuple[Event, list[Decision]] | None:
        try:
            decisions = self.router.apply(event)
        except RefusedError:
            return None
        now, self.day.now = self.day.now, event.at
        self.day.follow(decisions)
        self.day.now = now
        return event, decisions


WORLDS: dict[int, World] = {}


def record(agents: int, calls: int) -> tuple[list[Event], Counter[str]]:
    """Play on until so many calls have rung; return the events, and what they led to."""
    events: list[Event] = []
    counts: Counter[str] = Counter()
    while counts["calls"] < calls:
        for event, decisions in WORLDS[agents].step():
            events.append(event)
            counts["calls"] += sum(type(one) is Assigned for one in decisions)
            counts["choices"] += sum(is_choice(one) for one in decisions)
    return events, counts


def is_choice(decision: Decision) -> bool:
    """Tell whether a decision answers who takes a call, or what a free agent takes."""
    if isinstance(decision, StateChanged):
        return decision.state is State.AVAILABLE
    return isinstance(decision, Assigned | Queued)


def run(sizes: tuple[int, ...], calls: int, trace_events: int) -> Figures:
    """Measure the engine, then the journal when there is a database to write it to."""
    figures: Figures = {}
    if "DATABASE_URL" in os.environ:
        figures |= journaled(min(sizes), calls)
    for agents in sizes:
        figures |= engine_figures(agents, calls)
    figures["engine_p99_us"] = figures[f"engine_p99_us_{min(sizes)}"]
    figures["oracle_events"] = trace_events
    figures["oracle_mismatches"] = sum(mismatches(seed, trace_events // 10) for seed in range(10))
    return figures


def journaled(agents: int, calls: int) -> Figures:
    """Record some of the day of the smaller floor, and write it down as the dispatcher does."""
    world = WORLDS[agents] = World(Day(agents, SEED))
    world.open()
    with multiprocessing.get_context("fork").Pool(1) as child:
        events, _counts = child.apply(record, (agents, calls // 2))
    del WORLDS[agents]
    return journal_figures(world.router, events, JOURNAL_SECONDS)


def engine_figures(agents: int, calls: int) -> Figures:
    """Fill the floor, let a child write the events down, and time them."""
    world = WORLDS[agents] = World(Day(agents, SEED))
    world.open()
    with multiprocessing.get_context("fork").Pool(1) as child:
        events, counts = child.apply(record, (agents, calls))
    cpu_s, spent = timed(world.router, events)
    waiting = sum(not call.agent for call in world.router.calls())
    del WORLDS[agents]
    return {
        f"engine_per_s_{agents}": round(counts["choices"] / cpu_s),
        f"engine_calls_per_s_{agents}": round(counts["calls"] / cpu_s),
        f"engine_events_per_s_{agents}": round(len(events) / cpu_s),
        f"engine_p50_us_{agents}": percentile_us(spent, 0.5),
        f"engine_p99_us_{agents}": percentile_us(spent, 0.99),
        f"engine_max_ms_{agents}": percentile_us(spent, 1.0) / 1000,
        f"profiles_{agents}": len(world.profiles),
        f"waiting_{agents}": waiting,
    }


def timed(router: Router, events: list[Event]) -> tuple[float, list[int]]:
    """Return the seconds of the processor for all events, and the ns of each by the clock.

    Whoever drives the router looks for what has run out before each event from outside.
    """
    spent, clock = [], time.perf_counter_ns
    gc.collect()
    gc.disable()
    started = time.process_time()
    for event in events:
        begun = clock()
        if type(event) is not Expired:
            router.due(event.at)
        router.apply(event)
        spent.append(clock() - begun)
    cpu_s = time.process_time() - started
    gc.enable()
    return cpu_s, sorted(spent)


def percentile_us(spent: list[int], share: float) -> float:
    return round(spent[int(share * (len(spent) - 1))] / 1000, 1)


def mismatches(seed: int, events: int) -> int:
    """Count the events of a random trace on which router and brute force part."""
    trace, fast, slow = Trace(seed), Router(), SlowRouter()
    pairs = [(outcome(fast, event), outcome(slow, event)) for event in trace.opening()]
    while len(pairs) < events:
        now = trace.step()
        for event in [*fast.due(now), trace.event(fast)]:
            pairs.append((outcome(fast, event), outcome(slow, event)))
    return sum(ours != theirs for ours, theirs in pairs)


def outcome(router: Router | SlowRouter, event: Event) -> object:
    try:
        return router.apply(event)
    except RefusedError:
        return "refused"


def as_table(figures: Figures) -> str:
    return "\n".join(f"{name:34} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench dispatch", description=__doc__)
    parser.add_argument("--agents", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--calls", type=int, default=50_000, help="measured, for each size")
    parser.add_argument("--trace-events", type=int, default=50_000, help="against brute force")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    figures = run(tuple(options.agents), options.calls, options.trace_events)
    print(json.dumps(figures, indent=2) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
