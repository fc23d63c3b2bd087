"""What each question of a quiz was worth, and what withdrawing one changes."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boutdufil.engines.judging._faults import Fault, JudgingError
from boutdufil.engines.judging._rules import Outcome, Selection

__all__ = [
    "Flag",
    "ItemAnalysis",
    "ItemFigure",
    "Move",
    "WithdrawalEffect",
    "effect_of_withdrawal",
    "item_analysis",
]

Floats = NDArray[np.float64]
FEW = 30  # answers under which no figure of a question is worth a flag
EASY, HARD, WEAK = 0.95, 0.10, 0.10


class Flag(StrEnum):
    """What an author should look at; never a verdict."""

    FEW_ANSWERS = "too few answers to say anything"
    EASY = "nearly everybody is right"
    HARD = "nearly everybody is wrong"
    WEAK = "hardly tells good candidates from others"
    NEGATIVE = "the better candidates are wrong more often: look at the key"


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """One question, by its column. `difficulty` is the mean share of its points, 1 for easiest.

    `discrimination` is the correlation with the candidate's other questions, each less its own
    mean so that an easy draw is no merit; None where either never varies.
    """

    item: int
    answers: int
    difficulty: float | None
    discrimination: float | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """All questions, and how reliable the scores are; None where it cannot be told.

    `alpha` is Cronbach's (1951), for the mean form of `length` questions, from every pair of
    questions that some candidates had both. `dependability` is Brennan's phi: where everybody drew
    other questions (`drawn`), the luck of an easy form is an error too. `error` is the standard
    error of a score of 0 to 1, of whichever of the two counts.
    """

    items: tuple[ItemFigure, ...]
    candidates: int
    length: float
    drawn: bool
    alpha: float | None
    dependability: float | None
    error: float | None

    @property
    def reliability(self) -> float | None:
        """Return the figure that counts: alpha if everybody had the same questions, else phi."""
        return self.dependability if self.drawn else self.alpha


@dataclass(frozen=True, slots=True)
class Move:
    """What changed for one candidate: rank and score before and after."""

    number: str
    rank_before: int
    rank_after: int
    score_before: Fraction
    score_after: Fraction


@dataclass(frozen=True, slots=True)
class WithdrawalEffect:
    """What changed between two selections: who came in, who went out, and every other move."""

    entered: tuple[str, ...]
    left: tuple[str, ...]
    moves: tuple[Move, ...]


def item_analysis(shares: ArrayLike) -> ItemAnalysis:
    """Analyse a table (candidates, questions) of the shares of points, nan where not drawn.

    A question left open by somebody who drew it is 0, not nan. Raises JudgingError for shares
    outside 0 to 1.
    """
    table = np.asarray(shares, dtype=np.float64)
    if table.ndim != 2:
        raise JudgingError(Fault.SHAPE, table.shape)
    had = ~np.isnan(table)
    if ((table < 0) | (table > 1)).any():
        raise JudgingError(Fault.SCALE)
    answers = had.sum(axis=0)
    means = np.where(had, table, 0.0).sum(axis=0) / np.maximum(answers, 1)
    centred = np.where(had, table - means, 0.0)
    figures = tuple(_figure(item, centred, had, means) for item in range(table.shape[1]))
    return _reliability(figures, centred, had, means)


def effect_of_withdrawal(before: Selection, after: Selection) -> WithdrawalEffect:
    """Return what changed for whom. Raises JudgingError where the candidates are not the same."""
    old = {one.number: one for one in before.places}
    new = {one.number: one for one in after.places}
    for number in sorted(old.keys() ^ new.keys()):
        raise JudgingError(Fault.UNKNOWN, number)
    return WithdrawalEffect(
        entered=tuple(number for number in after.selected if not old[number].selected),
        left=tuple(number for number in before.selected if not new[number].selected),
        moves=tuple(
            _move(old[one.number], one)
            for one in after.places
            if (one.rank, one.score) != (old[one.number].rank, old[one.number].score)
        ),
    )


def _move(old: Outcome, new: Outcome) -> Move:
    return Move(new.number, old.rank, new.rank, old.score, new.score)


def _figure(item: int, centred: Floats, had: NDArray[np.bool_], means: Floats) -> ItemFigure:
    own = had[:, item]
    answers = int(own.sum())
    difficulty = float(means[item]) if answers else None
    others = had[own].sum(axis=1) - 1
    rest = (centred[own].sum(axis=1) - centred[own, item]) / np.maximum(others, 1)
    discrimination = _correlation(centred[own, item], rest)
    return ItemFigure(
        item, answers, difficulty, discrimination, _flags(answers, difficulty, discrimination)
    )


def _flags(
    answers: int, difficulty: float | None, discrimination: float | None
) -> tuple[Flag, ...]:
    if answers < FEW or difficulty is None:
        return (Flag.FEW_ANSWERS,)
    low = discrimination is not None and discrimination < WEAK
    wrong = discrimination is not None and discrimination < 0
    told = {
        Flag.EASY: difficulty > EASY,
        Flag.HARD: difficulty < HARD,
        Flag.WEAK: low and not wrong,
        Flag.NEGATIVE: wrong,
    }
    return tuple(flag for flag, holds in told.items() if holds)


def _correlation(one: Floats, other: Floats) -> float | None:
    if len(one) < 2:
        return None
    one, other = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / scale if scale > 1e-12 else None


def _reliability(
    figures: tuple[ItemFigure, ...], centred: Floats, had: NDArray[np.bool_], means: Floats
) -> ItemAnalysis:
    """Estimate the variances of candidates, of questions and of the rest, and put them together.

    Where everybody had every question these are the classical ones, and alpha is Cronbach's.
    """
    present = had.astype(np.float64)
    together = present.T @ present
    apart = ~np.eye(len(means), dtype=np.bool_) & (together > 1)
    length = float(had.sum(axis=1).mean()) if len(had) else 0.0
    drawn = bool(had.any(axis=0).sum() > 0 and not had[:, had.any(axis=0)].all())
    answers = together.diagonal()
    if not apart.any() or length < 2:
        return ItemAnalysis(figures, len(had), length, drawn, None, None, None)
    products = centred.T @ centred
    # Means over the pair's own candidates: what is left of the products after their own means.
    sums = centred.T @ present
    pairs = (products - sums * sums.T / np.maximum(together, 1)) / np.maximum(together - 1, 1)
    person = float(pairs[apart].mean())
    used = answers > 1
    own = float((products.diagonal()[used] / (answers[used] - 1)).mean())
    rest = max(0.0, own - person)
    luck = _luck(means[used], own, person, together[np.ix_(used, used)])
    return ItemAnalysis(
        figures,
        len(had),
        length,
        drawn,
        alpha=_share(person, rest / length),
        dependability=_share(person, (rest + luck) / length),
        error=float(np.sqrt((rest + luck * drawn) / length)),
    )


def _luck(means: Floats, own: float, person: float, together: Floats) -> float:
    """Return how far the difficulties of questions lie apart, less what chance adds.

    `together` counts the candidates of each pair of questions, and of each question: whoever had
    two of them moved both means alike.
    """
    if len(means) < 2:
        return 0.0
    answers = together.diagonal()
    shared = together / np.outer(answers, answers)
    apart = ~np.eye(len(means), dtype=np.bool_)
    chance = own * float((1 / answers).mean()) - person * float(shared[apart].mean())
    return max(0.0, float(means.var(ddof=1)) - chance)


def _share(person: float, error: float) -> float | None:
    total = person + error
    return person / total if total > 0 else None
