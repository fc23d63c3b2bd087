"""What the portal's pages read from the floors below."""

from boutdufil.kernel.occupations.selectors import attribution, holdings
from boutdufil.kernel.people.selectors import demo_people

__all__ = ["attribution", "demo_people", "holdings"]
