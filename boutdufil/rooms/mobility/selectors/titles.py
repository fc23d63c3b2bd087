"""Finding a job by its everyday name."""

from boutdufil.kernel.occupations import selectors as occupations


def title_search(query: str) -> list[occupations.TitleHit]:
    """Titles that resemble the words, best first; none for an empty box."""
    return occupations.search_titles(query) if query.strip() else []


def cards_named(query: str) -> tuple[occupations.LinkRow, ...]:
    """Job cards that bear a name like these words, once each, best first."""
    labels: dict[str, str] = {}
    for hit in title_search(query):
        labels.setdefault(hit.code, hit.card_label)
    return tuple(occupations.LinkRow(code, label) for code, label in labels.items())


def families() -> list[occupations.FamilyRow]:
    """The guide's job cards by family, for whoever finds no word for their job."""
    return occupations.families()
