"""Who meets whom when, on a day of short meetings: most meetings first, then the best fit.

Recruiters have slots and breaks, candidates their own times, wishes and a maximum. A plan is
told with a bound that no plan passes. See docs/explanation/job-dating.md.
"""

from boutdufil.engines.slotting._arrays import EFFORT
from boutdufil.engines.slotting._clashes import Clash, ClashKind, check
from boutdufil.engines.slotting._exchange import Exchange, exchange, swap_candidates, swap_slots
from boutdufil.engines.slotting._explain import Explanation, Reason, Refusal, explain
from boutdufil.engines.slotting._plan import Certainty, Goal, Plan, Stage
from boutdufil.engines.slotting._problem import (
    Candidate,
    Fault,
    Meeting,
    Problem,
    ProblemError,
    Recruiter,
    Wish,
)
from boutdufil.engines.slotting._replan import Replan, replan
from boutdufil.engines.slotting._solve import solve

__all__ = [
    "EFFORT",
    "Candidate",
    "Certainty",
    "Clash",
    "ClashKind",
    "Exchange",
    "Explanation",
    "Fault",
    "Goal",
    "Meeting",
    "Plan",
    "Problem",
    "ProblemError",
    "Reason",
    "Recruiter",
    "Refusal",
    "Replan",
    "Stage",
    "Wish",
    "check",
    "exchange",
    "explain",
    "replan",
    "solve",
    "swap_candidates",
    "swap_slots",
]
