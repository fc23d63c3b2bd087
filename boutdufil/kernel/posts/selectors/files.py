"""The lines of a figure as a file."""

from boutdufil.kernel.posts.selectors.figures import Scope, counted_vacancies
from boutdufil.lib.tables import write_csv

MOST_LINES = 100_000
HEADER = (
    "offre",
    "intitulé",
    "employeur",
    "publiée le",
    "proposés",
    "ouverts",
    "pourvus",
    "fermés",
    "pourvus par cet intermédiaire",
)


def counted_csv(scope: Scope) -> bytes:
    """Return the vacancies of a figure as CSV: UTF-8, semicolons, one line each."""
    rows = [
        (
            str(row.vacancy_id),
            row.title,
            row.employer,
            row.published_at.isoformat() if row.published_at else "",
            *map(str, (row.offered, row.open, row.filled, row.closed, row.filled_through)),
        )
        for row in counted_vacancies(scope)[:MOST_LINES]
    ]
    return write_csv(HEADER, rows)
