"""One ledger: needs, vacancies, posts, first contacts, hires."""

from boutdufil.kernel.posts.models.imports import VacancyImport
from boutdufil.kernel.posts.models.ledger import (
    Attachment,
    Contact,
    Hire,
    Need,
    NeedAnswer,
    Post,
)
from boutdufil.kernel.posts.models.vacancies import (
    Vacancy,
    VacancyEntry,
    VacancyReport,
    VacancySkill,
)

__all__ = [
    "Attachment",
    "Contact",
    "Hire",
    "Need",
    "NeedAnswer",
    "Post",
    "Vacancy",
    "VacancyEntry",
    "VacancyImport",
    "VacancyReport",
    "VacancySkill",
]
