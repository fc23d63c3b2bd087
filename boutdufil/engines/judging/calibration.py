"""How strict each juror was, and what every file would have had from the same jury."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from boutdufil.engines.judging._additive import fit_additive
from boutdufil.engines.judging._faults import Fault, JudgingError
from boutdufil.engines.judging._graph import components
from boutdufil.engines.judging._rasch import Fit, fit_rasch
from boutdufil.engines.judging._ratings import (
    Criterion,
    Rating,
    Table,
    raw_scores,
    read_ratings,
    rubric_of,
)
from boutdufil.engines.judging._readers import Component
from boutdufil.engines.judging._scale import fair_shares, rank_bounds, ranks

__all__ = [
    "Calibration",
    "Component",
    "Criterion",
    "CriterionFigure",
    "Disconnected",
    "FileFigure",
    "JurorFigure",
    "PanelLink",
    "Rating",
    "calibrate",
    "raw_ranking",
]

ENOUGH_LINKS = Fraction(1, 5)
CERTAINTY = 1.959963984540054  # two-sided 95 %
DECIMALS = 9  # equal files come out equal, whatever a machine rounds
NO_PANELS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FileFigure:
    """One file. `raw`, `calibrated` and `additive` are shares of the rubric, 0 to 1.

    `raw` is exact. `ability` is in logits against the mean juror, criterion and threshold, `error`
    its standard error; `calibrated` what the mean juror would give on average. Rank 1 is the best,
    equal ones share it. `rank_low` to `rank_high` are the ranks that cannot be excluded: before and
    after them are the files that are told from this one at 95 %, pair by pair.
    """

    file: str
    readings: int
    raw: Fraction
    raw_rank: int
    ability: float
    error: float
    calibrated: float
    rank: int
    rank_low: int
    rank_high: int
    additive: float
    additive_rank: int


@dataclass(frozen=True, slots=True)
class JurorFigure:
    """One juror: severity in logits, 0 for the mean juror, higher for stricter; 95 % interval.

    `additive` is the severity of the plain model, in shares of the scale. `fit` is the mean
    squared surprise, 1 as the model expects; far above 1 a juror contradicts the others.
    """

    juror: str
    readings: int
    severity: float
    low: float
    high: float
    additive: float
    fit: float

    @property
    def is_told_apart(self) -> bool:
        """Tell whether the interval leaves out the mean juror."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class CriterionFigure:
    """One criterion: its difficulty in logits, 0 on average."""

    criterion: str
    difficulty: float


@dataclass(frozen=True, slots=True)
class PanelLink:
    """One panel: how many files its jurors read, and how many of them another panel read too."""

    panel: str
    files: int
    linking: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Files by rank, jurors from the strictest, and whether the calibrated rank may select."""

    files: tuple[FileFigure, ...]
    jurors: tuple[JurorFigure, ...]
    criteria: tuple[CriterionFigure, ...]
    panels: tuple[PanelLink, ...]
    linking: int

    @property
    def linking_share(self) -> Fraction:
        """Return the share of the files that jurors of two panels or more read."""
        return Fraction(self.linking, len(self.files))

    @property
    def may_select(self) -> bool:
        """Tell whether the calibrated rank may select, if that was declared.

        It may within one panel; across panels where a fifth of all files link them.
        """
        return len(self.panels) <= 1 or self.linking_share >= ENOUGH_LINKS

    def file(self, file: str) -> FileFigure:
        """Return one file. Raises JudgingError for an unknown one."""
        for one in self.files:
            if one.file == file:
                return one
        raise JudgingError(Fault.UNKNOWN, file)


@dataclass(frozen=True, slots=True)
class Disconnected:
    """Jurors that no file links, the largest part first: no method can tell them apart."""

    components: tuple[Component, ...]


def calibrate(
    ratings: Collection[Rating],
    rubric: Collection[Criterion] = (),
    *,
    panels: Mapping[str, str] = NO_PANELS,
) -> Calibration | Disconnected:
    """Estimate severities and what files are worth without them; refuse where nothing links them.

    Without a rubric every criterion weighs the same and ends at the highest level given. `panels`
    names the panel of each juror; none means a single one. The order of the ratings changes
    nothing. Raises JudgingError.
    """
    table = read_ratings(ratings, rubric or rubric_of(ratings))
    parts = components((one.file, one.juror) for one in ratings)
    if len(parts) > 1:
        return Disconnected(parts)
    _refuse_confounded(table)
    fit = fit_rasch(table)
    links = _links(table, panels)
    read_by = _panels_by_file(table, panels)
    return Calibration(
        files=_files(table, fit),
        jurors=_jurors(table, fit),
        criteria=_criteria(table, fit),
        panels=links,
        linking=sum(len(one) > 1 for one in read_by),
    )


def raw_ranking(
    ratings: Collection[Rating], rubric: Collection[Criterion] = ()
) -> tuple[tuple[str, Fraction, int], ...]:
    """Return file, raw score and raw rank, the best first: what selects unless declared otherwise.

    Raises JudgingError.
    """
    table = read_ratings(ratings, rubric or rubric_of(ratings))
    scores = raw_scores(table)
    placed = zip(table.files, scores, ranks(scores), strict=True)
    return tuple(sorted(placed, key=lambda one: (one[2], one[0])))


def _refuse_confounded(table: Table) -> None:
    """Refuse ratings that leave open what is the juror's and what the criterion's."""
    sizes = (len(table.files), len(table.jurors), len(table.criteria))
    firsts = np.cumsum((0, *sizes))
    columns = (table.file, firsts[1] + table.juror, firsts[2] + table.criterion)
    used = len(np.unique(table.criterion))
    gram = np.zeros((firsts[3], firsts[3]))
    for own in columns:
        for other in columns:
            np.add.at(gram, (own, other), 1.0)
    if int(np.linalg.matrix_rank(gram, hermitian=True)) < sizes[0] + sizes[1] + used - 2:
        raise JudgingError(Fault.CONFOUNDED)


def _files(table: Table, fit: Fit) -> tuple[FileFigure, ...]:
    ability, covariance = np.round(fit.ability - fit.place, DECIMALS), fit.covariance_of_files
    raw = raw_scores(table)
    worth, _ = fit_additive(table)
    figures = zip(
        table.files,
        _readings(table.file, table.juror),
        raw,
        ranks(raw),
        ability.tolist(),
        np.sqrt(np.diag(covariance)).tolist(),
        fair_shares(table, fit).tolist(),
        ranks(ability.tolist()),
        *rank_bounds(ability, covariance, CERTAINTY),
        worth.tolist(),
        ranks(np.round(worth, DECIMALS).tolist()),
        strict=True,
    )
    return tuple(
        sorted((FileFigure(*one) for one in figures), key=lambda one: (one.rank, one.file))
    )


def _jurors(table: Table, fit: Fit) -> tuple[JurorFigure, ...]:
    files, jurors = len(table.files), len(table.jurors)
    own = fit.covariance[files : files + jurors, files : files + jurors]
    centred = np.eye(jurors) - 1 / jurors
    errors = np.sqrt(np.diag(centred @ own @ centred))
    severity = fit.severity - fit.severity.mean()
    _, additive = fit_additive(table)
    figures = zip(
        table.jurors,
        _readings(table.juror, table.file),
        severity.tolist(),
        (severity - CERTAINTY * errors).tolist(),
        (severity + CERTAINTY * errors).tolist(),
        additive.tolist(),
        fit.surprise.tolist(),
        strict=True,
    )
    by_severity = sorted(figures, key=lambda one: (-one[2], one[0]))
    return tuple(JurorFigure(*one) for one in by_severity)


def _criteria(table: Table, fit: Fit) -> tuple[CriterionFigure, ...]:
    thresholds = np.asarray([one.mean() for one in fit.thresholds])[table.scale]
    difficulty = fit.difficulty + thresholds
    difficulty -= difficulty.mean()
    return tuple(
        CriterionFigure(one.id, value)
        for one, value in zip(table.criteria, difficulty.tolist(), strict=True)
    )


def _readings(own: Sequence[int] | np.ndarray, other: Sequence[int] | np.ndarray) -> list[int]:
    """Return how many different others each one was read by, or read."""
    pairs = np.unique(np.column_stack((own, other)), axis=0)
    counts: list[int] = np.bincount(pairs[:, 0]).tolist()
    return counts


def _panels_by_file(table: Table, panels: Mapping[str, str]) -> list[set[str]]:
    read_by: list[set[str]] = [set() for _ in table.files]
    for file, juror in zip(table.file.tolist(), table.juror.tolist(), strict=True):
        read_by[file].add(panels.get(table.jurors[juror], ""))
    return read_by


def _links(table: Table, panels: Mapping[str, str]) -> tuple[PanelLink, ...]:
    read_by = _panels_by_file(table, panels)
    names = sorted(set().union(*read_by))
    return tuple(
        PanelLink(
            name,
            sum(name in one for one in read_by),
            sum(name in one and len(one) > 1 for one in read_by),
        )
        for name in names
    )
