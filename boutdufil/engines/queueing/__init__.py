"""How many agents a line needs, and what its callers live through: formulas and simulation.

    >>> from boutdufil.engines.queueing import least_agents, within
    >>> round(float(within(load=100, agents=108, service_s=300, target_s=60)), 10)
    0.9337113808
    >>> int(least_agents(load=100, service_s=240, target_s=60, share=0.9))
    106

Loads are in erlangs (calls a second times seconds of service), times in seconds in the formulas and
in whole ms in the simulation. The share is always that of the promise: answered by a human within
the time, of all calls offered. The formulas take numbers or arrays. See
docs/explanation/queueing.md.
"""

from boutdufil.engines.queueing._erlang import erlang_b, erlang_c, least_agents, within
from boutdufil.engines.queueing._impatience import Impatient, impatient, least_agents_impatient
from boutdufil.engines.queueing._simulation import (
    Call,
    Outcome,
    Policy,
    Pool,
    Start,
    random_calls,
    simulate,
)

__all__ = [
    "Call",
    "Impatient",
    "Outcome",
    "Policy",
    "Pool",
    "Start",
    "erlang_b",
    "erlang_c",
    "impatient",
    "least_agents",
    "least_agents_impatient",
    "random_calls",
    "simulate",
    "within",
]
