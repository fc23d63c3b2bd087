"""Known totals that weights are to meet, and what is wrong with them, by name.

A sample is read once into codes: categorical columns become places, so that a total by category is
one count and no matrix of zeros and ones is ever built.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Column = Sequence[str] | ArrayLike
CLOSE = 1e-9  # relative distance under which two totals of one population are the same
FEW = 5
SMALL = 1e-3  # of the weighted sum of sizes, under which a total is measured against that sum
MOST_SPREAD = 1_000_000  # between whole numbers that are read by a table


class Problem(StrEnum):
    """What is wrong with a sample, its margins, or both together."""

    NO_MARGIN = "no margin"
    NO_COLUMN = "a margin without its column"
    SHAPE = "a column of another length"
    WEIGHT = "a weight that is negative or no number"
    NOT_A_NUMBER = "a value that is missing or no number"
    TOTAL = "a total that is negative or no number"
    UNKNOWN_CATEGORY = "a category that the margin does not have"
    EMPTY_CATEGORY = "a total for a category that nobody is in"
    UNREACHABLE = "a total that no positive weights can reach"
    TOTALS_DISAGREE = "margins of different populations"
    BOUNDS = "bounds that do not stand on both sides of 1"
    NO_BOUNDS = "bounds for a method that has none"
    IMPOSSIBLE = "no weights within the bounds meet it"
    UNMET = "not met after the last round"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: which margin, which category of it ("" for all), and the numbers of it."""

    problem: Problem
    margin: str = ""
    category: str = ""
    facts: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        place = " = ".join(one for one in (self.margin, self.category) if one)
        told = ", ".join(f"{name} {value:.12g}" for name, value in self.facts.items())
        return "; ".join(one for one in (self.problem.value, place, told) if one)


class CalibrationError(ValueError):
    """Weights that cannot be made; ``findings`` name each reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(". ".join(str(one) for one in findings[:FEW]))
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Margins:
    """Totals of the population: of each category of a column, and of numeric columns.

    ``population`` is its size, where it is known apart: totals of categories have to add up to it.
    With ``as_shares`` the categories are shares of it (adding up to 1, or to 100).
    """

    categories: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    population: float | None = None
    as_shares: bool = False

    def totals(self) -> dict[str, dict[str, float]]:
        """Return the totals by category, shares made totals. Raises CalibrationError."""
        if not self.as_shares:
            return {name: dict(own) for name, own in self.categories.items()}
        if self.population is None:
            raise CalibrationError([Finding(Problem.TOTAL, "population")])
        found = {}
        for name, own in self.categories.items():
            whole = sum(own.values())
            # Shares of 1 and percentages are both in use; anything else is a slip.
            scale = next((one for one in (1.0, 100.0) if abs(whole / one - 1) < 1e-6), None)
            if scale is None:
                raise CalibrationError([Finding(Problem.TOTALS_DISAGREE, name, "", {"sum": whole})])
            found[name] = {key: share / whole * self.population for key, share in own.items()}
        return found


@dataclass(frozen=True, eq=False)
class Coded:
    """A sample and its margins as arrays.

    ``codes`` (one array of n places for each categorical margin), ``sizes`` their numbers of
    categories, ``numbers`` (n by m); ``targets`` all totals one after the other, categories first,
    ``labels`` their names, ``spans`` what a gap of each is measured against.
    """

    codes: tuple[Ints, ...]
    sizes: tuple[int, ...]
    numbers: Floats
    targets: Floats
    labels: tuple[tuple[str, str], ...]
    spans: Floats

    @property
    def units(self) -> int:
        """Return how many units there are."""
        return len(self.numbers)

    def starts(self) -> list[int]:
        """Return where each categorical margin begins among the targets."""
        return [int(one) for one in np.concatenate(([0], np.cumsum(self.sizes)))]

    def totals(self, weights: Floats) -> Floats:
        """Return the totals that weights give, in the order of ``targets``."""
        counted = [
            np.bincount(code, weights, size)
            for code, size in zip(self.codes, self.sizes, strict=True)
        ]
        return np.concatenate([*counted, weights @ self.numbers])

    def gaps(self, weights: Floats) -> Floats:
        """Return how far totals are from targets, relative to the span of each."""
        return np.asarray((self.totals(weights) - self.targets) / self.spans)

    def auxiliary(self) -> Floats:
        """Return the variables calibrated on, as a matrix (n by totals), for a variance."""
        blocks = [
            np.asarray(code[:, None] == np.arange(size), dtype=np.float64)
            for code, size in zip(self.codes, self.sizes, strict=True)
        ]
        return np.column_stack([*blocks, self.numbers])

    def find(self, problem: Problem, place: int, **facts: float) -> Finding:
        """Return a problem of one total."""
        return Finding(problem, *self.labels[place], facts)


def read_margins(weights: Floats, columns: Mapping[str, Column], margins: Margins) -> Coded:
    """Read a sample of n units against its margins.

    Raises CalibrationError with everything that is wrong: columns, categories, numbers, totals.
    """
    totals = margins.totals()
    problems = [*_wrong_weights(weights), *_wrong_totals(totals, margins)]
    if not totals and not margins.numbers:
        problems.append(Finding(Problem.NO_MARGIN))
    codes: list[Ints] = []
    for name, own in totals.items():
        found = _codes(name, columns, own, weights > 0)
        if isinstance(found, Finding):
            problems.append(found)
            continue
        code, unknown = found
        problems += [Finding(Problem.UNKNOWN_CATEGORY, name, one) for one in unknown]
        codes.append(code)
    numbers: list[Floats] = []
    for name in margins.numbers:
        values = _numbers(name, columns, weights > 0)
        if isinstance(values, Finding):
            problems.append(values)
        else:
            numbers.append(values)
    if problems:
        raise CalibrationError(problems)
    targets = [*(total for own in totals.values() for total in own.values())]
    goal = np.asarray([*targets, *margins.numbers.values()], dtype=np.float64)
    sizes = tuple(len(own) for own in totals.values())
    matrix = np.column_stack(numbers) if numbers else np.empty((len(weights), 0))
    return Coded(
        codes=tuple(codes),
        sizes=sizes,
        numbers=matrix,
        targets=goal,
        labels=(
            *((name, key) for name, own in totals.items() for key in own),
            *((name, "") for name in margins.numbers),
        ),
        spans=_spans(weights, codes, sizes, matrix, goal),
    )


def _spans(
    weights: Floats, codes: Sequence[Ints], sizes: Sequence[int], numbers: Floats, goal: Floats
) -> Floats:
    """Return what a gap is measured against: the total, or for a small one what it is made of."""
    counted: list[Floats] = [
        np.bincount(code, weights, size).astype(np.float64)
        for code, size in zip(codes, sizes, strict=True)
    ]
    made_of = np.concatenate([*counted, weights @ np.abs(numbers)])
    spans = np.where(np.abs(goal) >= SMALL * made_of, np.abs(goal), made_of)
    return np.where(spans > 0, spans, 1.0)


def empty_categories(coded: Coded, weights: Floats) -> Iterator[Finding]:
    """Give the categories with a total that nobody of any weight is in."""
    counted: list[Floats] = [
        np.bincount(code, weights > 0, size).astype(np.float64)
        for code, size in zip(coded.codes, coded.sizes, strict=True)
    ]
    held = np.concatenate(counted or [np.empty(0)])
    for place in np.flatnonzero((held == 0) & (coded.targets[: len(held)] != 0)).tolist():
        yield coded.find(Problem.EMPTY_CATEGORY, place, total=float(coded.targets[place]))


def _wrong_weights(weights: Floats) -> Iterator[Finding]:
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    for row in wrong[:FEW].tolist():
        yield Finding(Problem.WEIGHT, "", "", {"row": row + 1})


def _wrong_totals(totals: Mapping[str, Mapping[str, float]], margins: Margins) -> Iterator[Finding]:
    counted = [(name, key, total) for name, own in totals.items() for key, total in own.items()]
    for name, key, total in counted:
        if not (np.isfinite(total) and total >= 0):
            yield Finding(Problem.TOTAL, name, key, {"total": total})
    for name, total in margins.numbers.items():
        if not np.isfinite(total):
            yield Finding(Problem.TOTAL, name, "", {"total": total})
    yield from _disagreeing(totals, margins.population)


def _disagreeing(
    totals: Mapping[str, Mapping[str, float]], population: float | None
) -> Iterator[Finding]:
    sums = {name: sum(own.values()) for name, own in totals.items()}
    if population is not None:
        sums = {"population": population} | sums
    for (first, one), (second, other) in pairwise(sums.items()):
        if abs(one - other) > CLOSE * max(abs(one), abs(other)):
            facts = {first: one, second: other}
            yield Finding(Problem.TOTALS_DISAGREE, f"{first}, {second}", "", facts)


def _codes(
    name: str, columns: Mapping[str, Column], own: Mapping[str, float], held: Bools
) -> tuple[Ints, list[str]] | Finding:
    """Return the place of each unit's category, and those without one; who weighs 0 has any."""
    count = len(held)
    if name not in columns:
        return Finding(Problem.NO_COLUMN, name)
    values = columns[name]
    array = np.asarray(values) if not isinstance(values, list | tuple) else None
    rows = len(values) if array is None else array.size  # type: ignore[arg-type]
    if rows != count:
        return Finding(Problem.SHAPE, name, "", {"rows": rows, "units": count})
    at = {key: number for number, key in enumerate(own)}
    if array is not None and array.dtype.kind in "iu" and count:
        return _whole_codes(array.astype(np.int64), at, held)
    told = values if array is None else array.tolist()
    code = np.fromiter((at.get(str(one), -1) for one in told), np.int64, count)  # type: ignore[union-attr]
    unknown = {str(told[row]) for row in np.flatnonzero((code < 0) & held).tolist()}  # type: ignore[index]
    return np.maximum(code, 0), sorted(unknown)


def _whole_codes(values: Ints, at: Mapping[str, int], held: Bools) -> tuple[Ints, list[str]]:
    """Return the places of categories that are whole numbers, by a table where they lie close."""
    low, high = int(values.min()), int(values.max())
    if high - low > MOST_SPREAD:
        found, place = np.unique(values, return_inverse=True)
    else:
        place = values - low
        found = np.arange(low, high + 1)
    lookup = np.asarray([at.get(str(key), -1) for key in found.tolist()], dtype=np.int64)
    code = lookup[place]
    unknown = np.unique(values[(code < 0) & held]).tolist()
    return np.maximum(code, 0), [str(one) for one in unknown]


def _numbers(name: str, columns: Mapping[str, Column], held: Bools) -> Floats | Finding:
    """Return the numbers of a column; who weighs 0 counts 0, whatever stands there."""
    if name not in columns:
        return Finding(Problem.NO_COLUMN, name)
    try:
        values = np.asarray(columns[name], dtype=np.float64)
    except (TypeError, ValueError):
        return Finding(Problem.NOT_A_NUMBER, name)
    if values.shape != held.shape:
        return Finding(Problem.SHAPE, name, "", {"rows": len(values), "units": len(held)})
    wrong = np.flatnonzero(~np.isfinite(values) & held)
    if len(wrong):
        return Finding(Problem.NOT_A_NUMBER, name, "", {"row": int(wrong[0]) + 1})
    return np.where(held, values, 0.0)
