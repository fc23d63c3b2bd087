"""Who takes which post, jointly: the best plan for many people, proven and explained.

Goals are served strictly one after the other: most people with a proposal inside their own
limits, fewest days without a contract and most contracts and pay kept, fewest below the floor of
fit, then the highest total fit, of which declared criteria may take up to 1 %. Each goal comes
with a proof that anybody can check. See docs/explanation/redeployment.md.
"""

from boutdufil.engines.redeployment._arrays import ArrayPlan, solve_arrays
from boutdufil.engines.redeployment._certificate import check_certificate
from boutdufil.engines.redeployment._explain import (
    Alternative,
    Change,
    Explainer,
    Explanation,
    Reason,
    explain,
)
from boutdufil.engines.redeployment._instance import Instance
from boutdufil.engines.redeployment._moves import Move
from boutdufil.engines.redeployment._plan import Certainty, Plan, Proof, Stage
from boutdufil.engines.redeployment._problem import (
    DEFAULT_GOALS,
    Candidate,
    Fault,
    Goal,
    Offer,
    Pair,
    Problem,
    ProblemError,
)
from boutdufil.engines.redeployment._solve import solve
from boutdufil.engines.redeployment._stability import Blocking, stability
from boutdufil.engines.redeployment._ties import lot_of

__all__ = [
    "DEFAULT_GOALS",
    "Alternative",
    "ArrayPlan",
    "Blocking",
    "Candidate",
    "Certainty",
    "Change",
    "Explainer",
    "Explanation",
    "Fault",
    "Goal",
    "Instance",
    "Move",
    "Offer",
    "Pair",
    "Plan",
    "Problem",
    "ProblemError",
    "Proof",
    "Reason",
    "Stage",
    "check_certificate",
    "explain",
    "lot_of",
    "solve",
    "solve_arrays",
    "stability",
]
