"""Who is asked: how many by stratum, a draw that anybody can do again, and the next wave's.

See docs/explanation/estimates.md.
"""

from boutdufil.engines.sampling._faults import Fault, SamplingError
from boutdufil.engines.sampling.allocation import (
    Allocation,
    Stratum,
    neyman,
    proportional,
    variance_of_total,
)
from boutdufil.engines.sampling.draw import (
    Draw,
    DrawnStratum,
    Replay,
    Unit,
    draw,
    frame_digest,
    replay,
)
from boutdufil.engines.sampling.panel import Cell, LastWave, Panel, renew

__all__ = [
    "Allocation",
    "Cell",
    "Draw",
    "DrawnStratum",
    "Fault",
    "LastWave",
    "Panel",
    "Replay",
    "SamplingError",
    "Stratum",
    "Unit",
    "draw",
    "frame_digest",
    "neyman",
    "proportional",
    "renew",
    "replay",
    "variance_of_total",
]
