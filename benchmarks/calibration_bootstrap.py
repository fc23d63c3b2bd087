"""Replicates with recalibration: 1,000 of 3,500 centres on 40 margins, linear and raking.

boutdufil bench calibration_bootstrap
"""

import json
import resource
import sys
import time

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.calibration import (
    Factor,
    Survey,
    estimate,
    linear,
    raking,
    replicated,
    spread,
    stratified,
    surveyed,
    total,
)

NEEDS_PEERS = False
CENTRES, REPLICATES, STRATA, MARGINS = 3_500, 1_000, 60, 40
SEED = 2026
LIMITS = {"bootstrap_1000_s": 3.0, "bootstrap_raking_1000_s": 3.0}
Figures = dict[str, object]


def bootstrap_figures(replicates: int = REPLICATES) -> Figures:
    """Time both methods, with how well margins are met and how far errors agree."""
    figures: Figures = {}
    for name, factor in (("", linear), ("_raking", raking)):
        figures |= timed(f"bootstrap{name}", factor, replicates)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return figures | {"bootstrap_peak_mb": round(peak / 1024)}


def timed(name: str, factor: Factor, replicates: int) -> Figures:
    """Draw the replicates once; the error of a total stands beside the linearised one."""
    survey, values = centres(factor)
    one = total(survey, values)
    clock, cpu = time.perf_counter(), time.process_time()
    drawn = replicated(
        survey, replicates, np.random.Generator(np.random.PCG64(SEED)), factor=factor
    )
    spent, processor = time.perf_counter() - clock, time.process_time() - cpu
    goal = survey.auxiliary.T @ survey.weights
    found = spread(one.value, drawn, lambda it: it.totals(values))
    return {
        f"{name}_{replicates}_s": round(spent, 3),
        f"{name}_{replicates}_cpu_s": round(processor, 3),
        f"{name}_worst_margin": float(np.abs(drawn.weights @ survey.auxiliary / goal - 1).max()),
        f"{name}_lost": drawn.lost,
        f"{name}_over_linearised": round(found.error / estimate(survey, one).error, 3),
    }


def centres(factor: Factor) -> tuple[Survey, NDArray[np.float64]]:
    """Make a frame's sample with 60 % response, calibrated on 40 margins; simulated."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    strata = np.sort(rng.integers(0, STRATA, CENTRES))
    names = [f"s{at:02}" for at in strata]
    drawn = np.bincount(strata, minlength=STRATA)
    sizes = {f"s{at:02}": float(2 * drawn[at] + rng.integers(0, 300)) for at in range(STRATA)}
    heads = np.round(rng.lognormal(3, 1, CENTRES)) + 1
    chance = np.where(heads > 20, 0.7, 0.5)
    response = np.where(rng.random(CENTRES) < chance, chance, 0)
    plain = surveyed(stratified(strata=names, population=sizes), response=response)
    auxiliary = variables(rng, heads)
    # Weights that come from the method itself, so that margins can be met.
    force = auxiliary @ rng.normal(0, 0.02, MARGINS) / np.abs(auxiliary).mean(axis=0).sum()
    weights = plain.before * factor(force)[0]
    survey = surveyed(plain.design, weights=weights, response=response, auxiliary=auxiliary)
    return survey, heads * rng.uniform(0.05, 0.6, CENTRES)


def variables(rng: np.random.Generator, heads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 13 regions, 12 sizes and 13 sectors as columns of 0 and 1, and two numbers."""
    columns: list[NDArray[np.float64]] = []
    for count in (13, 12, 13):
        own = rng.integers(0, count, CENTRES)
        columns += [(own == at).astype(np.float64) for at in range(count)]
    return np.column_stack([*columns, heads, np.sqrt(heads)])


def missed(figures: Figures) -> list[str]:
    """Return the figures beyond their limit."""
    return [name for name, most in LIMITS.items() if not figures[name] <= most]


def main() -> None:
    """Print the figures; 1 where one is beyond its limit."""
    figures = bootstrap_figures()
    print(json.dumps(figures, indent=1))
    sys.exit(1 if missed(figures) else 0)


if __name__ == "__main__":
    main()
