"""Erlang B and C in closed form, for any number of agents.

Erlang B is a Poisson probability over a Poisson sum. Its logarithm is taken as Loader does (2000:
"Fast and accurate computation of binomial probabilities"), so that hundreds of thousands of agents
cost no digits: within 1e-12 of the recursion in 50 digits up to 300,000.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc, gammaln

Numbers = NDArray[np.float64]

# Up to here the factorial itself is exact enough; beyond, Stirling's series is.
SMALL = 16
# Below, a Poisson sum loses its digits; the load is so far above the agents that a series is short.
TINY = 1e-280
EPSILON = 1e-18


def erlang_b(load: ArrayLike, agents: ArrayLike) -> Numbers:
    """Return the share of calls that find all agents busy when nobody waits.

    Shapes broadcast. A load of 0 blocks nobody, except where there are 0 agents.
    """
    a, n = _checked(load, agents)
    positive = np.where(a > 0, a, 1.0)
    below = gammaincc(n + 1, positive)
    drowned = below < TINY
    blocked = np.exp(_log_poisson(n, positive)) / np.where(drowned, 1.0, below)
    if np.any(drowned):
        blocked = np.where(drowned, 1 / _inverse_blocking(n, positive, drowned), blocked)
    return np.where(n == 0, 1.0, np.where(a > 0, blocked, 0.0))


def erlang_c(load: ArrayLike, agents: ArrayLike) -> Numbers:
    """Return the share of calls that wait, when everybody waits; 1 where agents <= load."""
    a, n = _checked(load, agents)
    blocked = erlang_b(a, n)
    stable = n > a
    spare = np.where(stable, n - a, 1.0)
    return np.where(stable, n * blocked / (spare + a * blocked), 1.0)


def within(
    load: ArrayLike, agents: ArrayLike, service_s: ArrayLike, target_s: ArrayLike
) -> Numbers:
    """Return the share of calls answered within the target, when nobody gives up.

    0 where agents <= load: the line only grows, save that without any call all is well.
    """
    a, n = _checked(load, agents)
    service, target = np.asarray(service_s, float), np.asarray(target_s, float)
    if np.any(service <= 0) or np.any(target < 0):
        raise ValueError("service lasts longer than 0 s, a target is 0 s or more")
    spare = np.maximum(n - a, 0.0)
    late = erlang_c(a, n) * np.exp(-spare * target / service)
    return np.where(a == 0, 1.0, np.where(n > a, 1.0 - late, 0.0))


def least_agents(
    load: ArrayLike, service_s: ArrayLike, target_s: ArrayLike, share: ArrayLike
) -> NDArray[np.int64]:
    """Return the fewest agents with whom this share is answered within the target; exact.

    0 without any call. Raises ValueError for a share of 0, which takes nobody, or 1, which takes
    infinitely many.
    """
    a, service, target, wanted = np.broadcast_arrays(
        *(np.asarray(one, float) for one in (load, service_s, target_s, share))
    )
    if np.any((wanted <= 0) | (wanted >= 1)):
        raise ValueError("a share lies between 0 and 1")
    low = np.floor(a)
    high = low + 1
    while np.any(short := within(a, high, service, target) < wanted):
        high = np.where(short, low + 2 * (high - low), high)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        enough = within(a, middle, service, target) >= wanted
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
    return np.where(a == 0, 0, high).astype(np.int64)


def _checked(load: ArrayLike, agents: ArrayLike) -> tuple[Numbers, Numbers]:
    a, n = np.broadcast_arrays(np.asarray(load, float), np.asarray(agents, float))
    if np.any(a < 0) or np.any(n < 0) or np.any(n != np.floor(n)):
        raise ValueError("a load is 0 or more erlangs, agents are whole people")
    return a, n


def _inverse_blocking(agents: Numbers, load: Numbers, where: NDArray[np.bool_]) -> Numbers:
    """Return 1 / B as the sum of agents! / (agents - k)! / load^k, for loads far above agents."""
    term = np.ones_like(agents)
    whole = term.copy()
    left = np.where(where, agents, 0.0)
    while np.any(term > EPSILON * whole):
        term = term * left / load
        whole += term
        left = np.maximum(left - 1, 0.0)
    return whole


def _log_poisson(count: Numbers, mean: Numbers) -> Numbers:
    """Return ln of the probability of `count` events when `mean` are expected."""
    some = np.maximum(count, 1.0)
    apart = (some - mean) / mean
    deviance = mean * ((1 + apart) * np.log1p(apart) - apart)
    far = -deviance - _stirling_error(some) - 0.5 * np.log(2 * np.pi * some)
    return np.where(count == 0, -mean, far)


def _stirling_error(count: Numbers) -> Numbers:
    """Return ln n! less Stirling's approximation of it."""
    large = np.maximum(count, SMALL)
    square = large * large
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / large
    few = np.minimum(count, SMALL)
    exact = gammaln(few + 1) - (few + 0.5) * np.log(few) + few - 0.5 * np.log(2 * np.pi)
    error: Numbers = np.where(count < SMALL, exact, series)
    return error
