"""Known ways to rank job cards, to hold the engine against: each a (cards, cards) table of scores.

They share no code with the engine. Equal scores are shaken by a fixed jitter, so that the order
of the codes (which is the order of the domains) helps nobody.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

from benchmarks.rome_files import Referential

Scores = NDArray[np.float64]
SEED = 20251118
JITTER = 1e-9


def peer_scores(referential: Referential) -> dict[str, Scores]:
    """Scores of every peer by name: rows are the jobs left, columns the jobs looked at."""
    asked, labels, texts = _tables(referential)
    domains = np.array([card.code[:3] for card in referential.cards])
    size = len(domains)
    items = TfidfTransformer(sublinear_tf=True).fit_transform(asked)
    scores = {
        "random": np.zeros((size, size)),
        "same_domain": (domains[:, None] == domains[None, :]).astype(np.float64),
        "jaccard": _jaccard(asked),
        "tfidf": _dense(items @ items.T),
        "bm25": _bm25(asked),
        "share_of_target": _share_of_target(asked),
        "letters_of_labels": _text_cosine(labels, analyzer="char_wb", ngram_range=(3, 5)),
        "words_of_labels": _text_cosine(labels),
        "words_of_texts": _text_cosine(texts),
    }
    jitter = np.random.default_rng(SEED).random((size, size)) * JITTER
    return {name: table + jitter for name, table in scores.items()}


def shared_skills(referential: Referential) -> Scores:
    """Count the skills each pair of cards has in common."""
    asked, _, _ = _tables(referential)
    return _dense(asked @ asked.T)


def _tables(referential: Referential) -> tuple[sparse.csr_array, list[str], list[str]]:
    at = {skill: column for column, skill in enumerate(sorted(referential.labels))}
    sets = [sorted({use.skill for use in card.skills}) for card in referential.cards]
    rows = [row for row, skills in enumerate(sets) for _ in skills]
    columns = [at[skill] for skills in sets for skill in skills]
    asked = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(sets), len(at)))
    labels = [" ".join(referential.labels[skill] for skill in skills) for skills in sets]
    return asked, labels, [card.text for card in referential.cards]


def _dense(table: sparse.csr_array) -> Scores:
    return np.asarray(table.toarray(), dtype=np.float64)


def _jaccard(asked: sparse.csr_array) -> Scores:
    common = _dense(asked @ asked.T)
    sizes = common.diagonal()
    return np.asarray(common / np.maximum(sizes[:, None] + sizes[None, :] - common, 1))


def _bm25(asked: sparse.csr_array, k1: float = 1.2, b: float = 0.75) -> Scores:
    """Okapi BM25 (Robertson, 1994); the asked skills are the words, each once."""
    rarities = _rarities(asked)
    sizes = asked.sum(axis=1)
    damping = (k1 + 1) / (1 + k1 * (1 - b + b * sizes / sizes.mean()))
    return _dense(asked.multiply(rarities).tocsr() @ asked.T) * damping[None, :]


def _share_of_target(asked: sparse.csr_array) -> Scores:
    weights = asked.multiply(_rarities(asked)).tocsr()
    return _dense(asked @ weights.T) / np.maximum(weights.sum(axis=1), 1e-12)[None, :]


def _rarities(asked: sparse.csr_array) -> Scores:
    frequency = asked.sum(axis=0)
    return np.asarray(np.log1p((asked.shape[0] - frequency + 0.5) / (frequency + 0.5)))


def _text_cosine(texts: list[str], **options: object) -> Scores:
    vectorizer = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", **options)
    vectors = vectorizer.fit_transform(texts)
    return _dense(vectors @ vectors.T)
