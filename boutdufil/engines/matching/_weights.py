"""What each card asks, as weights, and the words of all cards, as counts."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from boutdufil.engines.matching._affinity import Wording
from boutdufil.engines.matching._cards import Card
from boutdufil.engines.matching._terms import word_counts
from boutdufil.engines.matching._vectors import rarity
from boutdufil.lib.text import fold

CORE_WEIGHT = 1.5
BEGINNING = 5


def asked_weights(cards: Sequence[Card], skills: Sequence[str]) -> sparse.csr_array:
    """Share of each skill in all that a card asks, shape (cards, skills); rows sum to 1 or 0.

    A skill weighs its rarity over the cards, times `CORE_WEIGHT` where it is core.
    """
    skill_at = {skill: at for at, skill in enumerate(skills)}
    cores = [_cores(card, skill_at) for card in cards]
    sizes = np.array([len(core) for core in cores], dtype=np.int64)
    indices = np.array([at for core in cores for at in core], dtype=np.int64)
    is_core = np.array([flag for core in cores for flag in core.values()], dtype=bool)
    indptr = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
    shape = (len(cards), len(skills))
    counts = sparse.csr_array((np.ones(len(indices)), indices, indptr), shape=shape)
    weights = rarity(counts)[indices] * np.where(is_core, CORE_WEIGHT, 1.0)
    owners = np.repeat(np.arange(len(cards)), sizes)
    totals = np.bincount(owners, weights=weights, minlength=len(cards))
    return sparse.csr_array((weights / totals[owners], indices, indptr), shape=shape)


def count_wording(
    labels: Sequence[str], texts: Sequence[str], titles: Sequence[Sequence[str]]
) -> Wording:
    """Count words over one vocabulary of word beginnings; `labels` and `texts` are folded.

    `texts` and `titles` have one entry a card.
    """
    names = [fold(title) for own in titles for title in sorted(own)]
    sizes = np.array([len(own) for own in titles], dtype=np.int64)
    owners = np.repeat(np.arange(len(titles)), sizes)
    counts = word_counts([*labels, *texts, *names], BEGINNING)
    first_title = len(labels) + len(texts)
    return Wording(
        labels=sparse.csr_array(counts[: len(labels)]),
        texts=sparse.csr_array(counts[len(labels) : first_title]),
        titles=sparse.csr_array(counts[first_title:]),
        title_owners=owners.astype(np.int64),
    )


def _cores(card: Card, skill_at: Mapping[str, int]) -> dict[int, bool]:
    """Positions of the asked skills in ascending order, each with whether it is core."""
    core = {skill_at[use.skill] for use in card.skills if use.core}
    return {at: at in core for at in sorted({skill_at[use.skill] for use in card.skills})}
