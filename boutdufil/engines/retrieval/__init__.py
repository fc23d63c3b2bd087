"""The best documents for a profile, exactly: an inverted index with whole-number weights.

A document asks terms, each with a weight; a profile holds terms. The score of a document is the
sum of the weights it asks of what the profile holds. Sums of whole numbers have no rounding, so
the answer is that of an exhaustive comparison, to the last place, whatever was added or removed
in which order. See docs/explanation/search.md for the measured cost.
"""

from boutdufil.engines.retrieval._best import best_places
from boutdufil.engines.retrieval._index import Hit, Index
from boutdufil.engines.retrieval._segment import MOST_WEIGHT, Document, Table, shares

__all__ = ["MOST_WEIGHT", "Document", "Hit", "Index", "Table", "best_places", "shares"]
