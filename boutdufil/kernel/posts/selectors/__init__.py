"""What is read of the ledger, by noun."""

from boutdufil.kernel.posts.selectors.figures import (
    COUNTED_DAYS,
    CountedVacancy,
    PostFigure,
    Scope,
    counted_vacancies,
    hires_through,
    open_posts,
    post_figure,
    vacancies_with_open_posts,
)
from boutdufil.kernel.posts.selectors.files import counted_csv

__all__ = [
    "COUNTED_DAYS",
    "CountedVacancy",
    "PostFigure",
    "Scope",
    "counted_csv",
    "counted_vacancies",
    "hires_through",
    "open_posts",
    "post_figure",
    "vacancies_with_open_posts",
]
