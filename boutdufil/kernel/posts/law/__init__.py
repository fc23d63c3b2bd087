"""What the law asks of a vacancy: articles with their source and date, and pure checks."""

from boutdufil.kernel.posts.law.articles import ARTICLES, SMIC, Article, Finding, Severity
from boutdufil.kernel.posts.law.checks import check_draft
from boutdufil.kernel.posts.law.wording import check_text, check_title

__all__ = [
    "ARTICLES",
    "SMIC",
    "Article",
    "Finding",
    "Severity",
    "check_draft",
    "check_text",
    "check_title",
]
