"""What the portal's pages read from the floors below."""

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.selectors import Attribution
from boutdufil.kernel.people import selectors as people

demo_people = people.demo_people
attribution = occupations.attribution


def holdings() -> "occupations.Holdings":
    """Return what the referential in force holds: cards, titles, skills, open doors."""
    return occupations.holdings()


__all__ = ["Attribution", "attribution", "demo_people", "holdings"]
