"""A day of 300 candidates and 30 recruiters, beside CP-SAT alone and beside greed."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from ortools.sat.python import cp_model

from benchmarks.job_fair import SEED, job_fair
from boutdufil.engines.slotting import Goal, Meeting, Problem, check, solve

DAYS = 5
AVAILABILITY = 0.4
OTHER_DAYS = {"free": 1.0, "tight": 0.2, "scarce": 0.1}
PEER_SECONDS = 30.0
# As the engine counts: hundredths of fit, and a meeting outweighs all of them.
HUNDREDTHS = 100
MEETING = 1_000_000
Figures = dict[str, object]
Answer = TypeVar("Answer")


def job_dating_figures(
    *,
    peer_seconds: float = PEER_SECONDS,
    days: int = DAYS,
    others: Mapping[str, float] = OTHER_DAYS,
) -> Figures:
    """Measure several days and tell the worst; the peers plan the first of them."""
    fairs = [job_fair(availability=AVAILABILITY, seed=SEED + day) for day in range(days)]
    started = time.process_time()
    plans, spent = zip(*(timed(partial(solve, fair)) for fair in fairs), strict=True)
    cpu = time.process_time() - started
    figures: Figures = {
        "jobdating_s": max(spent),
        "jobdating_gap": round(max(plan.gap for plan in plans), 5),
        "jobdating_cpu_s": round(cpu / days, 3),
        "jobdating_days": days,
        "jobdating_meetings": int(plans[0].stage(Goal.MEETINGS).value),
        "jobdating_fit": round(plans[0].stage(Goal.FIT).value, 2),
        "jobdating_valid": not any(
            check(fair, plan.meetings) for fair, plan in zip(fairs, plans, strict=True)
        ),
    }
    figures |= other_days(others)
    return figures | greedy_figures(fairs[0]) | cp_sat_figures(fairs[0], peer_seconds)


def other_days(others: Mapping[str, float]) -> Figures:
    """Time days where every slot suits everybody, or few slots anybody, beside greed."""
    figures: Figures = {}
    for name, availability in others.items():
        fair = job_fair(availability=availability)
        started = time.process_time()
        plan = solve(fair)
        figures |= {
            f"jobdating_{name}_cpu_s": round(time.process_time() - started, 3),
            f"jobdating_{name}_gap": round(plan.gap, 5),
            f"jobdating_{name}_meetings": len(plan.meetings),
            f"greedy_{name}_meetings": len(best_pair_first(fair)),
        }
    return figures


def greedy_figures(problem: Problem) -> Figures:
    """Count what best pair first reaches, each in the first slot in common."""
    meetings, spent = timed(partial(best_pair_first, problem))
    return {
        "greedy_s": spent,
        "greedy_meetings": len(meetings),
        "greedy_fit": round(total_fit(problem, meetings), 2),
    }


def best_pair_first(problem: Problem) -> tuple[Meeting, ...]:
    """Give each pair, best fit first, the first slot that is free for both."""
    comes = {one.id: set(one.slots) for one in problem.candidates}
    there = {one.id: set(one.open) for one in problem.recruiters}
    left = {one.id: one.most for one in problem.candidates}
    meetings = []
    for wish in sorted(problem.wishes, key=lambda one: (-one.fit, one.candidate, one.recruiter)):
        free = comes[wish.candidate] & there[wish.recruiter]
        if free and left[wish.candidate]:
            slot = min(free)
            left[wish.candidate] -= 1
            comes[wish.candidate].remove(slot)
            there[wish.recruiter].remove(slot)
            meetings.append(Meeting(slot, wish.recruiter, wish.candidate))
    return tuple(meetings)


def cp_sat_figures(problem: Problem, seconds: float) -> Figures:
    """Let CP-SAT alone plan the day on two cores, a variable for each meeting there could be."""
    model, meetings = whole_model(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status, spent = timed(lambda: solver.solve(model))
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return {"cp_sat_s": spent, "cp_sat_meetings": 0, "cp_sat_proven": False}
    held = tuple(one for one, variable in meetings.items() if solver.value(variable))
    return {
        "cp_sat_s": spent,
        "cp_sat_meetings": len(held),
        "cp_sat_fit": round(total_fit(problem, held), 2),
        "cp_sat_proven": status == cp_model.OPTIMAL,
    }


def whole_model(problem: Problem) -> tuple[cp_model.CpModel, dict[Meeting, cp_model.IntVar]]:
    """Write the day down as it is told, without any structure of ours."""
    model, rules = cp_model.CpModel(), dict[object, list[cp_model.IntVar]]()
    comes = {one.id: one.slots for one in problem.candidates}
    there = {one.id: one.open for one in problem.recruiters}
    meetings, worth = dict[Meeting, cp_model.IntVar](), []
    for wish in problem.wishes:
        for slot in sorted(comes[wish.candidate] & there[wish.recruiter]):
            held = model.new_bool_var("")
            meetings[Meeting(slot, wish.recruiter, wish.candidate)] = held
            worth.append(MEETING + round(wish.fit * HUNDREDTHS))
            pair, own = (wish.candidate, wish.recruiter), ("visits", wish.candidate)
            for rule in (pair, (wish.candidate, slot), (wish.recruiter, slot), own):
                rules.setdefault(rule, []).append(held)
    most = {("visits", one.id): one.most for one in problem.candidates}
    for rule, its in rules.items():
        model.add(sum(its) <= most.get(rule, 1))
    model.maximize(cp_model.LinearExpr.weighted_sum(list(meetings.values()), worth))
    return model, meetings


def total_fit(problem: Problem, meetings: tuple[Meeting, ...]) -> float:
    fits = {(one.candidate, one.recruiter): one.fit for one in problem.wishes}
    return sum(fits[one.candidate, one.recruiter] for one in meetings)


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return the answer and its seconds of the clock."""
    started = time.perf_counter()
    answer = work()
    return answer, round(time.perf_counter() - started, 3)
