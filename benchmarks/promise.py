"""Promise: callers answered within 60 s by the router, against one pool that can do everything.

Question: how much of the promise does it cost that agents have two skills out of five and not all?
Days of 8 to 20 h, 100 erlangs of 240 s, 110 agents in a chain of skills (1 and 2, 2 and 3, ...),
nobody gives up, 4 s of legal gap after each call. The same calls, drawn from the same seed, go
through the router and through one pool, first come, first served; `erlang_c` is what theory gives
the pool in a day without a beginning. The interval is Student's, over the days.

    boutdufil bench promise --json
"""

import argparse
import json
from collections.abc import Iterable
from itertools import count
from statistics import fmean

import numpy as np

from boutdufil.engines.queueing import Call, Policy, Pool, Start, random_calls, simulate, within
from boutdufil.engines.routing import (
    SIMPLE_GAP_MS,
    Answered,
    Assigned,
    Decision,
    Line,
    LineSet,
    Offered,
    Profile,
    Released,
    ReserveSet,
    Router,
    SignedIn,
)
from boutdufil.lib.intervals import of_mean

NEEDS_PEERS = False
SEED = 20251122
HOURS, ERLANGS, TALK_S, AGENTS, KINDS = 12, 100, 240, 110, 5
PROMISE_MS = 60_000
# Ten seconds of age for each call that waits in the same line.
PRESSURE = 10
Figures = dict[str, object]


class Routed(Policy):
    """The router as a policy of the simulation; agents answer at once."""

    def __init__(self, pressure: int, *, spares: bool) -> None:
        self._router = Router()
        self._calls = count()
        for kind in range(KINDS):
            line = Line(f"k{kind}", skills=frozenset({f"k{kind}"}), wrap_up_ms=0, pressure=pressure)
            self._router.apply(LineSet(0, line))
        if spares:
            self._router.apply(ReserveSet(0, {f"k{kind}": AGENTS for kind in range(KINDS)}))
        for agent in range(AGENTS):
            skills = frozenset({f"k{agent % KINDS}", f"k{(agent + 1) % KINDS}"})
            self._router.apply(SignedIn(0, str(agent), Profile(skills)))

    def arrive(self, at: int, call: int, kind: int) -> Iterable[Start]:
        return self._answer(at, self._router.apply(Offered(at, str(call), f"k{kind}")))

    def end(self, at: int, call: int, agent: int) -> Iterable[Start]:
        return self._answer(at, self._router.apply(Released(at, str(agent), str(call))))

    def give_up(self, at: int, call: int) -> Iterable[Start]:
        raise NotImplementedError("nobody gives up here")

    def next_wake(self) -> int | None:
        return self._router.next_deadline

    def wake(self, at: int) -> Iterable[Start]:
        following = [one for _event, decisions in self._router.reap(at) for one in decisions]
        return self._answer(at, following)

    def _answer(self, at: int, decisions: Iterable[Decision]) -> list[Start]:
        rung = [one for one in decisions if isinstance(one, Assigned)]
        for one in rung:
            self._router.apply(Answered(at, one.agent, one.call))
        return [Start(int(one.call), int(one.agent)) for one in rung]


def run(days: int) -> Figures:
    """Play the days through each policy."""
    drawn = [calls_of(seed) for seed in range(SEED, SEED + days)]
    pooled = [share(calls, Pool(AGENTS, SIMPLE_GAP_MS)) for calls in drawn]
    ours = [share(calls, Routed(PRESSURE, spares=True)) for calls in drawn]
    oldest = [share(calls, Routed(0, spares=False)) for calls in drawn]
    # The gap takes an agent's time as talk does.
    service_s = TALK_S + SIMPLE_GAP_MS / 1000
    theory = float(within(ERLANGS * service_s / TALK_S, AGENTS, service_s, PROMISE_MS / 1000))
    difference, interval = apart(pooled, ours)
    plain, plain_interval = apart(pooled, oldest)
    return {
        "share_within_60s": round(fmean(ours), 4),
        "pooled_optimum": round(fmean(pooled), 4),
        "erlang_c": round(theory, 4),
        "difference": difference,
        "difference_ci": interval,
        "days": days,
        "calls": sum(len(calls) for calls in drawn),
        "oldest_first_share": round(fmean(oldest), 4),
        "oldest_first_difference": plain,
        "oldest_first_difference_ci": plain_interval,
    }


def calls_of(seed: int) -> tuple[Call, ...]:
    generator = np.random.default_rng(seed)
    lasts = HOURS * 3600
    return random_calls(
        generator, lasts_s=lasts, per_s=ERLANGS / TALK_S, talk_s=TALK_S, kinds=KINDS
    )


def share(calls: tuple[Call, ...], policy: Policy) -> float:
    return simulate(calls, policy).share_within(PROMISE_MS)


def apart(pooled: list[float], ours: list[float]) -> tuple[float, list[float]]:
    """Return the mean of the daily differences, and its interval."""
    daily = [pool - our for pool, our in zip(pooled, ours, strict=True)]
    return round(fmean(daily), 4), [round(one, 4) for one in of_mean(daily)]


def as_table(figures: Figures) -> str:
    return "\n".join(f"{name:30} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench promise", description=__doc__)
    parser.add_argument("--days", type=int, default=40, help="simulated, 20 at least to be quoted")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    figures = run(options.days)
    print(json.dumps(figures, indent=2) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
