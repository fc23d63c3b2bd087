"""Redeployment: the joint plan against first come, first served, best pair first and scipy.

Question: how long does a proven plan take for 10,000 and 100,000 people, and how much better is it
than what is done by hand? Costs are correlated as in life (see `restructuring.py`).
`cpu_s_*` time people and fit alone, which the peers can do too; `all_goals_cpu_s_*` time every
goal, which is what the product computes.

    boutdufil bench redeployment --json
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.placing_peers import NOBODY, Taken, best_pair_first, first_come, scipy_matching
from benchmarks.restructuring import (
    Trades,
    in_identifiers,
    read_trades,
    restructuring,
    with_terms,
)
from boutdufil.engines.redeployment import ArrayPlan, Goal, Instance, Problem, solve, solve_arrays

NEEDS_PEERS = False
SEED = 20251122
CHECKOUT = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", CHECKOUT.parent / "shared" / "data"))
ROME = REFERENCE / "rome_v460"

# A person without a proposal counts as two misfits of the worst kind.
WAITING_COST = 2.0
FIT_ALONE = (Goal.PLACED, Goal.FIT)
ALL_GOALS = (Goal.PLACED, Goal.DAYS, Goal.TERMS, Goal.FLOOR, Goal.FIT)
Figures = dict[str, object]
Answer = TypeVar("Answer")


def run(trades: Trades, sizes: tuple[int, ...]) -> Figures:
    """Measure the largest first: the memory of a process only ever grows."""
    figures: Figures = {}
    for people in sorted(sizes, reverse=True):
        instance = restructuring(people, trades, SEED)
        plan, spent = timed(partial(solve_arrays, instance, goals=FIT_ALONE))
        figures |= {f"cpu_s_{people}": spent} | plan_figures(instance, plan, people)
        figures |= peer_figures(instance, plan, people)
        figures |= all_goals_figures(with_terms(instance, SEED), people)
    figures |= resolve_figures(trades) | answered_figures(trades)
    return headline(figures, max(sizes)) | figures | {"trades_from": trades.source}


def headline(figures: Figures, largest: int) -> Figures:
    """Name first what is watched."""
    watched = ("cpu_s_10000", "cpu_s_100000", "optimal_10000")
    times = ("all_goals_cpu_s_10000", "all_goals_cpu_s_100000")
    return {name: figures[name] for name in (*watched, *times) if name in figures} | {
        "gain_percent": figures[f"gain_percent_{largest}"],
        "placed_gain_points": figures[f"placed_gain_points_{largest}"],
        "cpu_s_is": "placed and fit alone; all_goals_cpu_s is what the product computes",
    }


def plan_figures(instance: Instance, plan: ArrayPlan, people: int) -> Figures:
    """Count what the plan of best fit reaches, and check its proof."""
    return {
        f"peak_gb_{people}": round(peak_gb(), 2),
        f"pairs_{people}": len(instance.candidate),
        f"proven_{people}": is_proven(instance, plan),
        f"placed_{people}": placed(plan.pairs),
        f"mismatch_{people}": round(mismatch(instance, plan.pairs), 1),
    }


def peer_figures(instance: Instance, plan: ArrayPlan, people: int) -> Figures:
    """Time the peers; scipy only up to 10,000 people (100,000: a minute and a half, 1.7 GB)."""
    by_turn, turn_s = timed(lambda: first_come(instance))
    by_pair, pair_s = timed(lambda: best_pair_first(instance))
    figures: Figures = {
        f"first_come_cpu_s_{people}": turn_s,
        f"first_come_placed_{people}": placed(by_turn),
        f"gain_percent_{people}": gain(instance, plan.pairs, by_turn),
        f"placed_gain_points_{people}": points(plan.pairs, by_turn),
        f"best_pair_first_cpu_s_{people}": pair_s,
        f"best_pair_first_placed_{people}": placed(by_pair),
        f"gain_percent_on_best_pair_first_{people}": gain(instance, plan.pairs, by_pair),
    }
    return figures | (scipy_figures(instance, plan, people) if people <= 10_000 else {})


def scipy_figures(instance: Instance, plan: ArrayPlan, people: int) -> Figures:
    """Compare totals with scipy's optimum: people placed first, then millionths of fit."""
    values = weighted(instance, plan)
    taken, spent = timed(lambda: scipy_matching(instance, values))
    same = values[taken[taken != NOBODY]].sum() == values[plan.pairs[plan.pairs != NOBODY]].sum()
    return {f"optimal_{people}": bool(same), f"scipy_cpu_s_{people}": spent}


def all_goals_figures(instance: Instance, people: int) -> Figures:
    """Time all goals together: people, days, terms, floor, fit, lot."""
    plan, spent = timed(lambda: solve_arrays(instance, goals=ALL_GOALS))
    return {
        f"all_goals_cpu_s_{people}": spent,
        f"all_goals_steps_{people}": len(plan.steps),
        f"all_goals_peak_gb_{people}": round(peak_gb(), 2),
    }


def resolve_figures(trades: Trades) -> Figures:
    """Time a plan of 1,000 around 300 settled people and 200 refusals."""
    instance = with_terms(restructuring(1000, trades, SEED), SEED)
    first = solve_arrays(instance, goals=ALL_GOALS)
    settled, refusing = np.arange(300), np.arange(300, 500)
    gone = np.isin(instance.candidate, settled)
    gone[first.pairs[refusing][first.pairs[refusing] != NOBODY]] = True
    held = first.pairs[settled][first.pairs[settled] != NOBODY]
    places = instance.places - np.bincount(instance.offer[held], minlength=instance.offers)
    smaller = replace(instance, places=places, **columns(instance, ~gone))
    _, spent = timed(lambda: solve_arrays(smaller, goals=ALL_GOALS))
    return {"resolve_cpu_s_1000": spent}


def answered_figures(trades: Trades) -> Figures:
    """Time the same from identifiers: what whoever computes a plan anew waits for."""
    answered = half_answered(in_identifiers(with_terms(restructuring(1000, trades, SEED), SEED)))
    _, spent = timed(lambda: solve(answered))
    return {"resolve_from_ids_cpu_s_1000": spent}


def half_answered(problem: Problem) -> Problem:
    """Return a problem of 1,000 people after 300 of them accepted and 200 refused."""
    proposed = solve(problem).assignment.items()
    answered = [(name, post) for name, post in proposed if post is not None][:500]
    return replace(problem, settled=dict(answered[:300]), refused=frozenset(answered[300:]))


def columns(instance: Instance, kept: NDArray[np.bool_]) -> dict[str, NDArray[np.generic]]:
    names = ("candidate", "offer", "fit", "gap_days", "keeps_terms", "below_floor")
    return {name: getattr(instance, name)[kept] for name in names}


def is_proven(instance: Instance, plan: ArrayPlan) -> bool:
    """Check the first step by duality: what all gain and all places cost is what the plan has."""
    step = plan.steps[0]
    values, starts = weighted(instance, plan), np.unique(instance.candidate, return_index=True)[1]
    net = values - step.prices[instance.offer]
    gains = np.maximum(np.maximum.reduceat(net, starts), 0)
    ceiling = int(gains.sum()) + int((step.prices * instance.places).sum())
    held = plan.pairs[plan.pairs != NOBODY]
    taken = np.bincount(instance.offer[held], minlength=instance.offers)
    fits = (taken <= instance.places).all() and (step.prices >= 0).all()
    return bool(fits and ceiling == int(values[held].sum()))


def weighted(instance: Instance, plan: ArrayPlan) -> NDArray[np.int64]:
    everything = np.arange(len(instance.candidate), dtype=np.int64)
    parts = [instance.values(goal, everything) * unit for goal, unit in plan.steps[0].weights]
    return np.asarray(np.sum(parts, axis=0))


def mismatch(instance: Instance, taken: Taken) -> float:
    """Sum of 1 - fit over the placed, and the cost of those who wait."""
    held = taken[taken != NOBODY]
    return float((1 - instance.fit[held]).sum() + WAITING_COST * (len(taken) - len(held)))


def gain(instance: Instance, ours: Taken, theirs: Taken) -> float:
    """Percent of their mismatch that ours saves."""
    return round(100 * (1 - mismatch(instance, ours) / mismatch(instance, theirs)), 2)


def points(ours: Taken, theirs: Taken) -> float:
    """Percent of all people that ours places and theirs does not."""
    return round(100 * (placed(ours) - placed(theirs)) / len(ours), 2)


def placed(taken: Taken) -> int:
    return int((taken != NOBODY).sum())


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return the answer and its seconds of CPU."""
    started = time.process_time()
    answer = work()
    return answer, round(time.process_time() - started, 2)


def peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def as_table(figures: Figures) -> str:
    return "\n".join(f"{name:44} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench redeployment", description=__doc__)
    parser.add_argument("--rome", type=Path, help="folder of a ROME CSV release; else our guide")
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    rome = options.rome or (ROME if ROME.is_dir() else None)
    figures = run(read_trades(rome), tuple(options.people))
    print(json.dumps(figures, indent=2) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
