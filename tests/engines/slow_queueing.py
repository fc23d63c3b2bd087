"""Independent ways to the same shares: a recursion in 50 digits, and chains solved step by step."""

from decimal import Decimal, getcontext
from math import exp

import numpy as np


def exact_erlang_c(load, agents):
    """Probability of waiting, by the recursion 1/B(n) = 1 + n / (load B(n-1)) in 50 digits."""
    getcontext().prec = 50
    load, inverse = Decimal(str(load)), Decimal(1)
    for n in range(1, agents + 1):
        inverse = 1 + inverse * n / load
    blocked = 1 / inverse
    return agents * blocked / (agents - load * (1 - blocked))


def exact_within(load, agents, service_s, target_s):
    """Share answered in time, in 50 digits."""
    late = exact_erlang_c(load, agents)
    spare = (agents - Decimal(str(load))) * Decimal(str(target_s)) / Decimal(str(service_s))
    return 1 - late * (-spare).exp()


def least_by_counting(load, service_s, target_s, share):
    """Fewest agents, by trying one more each time; also how near the answer was to the edge."""
    inverse, edge = 1.0, 1.0
    for n in range(1, 100_000):
        inverse = 1 + inverse * n / load
        if n > load:
            blocked = 1 / inverse
            late = n * blocked / (n - load * (1 - blocked))
            reached = 1 - late * exp(-(n - load) * target_s / service_s)
            edge = min(edge, abs(reached - share))
            if reached >= share:
                return n, edge
    raise AssertionError("no end")


def impatient_by_steps(load, agents, service_s, patience_s, target_s, most=400, steps=6_000):
    """Share in time and share that gives up: chain of the system, then the caller's own chain.

    The stationary law by repeated balance; then the place in line moves step by step through the
    target (Runge-Kutta, fourth order), reached callers gathered on the way.
    """
    serve, leave = 1 / service_s, 1 / patience_s
    arrive = load / service_s
    size = agents + most
    law = np.zeros(size + 1)
    law[0] = 1.0
    for n in range(size):
        down = min(n + 1, agents) * serve + max(0, n + 1 - agents) * leave
        law[n + 1] = law[n] * arrive / down
        law /= law.max()
    law /= law.sum()
    waiting = law[agents:]
    ahead = np.arange(len(waiting))
    forward = agents * serve + ahead * leave

    def change(state):
        places = state[:-1]
        out = -(forward + leave) * places
        out[:-1] += forward[1:] * places[1:]
        return np.append(out, forward[0] * places[0])

    state, dt = np.append(waiting, 0.0), target_s / steps
    for _ in range(steps):
        one = change(state)
        two = change(state + dt / 2 * one)
        three = change(state + dt / 2 * two)
        four = change(state + dt * three)
        state = state + dt / 6 * (one + 2 * two + 2 * three + four)
    waits = max(0.0, float((np.arange(len(waiting)) * waiting).sum()))
    return float(law[:agents].sum() + state[-1]), waits * leave / arrive
