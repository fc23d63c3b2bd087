"""Erlang A: callers who give up after an exponential patience; exact, in closed form.

Whoever finds k callers waiting is reached after the (k+1)th event of a pure death process whose
rates are a, a + 1, ... a + k in units of impatience, a = agents x service rate / impatience. That
time is -ln X / impatience with X of a Beta(a, k + 1) law, hence the incomplete beta function.
Palm 1957; Garnett, Mandelbaum, Reiman 2002.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from boutdufil.engines.queueing._erlang import erlang_b

Numbers = NDArray[np.float64]

# Waiting lines less likely than this, against the likeliest, are left out.
NEGLIGIBLE = 1e-18


@dataclass(frozen=True, slots=True)
class Impatient:
    """Shares of all calls offered, and the mean wait of them all in seconds.

    `within`: answered in time. `abandoned`: gave up. `at_once`: found somebody free.
    """

    within: float
    abandoned: float
    at_once: float
    mean_wait_s: float


def impatient(
    *, load: float, agents: int, service_s: float, patience_s: float, target_s: float
) -> Impatient:
    """Return what callers live through who wait `patience_s` on average.

    `load` in erlangs counts all calls offered. Any load is stable: impatience sees to it.
    """
    if load < 0 or agents < 1 or min(service_s, patience_s) <= 0 or target_s < 0:
        raise ValueError("a load of 0 or more, an agent at least, and times above 0 s")
    if load == 0:
        return Impatient(within=1.0, abandoned=0.0, at_once=1.0, mean_wait_s=0.0)
    rate = agents * patience_s / service_s
    logs = _log_lines(load * patience_s / service_s, rate)
    # Against the likeliest line, so that nothing grows beyond numbers.
    lines = np.exp(logs - logs.max())
    free = (1 / float(erlang_b(load, agents)) - 1) * np.exp(-logs.max())
    chances = lines / (free + lines.sum())
    ahead = np.arange(len(chances), dtype=float)
    in_time = betainc(ahead + 1, rate + 1, -np.expm1(-target_s / patience_s))
    reached = rate / (rate + ahead + 1)
    abandoned = float((chances * (1 - reached)).sum())
    at_once = float(free / (free + lines.sum()))
    return Impatient(
        within=at_once + float((chances * reached * in_time).sum()),
        abandoned=abandoned,
        at_once=at_once,
        mean_wait_s=abandoned * patience_s,
    )


def least_agents_impatient(
    *, load: float, service_s: float, patience_s: float, target_s: float, share: float
) -> int:
    """Return the fewest agents, 1 at least, with whom this share is answered within the target."""
    if not 0 < share < 1:
        raise ValueError("a share lies between 0 and 1")

    def is_enough(agents: int) -> bool:
        lived = impatient(
            load=load,
            agents=agents,
            service_s=service_s,
            patience_s=patience_s,
            target_s=target_s,
        )
        return lived.within >= share

    low, high = 0, 1
    while not is_enough(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def _log_lines(arrivals: float, rate: float) -> Numbers:
    """Return ln of how likely k callers wait, k = 0, 1, ..., against none, all agents busy.

    `arrivals` and `rate` are in units of impatience; the likeliest line is where they meet.
    """
    length = 64 + 2 * max(0, int(arrivals - rate))
    while True:
        steps = np.log(arrivals) - np.log(rate + np.arange(1, length, dtype=float))
        logs: Numbers = np.concatenate([[0.0], np.cumsum(steps)])
        if logs[-1] - logs.max() < np.log(NEGLIGIBLE):
            return logs
        length *= 2
