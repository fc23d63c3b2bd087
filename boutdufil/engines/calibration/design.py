"""How units came into a sample, who answered, and with which weights they stand for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration._regression import Basis, basis_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ALL = "all"
WHOLE = 1e-7  # what is left of a stratum below which it counts as taken whole, as in R


class Lonely(StrEnum):
    """What a stratum of which one unit was drawn adds to the variance (R, survey.lonely.psu).

    FAIL refuses it, CERTAINTY adds nothing, ADJUST takes its distance from 0, the mean of all
    residuals, and AVERAGE the mean of the other strata.
    """

    FAIL = "fail"
    CERTAINTY = "certainty"
    ADJUST = "adjust"
    AVERAGE = "average"


class Rule(StrEnum):
    """How calibration enters the variance: by residuals on the auxiliary variables.

    SURVEY regresses with the weights before calibration and weights residuals with those after
    (Deville and Särndal, 1992; R survey). DESIGN weights them with those before too. GUSTAVE
    regresses with the weights after calibration and weights residuals with those before, as Insee's
    package gustave does.
    """

    SURVEY = "survey"
    DESIGN = "design"
    GUSTAVE = "gustave"


@dataclass(frozen=True, eq=False)
class Design:
    """A stratified random sample without replacement, of units or of whole clusters.

    Arrays of n units: `weights` (one over the chance to be drawn), `stratum` and `cluster` (places
    in `strata` and among all clusters; a unit alone is a cluster of one). By stratum: `sampled`
    clusters and `population` clusters, infinite where it is not known and nothing is corrected.
    """

    weights: Floats
    strata: tuple[str, ...]
    stratum: Ints
    cluster: Ints
    sampled: Ints
    population: Floats
    lonely: Lonely = Lonely.FAIL

    @property
    def size(self) -> int:
        """Return how many units were drawn."""
        return len(self.weights)

    @cached_property
    def left(self) -> Floats:
        """Return the share of each stratum that was not drawn: 1 where that is not known."""
        rest: Floats = np.maximum(0.0, 1 - self.sampled / self.population)
        return np.where(rest < WHOLE, 0.0, rest)

    @cached_property
    def stratum_of_cluster(self) -> Ints:
        """Return the stratum of each cluster."""
        found = np.zeros(int(self.sampled.sum()), dtype=np.int64)
        found[self.cluster] = self.stratum
        return found


@dataclass(frozen=True, eq=False)
class Survey:
    """A sample with what was done to its weights; rows are all units drawn, in one order.

    `weights` are the final ones, 0 for who did not answer. `response` is the chance of each to
    answer, 1 where nobody was lost; `answered` who did. `auxiliary` (n by p) are the variables that
    weights were calibrated on, `scale` the q of each unit's distance (1 over R's variance).
    """

    design: Design
    weights: Floats
    answered: Bools
    response: Floats
    auxiliary: Floats | None = None
    scale: Floats | None = None
    rule: Rule = Rule.SURVEY

    @cached_property
    def before(self) -> Floats:
        """Return the weights before calibration: design over response, 0 for no answer."""
        return np.where(self.answered, self.design.weights / self.response, 0.0)

    @cached_property
    def basis(self) -> Basis | None:
        """Return what residuals are taken on; None without calibration."""
        if self.auxiliary is None:
            return None
        pull = self.weights if self.rule is Rule.GUSTAVE else self.before
        if np.any(pull[self.answered] < 0):
            raise EstimationError(Refusal.WEIGHT, "a negative one cannot weight a regression")
        return basis_of(self.auxiliary, pull if self.scale is None else pull * self.scale)


def stratified(
    weights: ArrayLike | None = None,
    *,
    strata: Sequence[str] | None = None,
    clusters: Sequence[str] | None = None,
    population: ArrayLike | Mapping[str, float] | None = None,
    lonely: Lonely = Lonely.FAIL,
) -> Design:
    """Read a design; clusters of the same name in two strata are two.

    `population` gives by stratum, or for each unit, how many clusters there are, or which fraction
    of them was drawn if nothing exceeds 1 (R's fpc); without it nothing is corrected. Without
    weights they are population over sample. Raises EstimationError.
    """
    count = _count(weights, strata, clusters, population)
    names, stratum = _places([ALL] * count if strata is None else strata, count)
    inside = range(count) if clusters is None else clusters
    pairs = [f"{place}/{one}" for place, one in zip(stratum.tolist(), inside, strict=True)]
    _, cluster = _places(pairs, count)
    first = np.unique(cluster, return_index=True)[1]
    sampled = np.bincount(stratum[first], minlength=len(names))
    sizes = _sizes(population, names, stratum, sampled)
    return Design(
        weights=_weights(weights, sizes / sampled, stratum),
        strata=names,
        stratum=stratum,
        cluster=cluster,
        sampled=sampled,
        population=sizes,
        lonely=lonely,
    )


def surveyed(
    design: Design,
    *,
    weights: ArrayLike | None = None,
    response: ArrayLike | None = None,
    auxiliary: ArrayLike | None = None,
    scale: ArrayLike | None = None,
    rule: Rule = Rule.SURVEY,
) -> Survey:
    """Put the steps of a survey together; without weights those before calibration are final.

    `response` is the chance to answer of who answered, 0 for who did not: what stands in `weights`
    and `auxiliary` for them is not read. Raises EstimationError for arrays of another length,
    chances beyond 1 and auxiliary variables that are no numbers.
    """
    count = design.size
    given = np.ones(count) if response is None else _array(response, count)
    if not np.all((given >= 0) & (given <= 1)):
        raise EstimationError(Refusal.PROBABILITY, *_rows(~((given >= 0) & (given <= 1))))
    who = given > 0
    chance = np.where(who, given, 1.0)
    plain = np.where(who, design.weights / chance, 0.0)
    final = plain if weights is None else np.where(who, _array(weights, count), 0.0)
    _refuse_unknown(final[:, None])
    return Survey(
        design=design,
        weights=final,
        answered=who,
        response=chance,
        auxiliary=None if auxiliary is None else _matrix(auxiliary, who),
        scale=None if scale is None else _array(scale, count),
        rule=rule,
    )


def _count(*given: ArrayLike | Mapping[str, float] | Sequence[str] | None) -> int:
    """Return how many units there are: the length of the first array."""
    for one in given:
        if one is not None and not isinstance(one, Mapping) and np.ndim(one):
            return len(np.asarray(one))
    raise EstimationError(Refusal.NO_WEIGHTS)


def _places(names: Sequence[str], count: int) -> tuple[tuple[str, ...], Ints]:
    """Return the different names in order, and the place of each unit's."""
    found, place = np.unique(np.asarray(names, dtype=np.str_), return_inverse=True)
    if len(place) != count:
        raise EstimationError(Refusal.SHAPE, f"{len(place)} for {count} units")
    return tuple(found.tolist()), place.astype(np.int64)


def _sizes(
    population: ArrayLike | Mapping[str, float] | None,
    names: tuple[str, ...],
    stratum: Ints,
    sampled: Ints,
) -> Floats:
    """Return the clusters of each stratum; fractions are read as such if none exceeds 1."""
    if population is None:
        return np.full(len(names), np.inf)
    if isinstance(population, Mapping):
        sizes = np.asarray([population.get(name, np.nan) for name in names], dtype=np.float64)
    else:
        sizes = np.full(len(names), np.nan)
        sizes[stratum] = _array(population, len(stratum))
    if not np.all(sizes > 0):
        wrong = [name for name, size in zip(names, sizes, strict=True) if not size > 0]
        raise EstimationError(Refusal.POPULATION, *wrong)
    whole = sampled.astype(np.float64)
    if np.all(sizes <= 1) and not np.array_equal(sizes, whole):
        return whole / sizes
    wrong = [name for name, size, own in zip(names, sizes, whole, strict=True) if size < own]
    if wrong:
        mixed = np.any(sizes < 1)
        raise EstimationError(Refusal.FRACTION if mixed else Refusal.POPULATION, *wrong)
    return sizes


def _weights(weights: ArrayLike | None, natural: Floats, stratum: Ints) -> Floats:
    if weights is not None:
        given = _array(weights, len(stratum))
    elif np.all(np.isfinite(natural)):
        given = natural[stratum]
    else:
        raise EstimationError(Refusal.NO_WEIGHTS)
    if not np.all((given > 0) & np.isfinite(given)):
        raise EstimationError(Refusal.WEIGHT, *_rows(~((given > 0) & np.isfinite(given))))
    return given


def _array(values: ArrayLike, count: int) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (count,):
        raise EstimationError(Refusal.SHAPE, f"{array.shape} for {count} units")
    return array


def _matrix(auxiliary: ArrayLike, who: Bools) -> Floats:
    matrix = np.asarray(auxiliary, dtype=np.float64)
    matrix = matrix[:, None] if matrix.ndim == 1 else matrix
    if len(matrix) != len(who):
        raise EstimationError(Refusal.SHAPE, f"{len(matrix)} for {len(who)} units")
    kept = np.where(who[:, None], matrix, 0.0)
    _refuse_unknown(kept)
    return kept


def _refuse_unknown(matrix: Floats) -> None:
    known = np.asarray(np.isfinite(matrix).all(axis=1), dtype=np.bool_)
    if not known.all():
        raise EstimationError(Refusal.NOT_A_NUMBER, *_rows(~known))


def _rows(wrong: Bools, most: int = 5) -> tuple[str, ...]:
    """Name the first rows that are wrong, counted from 1."""
    return tuple(f"row {at + 1}" for at in np.flatnonzero(wrong)[:most].tolist())
