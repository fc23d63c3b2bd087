"""Measures of a ranked list against a set of relevant codes."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from statistics import fmean

CUT = 10


@dataclass(frozen=True)
class Quality:
    """Four figures in [0, 1] of one ranking, or their means over many."""

    recall_at_10: float
    ndcg_at_10: float
    map: float
    equal_length_precision: float


def judge(ranking: Sequence[str], relevant: Collection[str]) -> Quality:
    """Judge one ranking; `relevant` must not be empty.

    `equal_length_precision` cuts our list to as many codes as there are relevant ones. A relevant
    code that is not in the ranking counts as found nowhere.
    """
    hits = [code in relevant for code in ranking]
    return Quality(
        recall_at_10=sum(hits[:CUT]) / len(relevant),
        ndcg_at_10=_gain(hits[:CUT]) / _gain([True] * min(CUT, len(relevant))),
        map=_average_precision(hits) / len(relevant),
        equal_length_precision=sum(hits[: len(relevant)]) / len(relevant),
    )


def mean_quality(judged: Sequence[Quality]) -> Quality:
    """Mean of each figure over the sources."""
    names = [field.name for field in fields(Quality)]
    return Quality(**{name: fmean(getattr(one, name) for one in judged) for name in names})


def _gain(hits: Sequence[bool]) -> float:
    return sum(1 / math.log2(rank + 2) for rank, hit in enumerate(hits) if hit)


def _average_precision(hits: Sequence[bool]) -> float:
    found, total = 0, 0.0
    for rank, hit in enumerate(hits, start=1):
        found += hit
        total += found / rank if hit else 0.0
    return total
