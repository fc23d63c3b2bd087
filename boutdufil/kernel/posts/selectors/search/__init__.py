"""Searching vacancies: PostgreSQL narrows, the engines rank, the page says why.

See docs/explanation/search.md.
"""

from boutdufil.kernel.posts.selectors.search.counts import NEAR_MINUTES, near_counts
from boutdufil.kernel.posts.selectors.search.neighbours import Kinship
from boutdufil.kernel.posts.selectors.search.pages import (
    Facet,
    SearchPage,
    search_vacancies,
)
from boutdufil.kernel.posts.selectors.search.places import Centre, places
from boutdufil.kernel.posts.selectors.search.query import Sort, UnknownValueError, VacancyQuery
from boutdufil.kernel.posts.selectors.search.reading import telling
from boutdufil.kernel.posts.selectors.search.rows import PER_PAGE, Fit, VacancyRow
from boutdufil.kernel.posts.selectors.search.shelf import keeper
from boutdufil.kernel.posts.selectors.search.widening import Widening

__all__ = [
    "NEAR_MINUTES",
    "PER_PAGE",
    "Centre",
    "Facet",
    "Fit",
    "Kinship",
    "SearchPage",
    "Sort",
    "UnknownValueError",
    "VacancyQuery",
    "VacancyRow",
    "Widening",
    "keeper",
    "near_counts",
    "places",
    "search_vacancies",
    "telling",
]
