"""How near one job is to another by all they ask and all their words, whoever does them.

Six signals between cards, each divided by its own spread over the referential and added with
fixed weights. The weights were chosen on the development half of the official ROME links (see
docs/explanation/matching.md); nothing else here knows of any referential.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.engines.matching._vectors import Matrix, presence, products, rarity, weighted

SAME_SKILLS = 0.5
NEAR_SKILLS = 2.5
SAME_WORDS = 1.5
SKILL_WORDS = 0.75
NEAR_TITLES = 1.0
OWN_WORDS = 1.5


@dataclass(frozen=True)
class Wording:
    """Word counts over one shared vocabulary, and which card each title belongs to."""

    labels: sparse.csr_array
    texts: sparse.csr_array
    titles: sparse.csr_array
    title_owners: NDArray[np.int64]


def affinities(asked: sparse.csr_array, loose: sparse.csr_array, wording: Wording) -> Matrix:
    """Affinity from the card of each row to the card of each column, shape (n, n), in [0, 1].

    `asked` has shape (cards, skills) with a value wherever a card asks a skill, `loose` is the
    closeness of the skills. Not quite symmetric: titles are sought in the direction of the move.
    """
    skills = presence(asked)
    signals = _signals(skills, loose, wording)
    total = sum(weight * _in_spreads(signal) for weight, signal in signals)
    raised = np.maximum(total + OWN_WORDS * _own_words(wording.texts), 0.0)
    np.fill_diagonal(raised, 0.0)
    highest = raised.max(initial=0.0)
    return np.asarray(raised / highest if highest > 0 else raised)


def _signals(
    skills: sparse.csr_array, loose: sparse.csr_array, wording: Wording
) -> list[tuple[float, Matrix]]:
    items, texts = weighted(skills), weighted(wording.texts)
    spoken = sparse.csr_array(skills @ wording.labels)
    spoken.sort_indices()
    both = rarity(sparse.csr_array(sparse.vstack((spoken, wording.texts))))
    return [
        (SAME_SKILLS, products(items, items)),
        (NEAR_SKILLS, _near_skills(skills, loose)),
        (SAME_WORDS, products(texts, texts)),
        (SKILL_WORDS, products(weighted(spoken, both), weighted(wording.texts, both))),
        (NEAR_TITLES, _near_titles(wording, skills.shape[0])),
    ]


def _in_spreads(signal: Matrix) -> Matrix:
    """Divide by the standard deviation between different cards; a flat signal says nothing."""
    between = signal.copy()
    np.fill_diagonal(between, 0.0)
    spread = between.std() if between.size else 0.0
    return between / spread if spread > 0 else np.zeros_like(between)


def _near_skills(skills: sparse.csr_array, closeness: sparse.csr_array) -> Matrix:
    """Geometric mean, in both directions, of how closely one card's skills meet the other's."""
    rarities = rarity(skills)
    totals = np.maximum(skills @ rarities, 1.0)
    met = np.zeros((skills.shape[0], skills.shape[0]))
    for card in range(skills.shape[0]):
        rows = closeness[skills.indices[skills.indptr[card] : skills.indptr[card + 1]]]
        best = np.zeros(skills.shape[1])
        np.maximum.at(best, rows.indices, rows.data)
        met[card] = (skills @ (best * rarities)) / totals
    return np.asarray(np.sqrt(met * met.T))


def _near_titles(wording: Wording, cards: int) -> Matrix:
    """Mean over a card's titles of the cosine with the nearest title of the other card."""
    nearest = np.zeros((cards, cards))
    if not len(wording.title_owners):
        return nearest
    titles, owners = weighted(wording.titles), wording.title_owners
    turned = sparse.csr_array(titles.T)
    named, starts = np.unique(owners, return_index=True)
    ends = np.append(starts[1:], len(owners))
    for card, first, last in zip(named.tolist(), starts.tolist(), ends.tolist(), strict=True):
        cosines = (titles[first:last] @ turned).toarray()
        nearest[card, named] = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0)
    return nearest


def _own_words(texts: sparse.csr_array) -> Matrix:
    """Lower a card told in everyday words alone: spreads below the card with the rarest words.

    Shape (cards,), at most 0. Cards told in common words are near everything by chance.
    """
    sizes = np.diff(texts.indptr)
    means = (presence(texts) @ rarity(texts)) / np.maximum(sizes, 1)
    spread = means.std() if len(means) else 0.0
    return np.asarray((means - means.max()) / spread if spread > 0 else np.zeros_like(means))
