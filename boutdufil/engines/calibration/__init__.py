"""Weights that meet known margins, and estimates with their errors.

`response` (who did not answer), `margins` and `weights` (calibration), `trimming`; `design` (who
was drawn, who answered), `estimates` (totals, means, ratios, shares, quantiles), `variance` (their
errors and intervals), `bootstrap` (replicates that meet the margins), `growth` (panels and
turnover), `chaining` (series over a change of definition). See docs/explanation/calibration.md and
docs/explanation/estimates.md.
"""

from boutdufil.engines.calibration._factors import Factor, linear, logit, raking, truncated
from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration.bootstrap import Replicates, Spread, replicated, spread
from boutdufil.engines.calibration.chaining import Link, Linked, chain, growths
from boutdufil.engines.calibration.design import (
    Design,
    Lonely,
    Rule,
    Survey,
    stratified,
    surveyed,
)
from boutdufil.engines.calibration.estimates import (
    Linearised,
    by_category,
    count,
    mean,
    ratio,
    share,
    total,
)
from boutdufil.engines.calibration.growth import (
    Broken,
    Change,
    Growth,
    Movements,
    Turnover,
    broken,
    changed,
    grown,
    turnover,
)
from boutdufil.engines.calibration.margins import (
    CalibrationError,
    Finding,
    Margins,
    Problem,
)
from boutdufil.engines.calibration.response import Adjusted, Merge, adjust_for_response
from boutdufil.engines.calibration.trimming import trim
from boutdufil.engines.calibration.variance import (
    Estimate,
    Parts,
    Quantile,
    covariance,
    degrees,
    estimate,
    parts,
    quantile,
)
from boutdufil.engines.calibration.weights import (
    Bounds,
    Calibrated,
    Method,
    calibrate,
    scaled_to,
)

__all__ = [
    "Adjusted",
    "Bounds",
    "Broken",
    "Calibrated",
    "CalibrationError",
    "Change",
    "Design",
    "Estimate",
    "EstimationError",
    "Factor",
    "Finding",
    "Growth",
    "Linearised",
    "Link",
    "Linked",
    "Lonely",
    "Margins",
    "Merge",
    "Method",
    "Movements",
    "Parts",
    "Problem",
    "Quantile",
    "Refusal",
    "Replicates",
    "Rule",
    "Spread",
    "Survey",
    "Turnover",
    "adjust_for_response",
    "broken",
    "by_category",
    "calibrate",
    "chain",
    "changed",
    "count",
    "covariance",
    "degrees",
    "estimate",
    "grown",
    "growths",
    "linear",
    "logit",
    "mean",
    "parts",
    "quantile",
    "raking",
    "ratio",
    "replicated",
    "scaled_to",
    "share",
    "spread",
    "stratified",
    "surveyed",
    "total",
    "trim",
    "truncated",
    "turnover",
]
